// Rules about which target may know which. The table here is the picture in ARCHITECTURE.md as
// data: the arrows of imports in the sources and of dependencies in Package.swift must be in it.

enum PackageRules {
  /// What each shipped target may import from this package.
  static let arrows: [String: Set<String>] = [
    "TextData": [],
    "Text": ["TextData"],
    "Graph": ["Text"],
    "Query": ["Text", "Graph"],
    "ExtractData": [],
    "Extract": ["Text", "ExtractData"],
    "Shell": ["Text", "Graph", "Query", "Extract"],
  ]

  /// Modules of the toolchain and the system that shipped code may import.
  static let systemModules: Set<String> = ["Glibc", "Synchronization", "Dispatch", "Swift"]

  static func imports(of file: SwiftFile) -> [Finding] {
    guard let target = file.target, let allowed = arrows[target] else {
      return [
        Finding(
          path: file.path, line: 1,
          advice: "its target is not in the table of arrows in PackageRules.swift: add it there")
      ]
    }
    return file.code.enumerated().compactMap { index, line in
      guard let module = importedModule(line) else { return nil }
      guard !allowed.contains(module), !systemModules.contains(module) else { return nil }
      return Finding(
        path: file.path, line: index + 1,
        advice: "\(target) must not import \(module): move the code to where both are known")
    }
  }

  /// The dependencies of each shipped target are those of the table; there are no packages.
  static func manifest(_ manifest: SwiftFile) -> [Finding] {
    var findings: [Finding] = []
    for (target, allowed) in arrows.sorted(by: { $0.key < $1.key }) {
      guard let (line, dependencies) = dependencies(of: target, in: manifest) else { continue }
      for dependency in dependencies.sorted() where !allowed.contains(dependency) {
        findings.append(
          Finding(
            path: manifest.path, line: line,
            advice: "\(target) must not depend on \(dependency): arrows point one way"))
      }
    }
    for (index, line) in manifest.code.enumerated() where line.contains(".package(") {
      findings.append(
        Finding(
          path: manifest.path, line: index + 1,
          advice: "Kin has no packages: the toolchain alone builds it"))
    }
    return findings
  }

  private static func importedModule(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)[...]
    while let word = words.first, ["public", "internal", "private", "package"].contains(word) {
      words.removeFirst()
    }
    words = words.drop { $0.hasPrefix("@") }
    if let word = words.first, ["public", "internal", "private", "package"].contains(word) {
      words.removeFirst()
    }
    guard words.first == "import", words.count >= 2 else { return nil }
    let kinds: Set = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let module = words.dropFirst().first { !kinds.contains($0) }
    return module.map { String($0.prefix { $0 != "." }) }
  }

  private static func dependencies(
    of target: String, in manifest: SwiftFile
  ) -> (line: Int, names: Set<String>)? {
    let lines = manifest.lines
    let isTarget = { (line: String) in line.contains("arget(") }
    for index in lines.indices where isTarget(lines[index]) {
      let rest = lines[(index + 1)...].prefix { !isTarget($0) }
      let entry = ([lines[index]] + rest).joined(separator: " ")
      guard entry.contains("name: \"\(target)\"") else { continue }
      guard let start = entry.firstRange(of: "dependencies: [") else { return (index + 1, []) }
      let list = entry[start.upperBound...].prefix { $0 != "]" }
      let quoted = list.split(separator: "\"", omittingEmptySubsequences: false)
      let names = quoted.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
      return (index + 1, Set(names))
    }
    return nil
  }
}

enum TestRules {
  /// A file that calls itself tests has one, and no test is empty.
  static func tests(in file: SwiftFile) -> [Finding] {
    let code = file.code.joined(separator: "\n")
    var findings: [Finding] = []
    let isTestFile = file.name.hasSuffix("Tests.swift") || code.contains("import Testing")
    let hasCheck = ["@Test", "#expect", "#require", "Issue.record"].contains { code.contains($0) }
    if isTestFile && !hasCheck {
      findings.append(
        Finding(path: file.path, line: 1, advice: "a file of tests without a test: remove it"))
    }
    for (index, line) in file.code.enumerated() where line.contains("@Test") {
      let body = file.code[index...].joined(separator: " ")
      guard let brace = body.firstIndex(of: "{") else { continue }
      if body[body.index(after: brace)...].first(where: { $0 != " " }) == "}" {
        findings.append(
          Finding(path: file.path, line: index + 1, advice: "an empty test: assert something"))
      }
    }
    return findings
  }

  /// Each folder of golden files is read by a test, and each file in a folder below one is named
  /// by a golden file beside that folder.
  static func orphans(paths: [String], tests: [SwiftFile], text: (String) -> String) -> [Finding] {
    let root = "Tests/Golden/"
    let golden = paths.filter { $0.hasPrefix(root) && !$0.hasSuffix("/") }
    return golden.compactMap { path in
      let parts = path.dropFirst(root.count).split(separator: "/").map(String.init)
      guard parts.count > 1, let name = parts.last else {
        return Finding(path: path, line: 1, advice: "no folder of golden files: put it into one")
      }
      let isRead = tests.contains { test in
        test.lines.contains { $0.contains("Golden/\(parts[0])") }
      }
      let folder = root + parts[0] + "/"
      let isNamed =
        parts.count == 2
        || golden.contains { other in
          other.hasPrefix(folder) && !other.dropFirst(folder.count).contains("/")
            && text(other).contains(name)
        }
      if isRead && isNamed { return nil }
      return Finding(
        path: path, line: 1,
        advice: isRead ? "no golden file names it: remove it" : "no test reads its folder")
    }
  }
}
