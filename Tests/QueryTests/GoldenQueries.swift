// The golden files of Tests/Golden/parse. A block begins with a line `# title`; after a line
// `query` comes the query, after a line `tree` or `error` what the parser makes of it. KIN_UPDATE=1
// writes what it makes now; read the diff.

import Foundation
import Text

@testable import Query

struct GoldenQuery {
  var title: String
  var query: String
  var expected: String

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/parse")

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  static func read(_ name: String) throws -> [GoldenQuery] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    var blocks: [GoldenQuery] = []
    var isInQuery = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("# ") {
        blocks.append(GoldenQuery(title: line, query: "", expected: ""))
        continue
      }
      guard !blocks.isEmpty else { continue }
      let last = blocks.count - 1
      switch line {
      case "query": isInQuery = true
      case "tree", "error":
        isInQuery = false
        blocks[last].expected = line
      default:
        if isInQuery {
          blocks[last].query += (blocks[last].query.isEmpty ? "" : "\n") + line
        } else if !line.isEmpty {
          blocks[last].expected += "\n" + line
        }
      }
    }
    for index in blocks.indices {
      while blocks[index].query.hasSuffix("\n") { blocks[index].query.removeLast() }
    }
    return blocks
  }

  static func write(_ blocks: [GoldenQuery], to name: String) throws {
    let texts = blocks.map { "\($0.title)\nquery\n\($0.query)\n\($0.outcome)\n" }
    try texts.joined(separator: "\n").write(
      to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  static func all() throws -> [GoldenQuery] { try names.flatMap { try read($0) } }

  /// What the parser makes of the query.
  var outcome: String {
    let source = SourceText(query)
    do {
      return "tree\n" + (try parseStatement(source)).treeText
    } catch {
      var text = "error\n\(error.kind.rawValue) \(error.detail.rawValue)"
      if let span = error.span {
        let (start, end) = (source.place(at: span.start), source.place(at: span.end))
        text += " \(start.line):\(start.column)-\(end.line):\(end.column)"
      }
      text += "\n\(error.message)"
      return text + (error.hint.map { "\nhint: \($0)" } ?? "")
    }
  }
}
