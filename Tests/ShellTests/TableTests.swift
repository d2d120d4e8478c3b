// Tables line up whatever stands in them, and never show a control character.

import Testing

@testable import Shell

@Suite struct TableTests {
  private func written(_ table: Table, width: Int? = nil) -> String {
    let channel = Channel(memoryWithTerminalWidth: width)
    table.write(to: channel)
    return channel.written
  }

  @Test func columnsLineUpByCells() {
    var table = Table([.text("name"), .number("count")])
    table.add(["云溪区总工会", "3"])
    table.add(["Ann", "1 200"])
    table.add(["e\u{301}a", "20"])
    #expect(
      written(table) == """
          name          count
          云溪区总工会      3
          Ann           1 200
          e\u{301}a               20

        """)
  }

  @Test func titlesAreLeftOutWhereThereAreNone() {
    var table = Table([.text(""), .text("")])
    table.add(["a", "b"])
    #expect(written(table) == "  a  b\n")
  }

  @Test func dataCannotBreakARow() {
    var table = Table([.text("name")])
    table.add(["a\nb\u{1b}[2J\u{202e}"])
    #expect(written(table) == "  name\n  a\\u{a}b\\u{1b}[2J\\u{202e}\n")
  }

  @Test func linesFitTheTerminal() {
    var table = Table([.text("key"), .text("value"), .number("n")])
    table.add([String(repeating: "长", count: 5000), String(repeating: "x", count: 90), "12"])
    let lines = written(table, width: 40).split(separator: "\n")
    for line in lines { #expect(displayCells(line) <= 40) }
    #expect(lines[1].hasSuffix("12"))
    #expect(lines[1].contains("…"))
  }

  @Test func manyColumnsFitANarrowTerminal() {
    var table = Table([
      .text("标签"), .number("数量"), .text("属性键"), .text("取值类型"), .number("出现比例"),
    ])
    table.add([":Organization", "450 000", "description", "INTEGER | STRING", "100 %"])
    for line in written(table, width: 40).split(separator: "\n") {
      #expect(displayCells(line) <= 40)
    }
  }

  private func displayCells(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2e80 ? 2 : 1) }
  }
}
