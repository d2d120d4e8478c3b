// Cuts a rule file into statements: each begins in the first column and goes on over the indented
// lines below. Lines that are blank or hold only a comment belong to no one.

internal import Text

/// Cuts a rule file into statements.
enum StatementSplitter {
  static let maxBytes = 16 << 20

  /// Why a file is no text of statements; only the first bytes are the file's own.
  static func problem(_ bytes: [UInt8], _ ownCount: Int) -> Diagnostic? {
    if ownCount > maxBytes { return Diagnostic(.error, "the rule file is larger than 16 MB") }
    guard let offset = firstInvalidUTF8(in: bytes.span) else { return nil }
    return Diagnostic(
      .error, "the rule file is no UTF-8", at: SourceSpan(start: offset, end: offset + 1),
      hint: "save it as UTF-8")
  }

  /// The bytes of each statement; and those of an indented line before the first, if there is one.
  static func split(_ bytes: [UInt8]) -> (statements: [Range<Int>], stray: Range<Int>?) {
    var statements: [Range<Int>] = []
    var stray: Range<Int>?
    var start: Int?
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while offset < bytes.count {
      let lineEnd = end(ofLineAt: offset, bytes)
      switch kind(bytes, offset, lineEnd) {
      case .blank: break
      case .first:
        if let start { statements.append(start..<offset) }
        start = offset
      case .further:
        if start == nil, stray == nil { stray = offset..<lineEnd }
      }
      offset = lineEnd
      while offset < bytes.count, bytes[offset] == 0x0A || bytes[offset] == 0x0D { offset += 1 }
    }
    if let start { statements.append(start..<bytes.count) }
    return (statements, stray)
  }

  private enum LineKind { case blank, first, further }

  private static func end(ofLineAt start: Int, _ bytes: [UInt8]) -> Int {
    var offset = start
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    return offset
  }

  private static func kind(_ bytes: [UInt8], _ start: Int, _ end: Int) -> LineKind {
    var offset = start
    while offset < end {
      if bytes[offset] == 0x20 || bytes[offset] == 0x09 {
        offset += 1
      } else if bytes[offset...].starts(with: [0xE3, 0x80, 0x80]) {
        offset += 3
      } else {
        break
      }
    }
    if offset >= end || bytes[offset] == 0x23 { return .blank }
    return offset == start ? .first : .further
  }
}
