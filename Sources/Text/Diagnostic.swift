// A message about a place in a text, and how it looks:
//
//   error[SyntaxError/UnexpectedSyntax]: unexpected word METCH
//     1 │ METCH (p:Person {name:'李四'}) RETURN p
//       │ ^^^^^ did you mean MATCH?
//
// The carets stand under the cells that the span takes in a terminal, whatever comes before it. Of
// long lines a window is shown; of long spans the first and the last line. Everything that comes
// from data is escaped. Colour and the choice of stream are the shell's.

/// How grave a message is.
public enum Severity: String, Sendable {
  /// What was asked for cannot be done.
  case error
  /// It can be done, but perhaps something else was meant.
  case warning
  /// Something worth knowing.
  case note
}

/// A message with a place.
public struct Diagnostic: Sendable, Equatable {
  /// How grave it is.
  public var severity: Severity
  /// A stable code such as `SyntaxError/UnexpectedSyntax`.
  public var code: String?
  /// What is wrong.
  public var message: String
  /// Where.
  public var span: SourceSpan?
  /// What to do; stands behind the carets.
  public var hint: String?

  /// Makes a message.
  public init(
    _ severity: Severity, code: String? = nil, _ message: String, at span: SourceSpan? = nil,
    hint: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.hint = hint
  }

  /// The message as lines of UTF-8, each with its line end.
  ///
  /// `width` is how many cells of a source line are shown, `ambiguous` as in `displayWidth`.
  public func rendered(
    in source: SourceText?, width: Int = 100, ambiguous: Int = 1
  ) -> [UInt8] {
    var output: [UInt8] = []
    let place = source.flatMap { source in span.map { source.place(at: $0.start) } }
    if let name = source?.name {
      output.appendEscaped(name)
      if let place { output.append(contentsOf: ":\(place.line):\(place.column)".utf8) }
      output.append(literal: ": ")
    }
    output.append(contentsOf: severity.rawValue.utf8)
    if let code {
      output.append(literal: "[")
      output.appendEscaped(code)
      output.append(literal: "]")
    }
    output.append(literal: ": ")
    output.appendEscaped(message)
    output.append(literal: "\n")
    if let source, let span {
      let snippet = Snippet(source: source, width: max(width, 20), ambiguous: ambiguous)
      snippet.append(span, hint: hint, to: &output)
    } else if let hint {
      output.append(literal: "  ")
      output.appendEscaped(hint)
      output.append(literal: "\n")
    }
    return output
  }
}

extension [UInt8] {
  fileprivate mutating func appendEscaped(_ text: String) {
    let view = text.utf8
    append(view.span, escapedForTerminalAllowing: [])
  }

  fileprivate mutating func append(_ byte: UInt8, times: Int) {
    append(contentsOf: repeatElement(byte, count: Swift.max(times, 0)))
  }
}

/// The lines of a text around a span, with carets.
private struct Snippet {
  let source: SourceText
  let width: Int
  let ambiguous: Int

  func append(_ span: SourceSpan, hint: String?, to output: inout [UInt8]) {
    let start = min(max(span.start, 0), source.bytes.count)
    let end = min(max(span.end, start), source.bytes.count)
    let first = source.line(at: start)
    // A span that ends with a line end does not reach into the next line.
    let last = end > start ? source.line(at: end - 1) : first
    let gutter = max(3, String(last).utf8.count)
    let firstLine = source.lineSpan(first)
    guard last > first else {
      append(first, SourceSpan(start: start, end: end), gutter, hint, &output)
      return
    }
    append(first, SourceSpan(start: start, end: max(firstLine.end, start)), gutter, nil, &output)
    if last > first + 1 {
      output.append(0x20, times: gutter - 1)
      output.append(literal: "… │\n")
    }
    let lastLine = source.lineSpan(last)
    var indent = lastLine.start
    while indent < end, source.bytes[indent] == 0x20 || source.bytes[indent] == 0x09 { indent += 1 }
    append(last, SourceSpan(start: indent, end: end), gutter, hint, &output)
  }

  /// Appends a line of the source and the carets under a span of it.
  private func append(
    _ line: Int, _ span: SourceSpan, _ gutter: Int, _ hint: String?, _ output: inout [UInt8]
  ) {
    let number = String(line)
    output.append(0x20, times: gutter - number.utf8.count)
    output.append(contentsOf: number.utf8)
    output.append(literal: " │ ")
    let lineSpan = source.lineSpan(line)
    let mark = SourceSpan(start: min(span.start, lineSpan.end), end: min(span.end, lineSpan.end))
    let (start, end) = appendWindow(lineSpan, around: mark, &output)
    output.append(literal: "\n")
    output.append(0x20, times: gutter)
    output.append(literal: " │ ")
    output.append(0x20, times: start)
    output.append(0x5e, times: max(end - start, 1))
    if let hint {
      output.append(literal: " ")
      output.appendEscaped(hint)
    }
    output.append(literal: "\n")
  }

  /// Appends the part of a line that fits; returns the cells at which the mark starts and ends.
  private func appendWindow(
    _ line: SourceSpan, around mark: SourceSpan, _ output: inout [UInt8]
  ) -> (Int, Int) {
    var offset = windowStart(line, mark)
    var cells = 0
    if offset > line.start {
      output.append(literal: "…")
      cells = 1
    }
    var walk = WidthWalk(ambiguous: ambiguous)
    var start: Int?
    var end: Int?
    while offset < line.end {
      let piece = piece(at: offset, column: cells, &walk)
      if cells + piece.cells > width - 1, offset + piece.length < line.end {
        output.append(literal: "…")
        break
      }
      if start == nil, offset + piece.length > mark.start { start = cells }
      if end == nil, offset >= mark.end { end = cells }
      output.append(contentsOf: piece.bytes)
      cells += piece.cells
      offset += piece.length
    }
    return (start ?? cells, end ?? cells)
  }

  /// The line's start where the mark then still fits, or a place half a window before the mark.
  private func windowStart(_ line: SourceSpan, _ mark: SourceSpan) -> Int {
    var walk = WidthWalk(ambiguous: ambiguous)
    var offset = line.start
    var cells = 0
    while offset < mark.start, cells < width {
      let piece = piece(at: offset, column: cells, &walk)
      cells += piece.cells
      offset += piece.length
    }
    let markCells = min(mark.end - mark.start, width / 2)
    if offset >= mark.start, cells + markCells < width { return line.start }
    var start = mark.start
    var steps = 0
    // A piece is rarely wider than two cells; the window then holds mark and room behind it.
    while start > line.start, steps < width / 4 {
      start -= 1
      if source.bytes[start] & 0xc0 != 0x80 { steps += 1 }
    }
    return start
  }

  /// How the character at an offset is shown.
  private func piece(
    at offset: Int, column: Int, _ walk: inout WidthWalk
  ) -> (bytes: [UInt8], cells: Int, length: Int) {
    let bytes = source.bytes.span
    let (scalar, length) = decodeScalar(bytes, at: offset)
    if scalar == "\t" {
      let cells = 4 - column % 4
      return ([UInt8](repeating: 0x20, count: cells), cells, 1)
    }
    var shown: [UInt8] = []
    let character = bytes.extracting(offset..<offset + length)
    shown.append(character, escapedForTerminalAllowing: [])
    if isUnsafeToShow(scalar) { return (shown, shown.count, length) }
    return (shown, walk.cells(of: scalar), length)
  }
}
