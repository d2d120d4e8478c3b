// Positions, the cursor, messages with carets, and near names.

import TestSupport
import Testing
import Text

private func render(
  _ text: String, _ start: Int, _ end: Int, hint: String? = nil, width: Int = 100
) -> [String] {
  let diagnostic = Diagnostic(
    .error, code: "A/B", "bad", at: SourceSpan(start: start, end: end), hint: hint)
  let bytes = diagnostic.rendered(in: SourceText(text), width: width)
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}

@Suite struct DiagnosticTests {
  @Test func findsLinesAndColumns() {
    let text = SourceText("ab\n北京x\r\n\rq")
    #expect(text.lineCount == 4)
    #expect(text.place(at: 0) == SourceText("").place(at: 5))
    #expect(text.place(at: 9).line == 2)
    #expect(text.place(at: 9).column == 3)
    #expect(text.place(at: 13).line == 4)
    #expect(text.lineSpan(2) == SourceSpan(start: 3, end: 10))
    #expect(text.lineSpan(3) == SourceSpan(start: 12, end: 12))
    #expect(text.lineSpan(4) == SourceSpan(start: 13, end: 14))
    #expect(text.lineSpan(9) == SourceSpan(start: 14, end: 14))
  }

  @Test func theCursorNeverLeavesItsBytes() {
    let bytes = Array("ab  \t北".utf8)
    var cursor = ByteCursor(bytes.span)
    let ahead = [
      cursor.current, cursor.peek(), cursor.peek(100), cursor.peek(.max), cursor.peek(-1),
    ]
    #expect(ahead == [0x61, 0x62, 0, 0, 0])
    let skips = [cursor.skip("ac"), cursor.skip("ab"), cursor.skip(0x61)]
    #expect(skips == [false, true, false])
    let slice = [UInt8](copying: cursor.slice(from: 0))
    #expect(slice == [0x61, 0x62])
    cursor.skipBlanks()
    let han = cursor.scalar
    #expect(han?.value == "北")
    #expect(han?.length == 3)
    cursor.advance(.max)
    let end = (cursor.isAtEnd, cursor.current, cursor.scalar == nil, cursor.skip(0))
    #expect(end == (true, 0, true, false))
  }

  @Test func putsTheCaretUnderTheSpan() {
    #expect(
      render("METCH (p) RETURN p", 0, 5, hint: "did you mean MATCH?") == [
        "error[A/B]: bad",
        "  1 │ METCH (p) RETURN p",
        "    │ ^^^^^ did you mean MATCH?",
      ])
  }

  @Test func countsCellsNotBytes() {
    let text = "RETURN '北京' AS x, 李四"
    #expect(
      render(text, 22, 28) == [
        "error[A/B]: bad", "  1 │ " + text,
        "    │ " + String(repeating: " ", count: 20) + "^^^^",
      ])
  }

  @Test func tabsAndControlCharactersAreExpanded() {
    #expect(
      render("a\tb\u{1b}c", 4, 5) == [
        "error[A/B]: bad", "  1 │ a   b\\u{1b}c", "    │            ^",
      ])
  }

  @Test func theEndOfTheTextHasACaretToo() {
    #expect(render("RETURN", 6, 6)[2] == "    │       ^")
    #expect(render("", 0, 0)[2] == "    │ ^")
    #expect(render("ab\n", 3, 3)[1] == "  2 │ ")
    #expect(render("ab", 100, 200)[2] == "    │   ^")
    #expect(render("ab", -5, 1)[2] == "    │ ^")
  }

  @Test func longLinesShowAWindow() {
    let text = String(repeating: "x", count: 500) + "BAD" + String(repeating: "y", count: 500)
    let lines = render(text, 500, 503, width: 40)
    #expect(lines[1] == "  1 │ …xxxxxxxxxxBAD" + String(repeating: "y", count: 25) + "…")
    #expect(lines[2] == "    │            ^^^")
    let early = render(text, 0, 3, width: 40)
    #expect(early[1] == "  1 │ " + String(repeating: "x", count: 39) + "…")
  }

  @Test func spansOverLinesShowTheirEnds() {
    #expect(
      render("one (two\nthree\nfour\n  five) six", 4, 27, hint: "h") == [
        "error[A/B]: bad", "  1 │ one (two", "    │     ^^^^", "  … │", "  4 │   five) six",
        "    │   ^^^^^ h",
      ])
    #expect(render("ab\ncd", 1, 4).count == 5)
    #expect(render("ab\ncd", 1, 3).count == 3)
  }

  @Test func dataInMessagesIsEscaped() {
    let diagnostic = Diagnostic(.warning, "no \u{1b}[2J label\n", hint: "h")
    #expect(
      String(decoding: diagnostic.rendered(in: nil), as: UTF8.self)
        == "warning: no \\u{1b}[2J label\\u{a}\n  h\n")
    let named = Diagnostic(.note, "m", at: SourceSpan(start: 2, end: 3))
    let text = String(
      decoding: named.rendered(in: SourceText("a\nb", name: "f.csv")), as: UTF8.self)
    #expect(text.hasPrefix("f.csv:2:1: note: m\n"))
  }

  @Test func renderingNeverTraps() {
    var random = Random(seed: 13)
    for round in 0..<800 {
      let text = random.text(maxPieces: 12)
      let start = random.below(text.utf8.count + 3) - 1
      let end = start + random.below(20)
      let lines = render(text, start, end, width: 20 + round % 30)
      #expect(lines.count >= 3)
      for line in lines.dropFirst() { #expect(displayWidth(of: UTF8String(line)) <= 70) }
    }
  }

  @Test func namesThatComeNear() {
    let names: [UTF8String] = ["Person", "Parson", "person", "Place", "北京市", "X", "Organization"]
    #expect(nearNames(to: "Peson", among: names) == ["Person", "person"])
    #expect(nearNames(to: "PERSON", among: names) == ["Person", "person", "Parson"])
    #expect(nearNames(to: "Preson", among: names, limit: 1) == ["Person"])
    #expect(nearNames(to: "Orgnisaton", among: names) == ["Organization"])
    #expect(nearNames(to: "北京", among: names) == ["北京市"])
    #expect(nearNames(to: "x", among: names) == ["X"])
    #expect(nearNames(to: "y", among: names) == [])
    #expect(nearNames(to: "", among: names) == [])
    #expect(nearNames(to: "Person", among: ["Person"]) == [])
    #expect(nearNames(to: UTF8String(String(repeating: "a", count: 1_000)), among: names) == [])
  }
}
