// Inputs made to be slow: with any of these quadratic, the tests would run for minutes.

import Testing
import Text

@Suite struct PathologicalTests {
  private let size = 200_000

  @Test func anOpenQuoteInEveryLine() {
    for line in ["\"a\n", "\"\"\"\"\"\n", ",\"\"x\n", "\"\"\"\n"] {
      let text = String(repeating: line, count: size / line.utf8.count) + "\"open"
      let bytes = Array(text.utf8)
      var scanner = CSVScanner(bytes.span)
      var tokens = 0
      while scanner.next() != .end { tokens += 1 }
      #expect(tokens > 0 && tokens < 2 * size)
    }
  }

  @Test func quotesFedByteByByte() {
    var blocks = CSVBlocks()
    let bytes = Array(("a,\"" + String(repeating: "\"\"\n", count: size / 6)).utf8)
    for index in bytes.indices { _ = blocks.add(bytes.span.extracting(index..<index + 1)) }
    #expect(blocks.finish()?.bytes.count == bytes.count)
  }

  @Test func markupFedByteByByte() throws {
    for (start, filling, end) in [
      ("<!--", ">", "-->"), ("<a b='", ">", "'>"), ("<a>", "x", "</a>"), ("<?p", "?", "?>"),
      ("<a><![CDATA[", "]", "]]>"),
    ] {
      let bytes = Array((start + String(repeating: filling, count: size / 4) + end).utf8)
      var reader = XMLReader()
      for index in bytes.indices {
        reader.feed(bytes.span.extracting(index..<index + 1))
        while try reader.next() != .needsInput {}
      }
    }
  }

  @Test func manyKeysAndDeepBrackets() throws {
    let members = (0..<size / 20).map { "\"k\($0)\":0" }.joined(separator: ",")
    let object = Array("{\(members)}".utf8)
    guard case .object(let read) = try parseJSON(object.span) else {
      Issue.record("no object")
      return
    }
    #expect(read.count == size / 20)
    let brackets = Array(String(repeating: "[{\"a\":", count: size).utf8)
    #expect(throws: JSONError.self) { try parseJSON(brackets.span) }
  }

  @Test func combiningMarks() {
    let text = UTF8String("e" + String(repeating: "\u{301}", count: size / 2))
    #expect(displayWidth(of: text) == 1)
    #expect(lowercased(text) == text)
    #expect(nearNames(to: text, among: [text, "e"]).isEmpty)
  }

  @Test func messagesAboutHugeLines() {
    let source = SourceText([UInt8](repeating: 0x1b, count: size))
    let span = SourceSpan(start: size / 2, end: size - 1)
    let text = Diagnostic(.error, "m", at: span).rendered(in: source)
    #expect(text.count < 1_000)
  }

  @Test func longNumbers() {
    let digits = [UInt8](repeating: 0x39, count: size)
    #expect(parseInt64(digits.span) == nil)
    #expect(parseDouble(digits.span) == .infinity)
    #expect(parseDouble((digits + Array("e-200000".utf8)).span) == 1)
  }
}
