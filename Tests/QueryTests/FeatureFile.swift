// Reads feature files of the openCypher TCK, as far as analysis is concerned: the queries of each
// scenario, with the rows of an outline put in, the procedures it registers, and the error it
// expects. Not the whole of Gherkin.

import Foundation

/// A query of a scenario.
struct FeatureQuery {
  /// The file, the scenario and the row of its examples.
  var place: String
  var text: String
  /// Signatures of procedures that exist.
  var procedures: [String]
  /// What is expected, such as `SyntaxError compile time UndefinedVariable`; nil for a result.
  var error: (kind: String, phase: String, detail: String)?
}

/// The feature files in a folder next to the project, or nil where it is not there.
func sharedFeatureFiles() -> [URL]? {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  // A worktree of the project stands one folder deeper.
  for parent in ["..", "../.."] {
    let folder = root.appending(path: "\(parent)/shared/tck/features").standardizedFileURL
    guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else { continue }
    let files = walk.compactMap { $0 as? URL }.filter { $0.pathExtension == "feature" }
    if !files.isEmpty { return files.sorted { $0.path < $1.path } }
  }
  return nil
}

/// A scenario as it is written.
private struct Scenario {
  var name = ""
  var queries: [(isSetup: Bool, text: String)] = []
  var procedures: [String] = []
  var error: (kind: String, phase: String, detail: String)?
  var examples: [[String: String]] = []
}

/// The queries of a feature file.
func featureQueries(in file: URL) throws -> [FeatureQuery] {
  let text = try String(contentsOf: file, encoding: .utf8)
    .replacingOccurrences(of: "\r\n", with: "\n")
  var reader = FeatureReader(lines: text.components(separatedBy: "\n"))
  return reader.scenarios().flatMap { scenario in
    let rows = scenario.examples.isEmpty ? [[:]] : scenario.examples
    return rows.enumerated().flatMap { number, row in
      queries(of: scenario, row, at: "\(file.lastPathComponent) \(scenario.name) #\(number)")
    }
  }
}

private func queries(
  of scenario: Scenario, _ row: [String: String], at place: String
) -> [FeatureQuery] {
  scenario.queries.enumerated().map { number, query in
    var text = query.text
    for (name, value) in row { text = text.replacingOccurrences(of: "<\(name)>", with: value) }
    // Only the query under test is to fail.
    let isLast = number == scenario.queries.count - 1
    return FeatureQuery(
      place: place, text: text, procedures: scenario.procedures,
      error: isLast && !query.isSetup ? scenario.error : nil)
  }
}

private struct FeatureReader {
  let lines: [String]
  var next = 0

  init(lines: [String]) { self.lines = lines }

  mutating func scenarios() -> [Scenario] {
    var found: [Scenario] = []
    while next < lines.count {
      let line = lines[next].trimmingCharacters(in: .whitespaces)
      next += 1
      if line.hasPrefix("#") { continue }
      if line.hasPrefix("Scenario") {
        found.append(Scenario(name: String(line.drop { $0 != ":" }.dropFirst(2))))
      } else if !found.isEmpty {
        read(line, into: &found[found.count - 1])
      }
    }
    return found
  }

  private mutating func read(_ line: String, into scenario: inout Scenario) {
    if line.hasSuffix("having executed:") {
      scenario.queries.append((true, docString()))
    } else if line.hasSuffix("executing query:") || line.hasSuffix("executing control query:") {
      scenario.queries.append((false, docString()))
    } else if let range = line.range(of: "there exists a procedure ") {
      scenario.procedures.append(String(line[range.upperBound...].dropLast()))
    } else if line.contains(" should be raised at ") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 3, let at = words.firstIndex(of: "at"), let detail = words.last else {
        return
      }
      scenario.error = (words[2], words[at + 1], detail)
    } else if line == "Examples:" {
      readExamples(into: &scenario)
    }
  }

  private mutating func docString() -> String {
    while next < lines.count, !lines[next].contains("\"\"\"") { next += 1 }
    let indent = lines[next].prefix { $0 == " " }.count
    next += 1
    var body: [String] = []
    while next < lines.count, !lines[next].contains("\"\"\"") {
      let line = lines[next]
      let blanks = line.prefix { $0 == " " }.count
      body.append(String(line.dropFirst(min(indent, blanks))))
      next += 1
    }
    next += 1
    return body.joined(separator: "\n")
  }

  private mutating func readExamples(into scenario: inout Scenario) {
    var header: [String]?
    while next < lines.count {
      let line = lines[next].trimmingCharacters(in: .whitespaces)
      guard line.hasPrefix("|") || line.isEmpty || line.hasPrefix("#") else { return }
      next += 1
      guard line.hasPrefix("|") else { continue }
      let cells = cells(of: line)
      if let header {
        scenario.examples.append(
          Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first }))
      } else {
        header = cells
      }
    }
  }

  /// The cells between bars; `\|` is a bar, `\\` a backslash, `\n` a line break.
  private func cells(of line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if isEscaped {
        cell.append(character == "n" ? "\n" : character)
        if character != "n", character != "|", character != "\\" {
          cell.insert("\\", at: cell.index(before: cell.endIndex))
        }
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append(cell.trimmingCharacters(in: .whitespaces))
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells
  }
}
