// Finding a string in a string by bytes, which for valid UTF-8 is finding it by code points. Short
// needles are compared at each place where their first byte stands; long ones are found with the
// table of Knuth, Morris and Pratt, so that no pair of strings takes more than linear time.

internal import Text

/// A string to be found, made ready.
struct TextSearch {
  /// Up to so many bytes a comparison at each place is bounded well enough.
  private static let shortNeedleMax = 16

  let needle: [UInt8]
  /// For each length of a beginning of the needle, the longest shorter one that it ends with.
  private var borders: [Int] = []

  init(_ needle: UTF8String) {
    self.needle = Array(needle.string.utf8)
    guard self.needle.count > Self.shortNeedleMax else { return }
    borders = [0]
    borders.reserveCapacity(self.needle.count)
    var length = 0
    for place in 1..<self.needle.count {
      while length > 0, self.needle[place] != self.needle[length] { length = borders[length - 1] }
      if self.needle[place] == self.needle[length] { length += 1 }
      borders.append(length)
    }
  }

  /// The offset at which the needle first stands at or after another, or nil.
  func firstOffset(in bytes: Span<UInt8>, from start: Int) -> Int? {
    guard !needle.isEmpty else { return start <= bytes.count ? start : nil }
    guard bytes.count - start >= needle.count else { return nil }
    return borders.isEmpty
      ? offsetByComparing(in: bytes, from: start) : offsetByBorders(in: bytes, from: start)
  }

  private func offsetByComparing(in bytes: Span<UInt8>, from start: Int) -> Int? {
    let last = bytes.count - needle.count
    var place = start
    while place <= last, let hit = Text.firstOffset(of: needle[0], in: bytes, from: place) {
      guard hit <= last else { return nil }
      var length = 1
      while length < needle.count, bytes[hit + length] == needle[length] { length += 1 }
      if length == needle.count { return hit }
      place = hit + 1
    }
    return nil
  }

  private func offsetByBorders(in bytes: Span<UInt8>, from start: Int) -> Int? {
    var length = 0
    for place in start..<bytes.count {
      while length > 0, bytes[place] != needle[length] { length = borders[length - 1] }
      if bytes[place] == needle[length] { length += 1 }
      if length == needle.count { return place + 1 - length }
    }
    return nil
  }
}

extension UTF8String {
  /// Whether the text begins with another.
  func hasPrefix(_ prefix: UTF8String) -> Bool {
    guard byteCount >= prefix.byteCount else { return false }
    return withBytes { bytes in
      prefix.withBytes { compareBytes(bytes.extracting(0..<$0.count), $0) == 0 }
    }
  }

  /// Whether the text ends with another.
  func hasSuffix(_ suffix: UTF8String) -> Bool {
    guard byteCount >= suffix.byteCount else { return false }
    return withBytes { bytes in
      suffix.withBytes {
        compareBytes(bytes.extracting((bytes.count - $0.count)..<bytes.count), $0) == 0
      }
    }
  }

  /// Whether another text stands somewhere in this one.
  func contains(_ other: UTF8String) -> Bool {
    guard byteCount >= other.byteCount else { return false }
    let search = TextSearch(other)
    return withBytes { search.firstOffset(in: $0, from: 0) != nil }
  }
}
