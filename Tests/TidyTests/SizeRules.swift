// Rules about length. A page of code is read at once, a drawer is not. Files and functions that
// are longer than the aim stand in lists in Tests/Ratchets, each with a ceiling that only falls.

enum SizeRules {
  static let fileLinesMax = 800
  static let fileLinesAim = 400
  static let functionLinesMax = 70

  static func longFiles(_ files: [SwiftFile], ratchet: Ratchet) -> [Finding] {
    var findings: [Finding] = []
    var long: [String: Int] = [:]
    for file in files {
      let count = file.lines.count
      if count > fileLinesMax {
        findings.append(
          Finding(
            path: file.path, line: fileLinesMax + 1,
            advice: "\(count) lines: no file may pass \(fileLinesMax), split it by idea"))
      }
      if count > fileLinesAim { long[file.path] = count }
    }
    return findings + ratchet.compare(with: long, aim: "\(fileLinesAim) lines for a file")
  }

  static func longFunctions(_ files: [SwiftFile], ratchet: Ratchet) -> [Finding] {
    var long: [String: Int] = [:]
    for file in files {
      for extent in FunctionScanner.extents(in: file.code)
      where extent.lineCount > functionLinesMax {
        let key = "\(file.path):\(extent.name)"
        long[key] = max(long[key] ?? 0, extent.lineCount)
      }
    }
    return ratchet.compare(with: long, aim: "\(functionLinesMax) lines for a function")
  }
}

/// A list of ceilings: what is over an aim today, and may not go further.
struct Ratchet {
  let path: String
  let ceilings: [String: Int]
  private let malformed: [Finding]

  /// Reads lines of a figure, a blank and a name; lines that begin with # are remarks.
  init(_ file: TextFile) {
    var ceilings: [String: Int] = [:]
    var malformed: [Finding] = []
    for (index, line) in file.lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2, let figure = Int(parts[0]) {
        ceilings[String(parts[1])] = figure
      } else {
        malformed.append(
          Finding(path: file.path, line: index + 1, advice: "write `figure name`, as `412 a/b`"))
      }
    }
    self.path = file.path
    self.ceilings = ceilings
    self.malformed = malformed
  }

  /// What grew, what is new, and what became better but is still listed at its old figure.
  func compare(with figures: [String: Int], aim: String) -> [Finding] {
    var findings = malformed
    for (name, figure) in figures.sorted(by: { $0.key < $1.key }) {
      guard let ceiling = ceilings[name] else {
        findings.append(
          Finding(path: name, line: figure, advice: "\(figure) is over the aim of \(aim): split it")
        )
        continue
      }
      if figure > ceiling {
        findings.append(
          Finding(path: name, line: figure, advice: "grew from \(ceiling) to \(figure): split it"))
      } else if figure < ceiling {
        findings.append(
          Finding(
            path: path, line: 1,
            advice: "\(name) fell from \(ceiling) to \(figure): lower its figure here"))
      }
    }
    for name in ceilings.keys.sorted() where figures[name] == nil {
      findings.append(
        Finding(path: path, line: 1, advice: "\(name) meets the aim of \(aim): remove its line"))
    }
    return findings
  }
}
