// Rules that keep the documents true: READMEs that name the files beside them, a code map without
// gaps, links that lead somewhere, and no path of anybody's machine. Each rule gets what it judges
// as arguments, so that it can be run on a bad sample.

enum DocumentRules {
  /// A target's README names each source file of its tree, and none that is not there.
  static func readme(_ readme: TextFile, target: String, paths: [String]) -> [Finding] {
    let prefix = "Sources/\(target)/"
    let files = paths.filter { $0.hasPrefix(prefix) && isSource($0) }
      .map { String($0.dropFirst(prefix.count)) }
    var named: [(name: String, line: Int)] = []
    for (index, line) in readme.lines.enumerated() {
      for name in fileNames(in: line) { named.append((name, index + 1)) }
    }
    let missing = files.filter { file in !named.contains { matches(file, $0.name) } }.map {
      Finding(path: readme.path, line: 1, advice: "does not name `\($0)`: give it a line")
    }
    let gone = named.filter { mention in !files.contains { matches($0, mention.name) } }.map {
      Finding(path: readme.path, line: $0.line, advice: "names `\($0.name)`, which does not exist")
    }
    return missing + gone
  }

  /// The code map names every target as `Sources/Target`, every folder as `Target/Folder`.
  static func codeMap(_ map: TextFile, paths: [String]) -> [Finding] {
    paths.filter { $0.hasPrefix("Sources/") && $0.hasSuffix("/") && $0 != "Sources/" }
      .compactMap { folder in
        let below = String(folder.dropFirst("Sources/".count).dropLast())
        let wanted = below.contains("/") ? below : "Sources/" + below
        guard !map.text.contains(wanted) else { return nil }
        return Finding(
          path: map.path, line: 1, advice: "the code map does not name `\(wanted)`: add a line")
      }
  }

  /// A link to a file of the repository leads to a file.
  static func links(in document: TextFile, exists: (String) -> Bool) -> [Finding] {
    let folder = document.path.split(separator: "/").dropLast().map(String.init)
    return prose(of: document).flatMap { index, line in
      linkTargets(in: line).compactMap { target in
        guard !target.contains("://"), !target.hasPrefix("#"), !target.hasPrefix("mailto:") else {
          return nil
        }
        let file = target.prefix { $0 != "#" }
        guard let path = resolve(String(file), in: folder), exists(path) else {
          return Finding(
            path: document.path, line: index + 1,
            advice: "the link to `\(target)` leads nowhere: correct or remove it")
        }
        return nil
      }
    }
  }

  /// No path that exists on one machine only.
  static func machinePaths(in file: TextFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      let found = machineFolders.first { folder in
        places(of: folder, in: line).contains { place in
          guard let before = place.before else { return true }
          return !before.isPartOfName && !"./}>~".contains(before)
        }
      }
      guard let found else { return nil }
      return Finding(
        path: file.path, line: index + 1,
        advice: "`\(found)` is a path of one machine: write it from the root of the repository")
    }
  }

  /// The change log has a section for what is new, with something in it.
  static func changeLog(_ log: TextFile) -> [Finding] {
    let isSection = { (line: String) in
      line.hasPrefix("## Unreleased") || line.hasPrefix("## ") && line.contains { $0.isNumber }
    }
    guard let start = log.lines.firstIndex(where: isSection) else {
      return [
        Finding(path: log.path, line: 1, advice: "no section `## Unreleased` or `## 1.2.3`: add it")
      ]
    }
    let body = log.lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
    guard body.contains(where: { $0.hasPrefix("- ") }) else {
      return [
        Finding(path: log.path, line: start + 1, advice: "the section is empty: list what is new")
      ]
    }
    return []
  }

  /// The index of decisions links to each decision.
  static func decisions(_ index: TextFile, paths: [String]) -> [Finding] {
    let folder = "docs/decisions/"
    return paths.filter { $0.hasPrefix(folder) && $0.hasSuffix(".md") && $0 != index.path }
      .map { String($0.dropFirst(folder.count)) }
      .filter { !index.text.contains("](\($0))") }
      .map { Finding(path: index.path, line: 1, advice: "does not link to `\($0)`: add a line") }
  }

  private static let machineFolders = ["work", "home", "root", "tmp"].map { "/\($0)/" }
  private static let sourceEndings = [".swift", ".c", ".h", ".inc", ".S"]

  private static func isSource(_ path: String) -> Bool {
    sourceEndings.contains { path.hasSuffix($0) }
  }

  private static func matches(_ file: String, _ name: String) -> Bool {
    file == name || file.hasSuffix("/" + name)
  }

  private static func fileNames(in line: String) -> [String] {
    line.split { !($0.isPartOfName || "+/.-".contains($0)) }.map(String.init).filter(isSource)
  }

  /// The lines of a document outside its blocks of code.
  private static func prose(of document: TextFile) -> [(Int, String)] {
    var isCode = false
    return document.lines.enumerated().compactMap { index, line in
      if line.hasPrefix("```") { isCode.toggle() }
      return isCode ? nil : (index, line)
    }
  }

  private static func linkTargets(in line: String) -> [String] {
    var targets: [String] = []
    var rest = line[...]
    while let range = rest.firstRange(of: "](") {
      rest = rest[range.upperBound...]
      targets.append(String(rest.prefix { $0 != ")" && $0 != " " }))
    }
    return targets
  }

  private static func resolve(_ target: String, in folder: [String]) -> String? {
    var parts = folder
    for part in target.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(String(part))
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}
