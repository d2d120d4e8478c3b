// How many cells text takes in a terminal, and cutting and padding by that measure. Marks and
// joiners take none, Han and emoji two; for the ambiguous rest (Greek, Cyrillic, ①, “”) the caller
// says what its terminal does. An emoji sequence (joiners, skin tones) counts as its first emoji.

/// The cells that text takes; `ambiguous` is 1 or 2.
public func displayWidth(of bytes: Span<UInt8>, ambiguous: Int = 1) -> Int {
  var walk = WidthWalk(ambiguous: ambiguous)
  var width = 0
  var offset = 0
  while offset < bytes.count {
    let byte = bytes[offset]
    if byte >= 0x20 && byte < 0x7f {
      walk.passASCII()
      width += 1
      offset += 1
      continue
    }
    let (scalar, length) = decodeScalar(bytes, at: offset)
    width += walk.cells(of: scalar)
    offset += length
  }
  return width
}

/// The cells that text takes; `ambiguous` is 1 or 2.
public func displayWidth(of text: UTF8String, ambiguous: Int = 1) -> Int {
  let view = text.string.utf8
  return displayWidth(of: view.span, ambiguous: ambiguous)
}

/// How many bytes of text fit into a number of cells; marks stay with the character they belong to.
public func prefixLength(
  of bytes: Span<UInt8>, fitting width: Int, ambiguous: Int = 1
) -> (bytes: Int, cells: Int) {
  var walk = WidthWalk(ambiguous: ambiguous)
  var cells = 0
  var offset = 0
  while offset < bytes.count {
    let (scalar, length) = decodeScalar(bytes, at: offset)
    let next = walk.cells(of: scalar)
    if cells + next > width { break }
    cells += next
    offset += length
  }
  return (offset, cells)
}

extension [UInt8] {
  /// Appends text cut to a number of cells, the last one `…` where something is left out; returns
  /// the cells used.
  @discardableResult
  public mutating func append(
    _ bytes: Span<UInt8>, truncatedTo width: Int, ambiguous: Int = 1
  ) -> Int {
    let (whole, cells) = prefixLength(of: bytes, fitting: width, ambiguous: ambiguous)
    if whole == bytes.count {
      append(bytes)
      return cells
    }
    let mark: StaticString = "…"
    let markCells = ambiguous == 2 ? 2 : 1
    guard width >= markCells else { return 0 }
    let (length, used) = prefixLength(of: bytes, fitting: width - markCells, ambiguous: ambiguous)
    append(bytes.extracting(0..<length))
    append(literal: mark)
    return used + markCells
  }

  /// Appends text cut or padded with blanks to exactly a number of cells.
  public mutating func append(
    _ bytes: Span<UInt8>, paddedTo width: Int, alignedRight: Bool = false, ambiguous: Int = 1
  ) {
    let start = count
    let cells = append(bytes, truncatedTo: width, ambiguous: ambiguous)
    let blanks = repeatElement(0x20 as UInt8, count: Swift.max(width - cells, 0))
    insert(contentsOf: blanks, at: alignedRight ? start : count)
  }
}

/// The state that decides how many cells the next scalar adds.
struct WidthWalk {
  private let ambiguous: Int
  private var followsJoiner = false
  private var previousWidth = 0
  private var previousIsEmoji = false

  init(ambiguous: Int) { self.ambiguous = ambiguous }

  mutating func passASCII() {
    followsJoiner = false
    previousWidth = 1
    previousIsEmoji = false
  }

  mutating func cells(of scalar: Unicode.Scalar) -> Int {
    let code = CharacterClass(scalar).widthCode
    let value = scalar.value
    if code == 0 {
      followsJoiner = value == 0x200d && previousIsEmoji
      // The emoji variation selector makes a narrow symbol wide.
      guard value == 0xfe0f, previousWidth == 1, previousIsEmoji else { return 0 }
      previousWidth = 2
      return 1
    }
    let isSkinTone = (0x1f3fb...0x1f3ff).contains(value)
    if previousIsEmoji && (followsJoiner || isSkinTone) {
      followsJoiner = false
      return 0
    }
    followsJoiner = false
    previousIsEmoji =
      value >= 0x203c && (code != 2 || value >= 0x1_f000 || value < 0x2e80)
      && scalar.properties.isEmoji
    previousWidth = code == 3 ? ambiguous : Int(code)
    return previousWidth
  }
}
