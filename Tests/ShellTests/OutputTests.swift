// What reaches a terminal is safe and styled only there; files get the bytes as they are.

import Testing
import Text

@testable import Shell

@Suite struct OutputTests {
  @Test func aTerminalNeverGetsControlsFromText() {
    let terminal = Channel(memoryWithTerminalWidth: 80)
    terminal.line("a\u{1b}]52;c;AAAA\u{7}\tb")
    #expect(terminal.written == "a\\u{1b}]52;c;AAAA\\u{7}\tb\n")
    let file = Channel(memoryWithTerminalWidth: nil)
    file.line("a\u{1b}[1mb")
    #expect(file.written == "a\u{1b}[1mb\n")
  }

  @Test func stylesAreShownOnlyWhereTheyAreWanted() {
    let styled = Channel(memoryWithTerminalWidth: 80, showsStyles: true)
    styled.line("a", .bold)
    #expect(styled.written == "\u{1b}[1ma\u{1b}[0m\n")
    let plain = Channel(memoryWithTerminalWidth: 80)
    plain.line("a", .bold)
    #expect(plain.written == "a\n")
  }

  @Test func messagesAboutArgumentsAreSafeToo() {
    let run = ShellRun(["x\u{1b}[2Jy"], terminalWidth: 80)
    #expect(!run.notices.contains("\u{1b}"))
    #expect(run.code == .usage)
  }

  @Test func theDemoNeedsNoFileAndSpeaksBothLanguages() {
    let english = ShellRun(["demo"])
    #expect(english.code == .success)
    #expect(english.notices.isEmpty)
    #expect(english.data.contains("Who attended the Workers' Skills Contest?"))
    #expect(english.data.contains("  Zhou Muye     competitor\n"))
    #expect(english.data.contains("  Person  ── MEMBER_OF ─→ Union  5×\n"))
    let chinese = ShellRun(["demo"], environment: ["LANG": "zh_CN.UTF-8"])
    #expect(chinese.data.contains("谁参加了职工技能大赛？"))
    #expect(chinese.data.contains("  周牧野  competitor\n"))
  }

  @Test func theVersionIsOneObject() throws {
    let run = ShellRun(["version", "--json"])
    let value = try parseJSON(Array(run.data.utf8).span)
    #expect(value["file_format"] == .integer(1))
    #expect(run.data.contains(#""name":"kin""#))
    #expect(ShellRun(["--version"]).data == ShellRun(["version"]).data)
  }
}
