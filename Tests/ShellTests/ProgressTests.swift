// The progress bar fits the terminal: what is cut first is the bar, not the numbers.

import Testing
import Text

@testable import Graph
@testable import Shell

@Suite struct ProgressTests {
  private func text(width: Int, bytesRead: Int = 120_000_000, _ language: Language = .english)
    -> String
  {
    let progress = ImportProgress(
      phase: .reading, bytesRead: bytesRead, byteCount: 270_000_000, rowCount: 0)
    return ProgressBar.text(progress, seconds: 1, width: width, language)
  }

  @Test func aWideTerminalGetsTheWholeBar() {
    #expect(text(width: 79) == "reading [##########..............] 44 %  120 MB/s  1.25 s left")
    #expect(text(width: 79, .chinese).hasSuffix("剩余 1.25 s"))
  }

  @Test(arguments: [39, 50, 60, 79, 200])
  func theNumbersAlwaysFit(width: Int) {
    for language in Language.allCases {
      let line = text(width: width, language)
      #expect(displayWidth(of: UTF8String(line)) <= width)
      #expect(line.contains("120 MB/s"))
    }
  }

  @Test func moreThanWasToldIsNoMoreThanAll() {
    #expect(text(width: 79, bytesRead: 999_000_000).contains("] 100 %"))
  }
}
