// Swift text split into what the compiler runs and what people read. The scanner knows comments
// (nested ones too), strings of every kind, interpolations and backticked names; it does not know
// regex literals, which Kin does not use.

/// A Swift file in three parallel views: as written, only its code, only its comments.
///
/// In each view the other parts are blanks, so that line numbers agree.
struct SwiftFile: Sendable {
  let path: String
  let lines: [String]
  let code: [String]
  let comments: [String]

  init(path: String, text: String) {
    var scanner = SwiftScanner(text)
    scanner.scan()
    self.path = path
    self.lines = TextFile(path: path, text: text).lines
    self.code = TextFile(path: path, text: String(decoding: scanner.code, as: UTF8.self)).lines
    self.comments =
      TextFile(path: path, text: String(decoding: scanner.comments, as: UTF8.self)).lines
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The target folder below Sources or Tests, or nil for a file that stands elsewhere.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count >= 3 ? String(parts[1]) : nil
  }
}

/// Walks over Swift text byte by byte and sorts each byte into code or comment.
struct SwiftScanner {
  private enum Region {
    case code(openParentheses: Int, inString: Bool)
    case lineComment
    case blockComment(depth: Int)
    case string(hashes: Int, isMultiline: Bool)
    case name
  }

  private let bytes: [UInt8]
  private var position = 0
  private var regions: [Region] = [.code(openParentheses: 0, inString: false)]
  private(set) var code: [UInt8]
  private(set) var comments: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
    let blank = bytes.map { $0 == newline ? $0 : space }
    code = blank
    comments = blank
  }

  mutating func scan() {
    while position < bytes.count {
      switch regions.last {
      case .lineComment: scanLineComment()
      case .blockComment(let depth): scanBlockComment(depth)
      case .string(let hashes, let isMultiline): scanString(hashes, isMultiline)
      case .name: scanName()
      case .code(let open, let inString): scanCode(open, inString)
      case nil: return
      }
    }
  }

  private func starts(_ text: StaticString, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { bytes[start + $0] == wanted[$0] }
    }
  }

  private mutating func replaceRegion(_ region: Region) { regions[regions.count - 1] = region }

  private mutating func keepCode(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      code[position] = bytes[position]
      position += 1
    }
  }

  private mutating func keepComment(_ count: Int) {
    for _ in 0..<count where position < bytes.count {
      comments[position] = bytes[position]
      position += 1
    }
  }

  private mutating func scanCode(_ open: Int, _ inString: Bool) {
    if starts("//", at: position) {
      regions.append(.lineComment)
      return
    }
    if starts("/*", at: position) {
      regions.append(.blockComment(depth: 0))
      return
    }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "#"):
      if !openString() { keepCode(1) }
    case UInt8(ascii: "`"):
      keepCode(1)
      regions.append(.name)
    case UInt8(ascii: "("):
      replaceRegion(.code(openParentheses: open + 1, inString: inString))
      keepCode(1)
    case UInt8(ascii: ")"):
      keepCode(1)
      if inString && open == 1 {
        regions.removeLast()
      } else {
        replaceRegion(.code(openParentheses: open - 1, inString: inString))
      }
    default:
      keepCode(1)
    }
  }

  /// Enters a string literal if one begins here, with its hashes and its one or three quotes.
  private mutating func openString() -> Bool {
    var end = position
    while end < bytes.count && bytes[end] == UInt8(ascii: "#") { end += 1 }
    let hashes = end - position
    guard starts("\"", at: end) else { return false }
    let isMultiline = starts("\"\"\"", at: end) && !(hashes > 0 && starts("\"\"\"#", at: end))
    keepCode(hashes + (isMultiline ? 3 : 1))
    regions.append(.string(hashes: hashes, isMultiline: isMultiline))
    return true
  }

  private mutating func scanString(_ hashes: Int, _ isMultiline: Bool) {
    let byte = bytes[position]
    if byte == UInt8(ascii: "\\") && hasHashes(hashes, at: position + 1) {
      let escaped = position + 1 + hashes
      if starts("(", at: escaped) {
        position = escaped
        regions.append(.code(openParentheses: 0, inString: true))
      } else {
        position = escaped + 1
      }
      return
    }
    let quotes = isMultiline ? 3 : 1
    let closes = isMultiline ? starts("\"\"\"", at: position) : byte == UInt8(ascii: "\"")
    if closes && hasHashes(hashes, at: position + quotes) {
      keepCode(quotes + hashes)
      regions.removeLast()
    } else if byte == newline && !isMultiline {
      regions.removeLast()
    } else {
      position += 1
    }
  }

  private func hasHashes(_ count: Int, at start: Int) -> Bool {
    guard start + count <= bytes.count else { return false }
    return (start..<start + count).allSatisfy { bytes[$0] == UInt8(ascii: "#") }
  }

  private mutating func scanLineComment() {
    if bytes[position] == newline { regions.removeLast() } else { keepComment(1) }
  }

  private mutating func scanBlockComment(_ depth: Int) {
    if starts("/*", at: position) {
      replaceRegion(.blockComment(depth: depth + 1))
      keepComment(2)
    } else if starts("*/", at: position) {
      if depth == 1 { regions.removeLast() } else { replaceRegion(.blockComment(depth: depth - 1)) }
      keepComment(2)
    } else {
      keepComment(1)
    }
  }

  /// Keeps a backticked name as underscores, so that a sentence used as a name holds no keywords.
  private mutating func scanName() {
    let byte = bytes[position]
    if byte == UInt8(ascii: "`") || byte == newline {
      regions.removeLast()
      keepCode(1)
    } else {
      code[position] = UInt8(ascii: "_")
      position += 1
    }
  }
}

private let newline = UInt8(ascii: "\n")
private let space = UInt8(ascii: " ")
