// Pages in the styles of many papers with the articles that should be read from them: the files of
// Tests/Golden/pages hold blocks `page:` and `expect:`. KIN_UPDATE=1 writes what is read now into
// them, for review.

import Extract
import Foundation
import Testing

@Suite struct GoldenPageTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/pages")

  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".test") }.sorted()

  struct Case {
    var page: String
    var expected: String
  }

  @Test(arguments: files) func pagesAreReadAsExpected(file: String) throws {
    let path = Self.folder.appending(path: file)
    let text = try String(contentsOf: path, encoding: .utf8)
    let (head, cases) = Self.parse(text)
    #expect(!cases.isEmpty)
    if ProcessInfo.processInfo.environment["KIN_UPDATE"] != nil {
      let blocks = cases.map { "page:\n\($0.page)\nexpect:\n\(rendered($0.page))\n" }
      try (head + blocks.joined(separator: "\n")).write(to: path, atomically: true, encoding: .utf8)
      return
    }
    for golden in cases { #expect(rendered(golden.page) == golden.expected) }
  }

  @Test func thereAreGoldenPages() { #expect(Self.files.count >= 5) }

  private static func parse(_ text: String) -> (head: String, cases: [Case]) {
    var head = ""
    var cases: [Case] = []
    var isExpected = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "page:" {
        cases.append(Case(page: "", expected: ""))
        isExpected = false
      } else if line == "expect:" {
        isExpected = true
      } else if cases.isEmpty {
        head += line + "\n"
      } else if isExpected {
        cases[cases.count - 1].expected += line + "\n"
      } else {
        cases[cases.count - 1].page += line + "\n"
      }
    }
    for index in cases.indices {
      cases[index].page = trimmed(cases[index].page)
      cases[index].expected = trimmed(cases[index].expected)
    }
    return (head, cases)
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last == "\n" { text = text.dropLast() }
    return String(text)
  }

  private func rendered(_ page: String) -> String {
    let document = readPage(Array(page.utf8))
    var lines = document.problems.map { "problem: \($0.kind)" }
    for article in document.articles {
      lines.append("\(article.kind):")
      for part in article.parts {
        lines.append("  \(part.kind): \(article.text.string(part.range))")
      }
      for credit in article.credits {
        lines.append("  \(credit.role) = \(article.text.string(credit.name))")
      }
    }
    return lines.joined(separator: "\n")
  }
}
