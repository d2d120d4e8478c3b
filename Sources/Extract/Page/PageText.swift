// Text of an article: scalars in reading order, each with the bytes of the file that it was read
// from. Layout is undone before (column cuts, blanks inside of names), so that what stands side by
// side here may stand apart in the file. Two arrays of the same length: as written, and folded for
// matching. Nothing here knows what an article is.

internal import Text

/// Scalars with their places in the file.
public struct PageText: Sendable {
  /// The scalars as written.
  public private(set) var scalars: [UInt32] = []
  /// The same scalars, folded: one form for each punctuation mark, ASCII for full-width letters.
  public private(set) var folded: [UInt32] = []
  /// The offset of the first byte of each scalar in the file.
  public private(set) var starts: [UInt32] = []
  /// The offset behind the last byte of each scalar in the file.
  public private(set) var ends: [UInt32] = []

  /// A text without scalars.
  public init() {}

  /// How many scalars there are.
  public var count: Int { scalars.count }

  /// Puts a scalar behind the others.
  public mutating func append(_ scalar: UInt32, start: UInt32, end: UInt32) {
    scalars.append(scalar)
    folded.append(foldedForMatching(scalar))
    starts.append(start)
    ends.append(end)
  }

  /// Puts part of another text behind this one.
  public mutating func append(_ other: PageText, _ range: Range<Int>) {
    scalars.append(contentsOf: other.scalars[range])
    folded.append(contentsOf: other.folded[range])
    starts.append(contentsOf: other.starts[range])
    ends.append(contentsOf: other.ends[range])
  }

  /// Puts a run of scalars behind this text; `starts` holds one offset more than there are scalars.
  mutating func append(_ run: Range<Int>, of scalars: [UInt32], starts: [UInt32]) {
    self.scalars.append(contentsOf: scalars[run])
    self.starts.append(contentsOf: starts[run])
    ends.append(contentsOf: starts[run.lowerBound + 1..<run.upperBound + 1])
    for index in run { folded.append(foldedForMatching(scalars[index])) }
  }

  /// Makes room for so many scalars.
  mutating func reserve(_ count: Int) {
    scalars.reserveCapacity(count)
    folded.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// Replaces a folded scalar, where its form depends on what stands around it (straight quotes).
  public mutating func setFolded(_ scalar: UInt32, at index: Int) {
    folded[index] = scalar
  }

  /// The scalars of a range as a string.
  public func string(_ range: Range<Int>) -> String { Extract.string(of: scalars[range]) }

  /// The folded scalars of a range as a string.
  public func foldedString(_ range: Range<Int>) -> String {
    Extract.string(of: folded[range])
  }

  /// The bytes of the file from the first to the last scalar of a range that is not empty.
  ///
  /// Where the last stands before the first in the file, as with a title below its columns, the
  /// bytes from the foremost to the hindmost scalar.
  public func source(_ range: Range<Int>) -> Range<Int> {
    let (start, end) = (starts[range.lowerBound], ends[range.upperBound - 1])
    if start <= end { return Int(start)..<Int(end) }
    let foremost = starts[range].reduce(start, min)
    return Int(foremost)..<Int(ends[range].reduce(end, max))
  }
}

/// The form in which a scalar is matched.
///
/// Full-width letters, digits and marks become ASCII, corner quotes curly ones. What differs in
/// meaning (、 and , and 。) stays different.
@inlinable public func foldedForMatching(_ scalar: UInt32) -> UInt32 {
  switch scalar {
  case 0xFF01...0xFF5E: scalar - 0xFEE0
  case 0x3000, 0xA0, 0x09: 0x20
  case 0x300C, 0xFE41: 0x201C
  case 0x300D, 0xFE42: 0x201D
  case 0x300E, 0xFE43: 0x2018
  case 0x300F, 0xFE44: 0x2019
  case 0x3014, 0xFE59: 0x28
  case 0x3015, 0xFE5A: 0x29
  case 0x2022, 0x30FB, 0xFF65: 0xB7
  case 0x2015, 0x2500: 0x2014
  default: scalar
  }
}
