// The rules on small samples: each must find what is bad and leave alone what is good, since a
// check that cannot fail checks nothing.

import Testing

@Suite struct `Rules about words` {
  @Test(arguments: BannedWord.all)
  func `find each banned word once`(word: BannedWord) {
    let line = word.spelling.hasPrefix("import") ? word.spelling : "let a = b; \(word.spelling)c"
    let file = sample("// A file.\n\(line)\n")
    #expect(word.findings(in: file).map(\.line) == [2])
  }

  @Test(arguments: BannedWord.all)
  func `leave words in comments and strings alone`(word: BannedWord) {
    let file = sample(
      "// \(word.spelling)\nlet a = #\"\(word.spelling)\"#\n/* \(word.spelling) */\n")
    #expect(word.findings(in: file).isEmpty)
  }

  @Test func `let the shell's Output print and nobody else`() throws {
    let word = try #require(BannedWord.all.first { $0.spelling == "print(" })
    let text = "// A file.\nprint(a)\n"
    #expect(word.findings(in: SwiftFile(path: "Sources/Shell/Output.swift", text: text)).isEmpty)
    #expect(word.findings(in: SwiftFile(path: "Sources/Shell/Card.swift", text: text)).count == 1)
    #expect(word.findings(in: sample("output.print(a)\nfingerprint(a)\n")).isEmpty)
  }

  @Test func `allow a fatal error that says why`() {
    let file = sample("fatalError(\"the table is never empty\")\npreconditionFailure(\"a > b\")\n")
    #expect(BannedWord.all.flatMap { $0.findings(in: file) }.isEmpty)
  }

  @Test func `find code inside an interpolation`() throws {
    let word = try #require(BannedWord.all.first { $0.spelling == "try!" })
    #expect(word.findings(in: sample("let a = \"x \\(try! f(\")\")) y\"\n")).count == 1)
  }

  @Test(arguments: ["TODO", "FIXME", "XXX", "HACK"])
  func `find what is left unfinished`(word: String) {
    #expect(WordRules.leftovers(in: sample("let a = 1  // \(word): more\n")).map(\.line) == [1])
    #expect(WordRules.leftovers(in: sample("let a = \"\(word)\"  // a\(word)b\n")).isEmpty)
  }

  @Test(arguments: ["final class A: @unchecked Sendable {", "nonisolated(unsafe) var a = 1"])
  func `find a promise without its argument`(line: String) {
    #expect(WordRules.promises(in: sample("// A file.\n\(line)\n")).map(\.line) == [2])
    #expect(WordRules.promises(in: sample("// SAFETY: one writer.\n\(line)\n")).isEmpty)
    let far = "// SAFETY: one writer.\n" + String(repeating: "\n", count: 9) + line
    #expect(WordRules.promises(in: sample(far)).count == 1)
  }

  @Test func `find unsafe code without its argument`() {
    let line = "  unsafe memset(base, 0, count)\n"
    #expect(WordRules.unsafeCode(in: sample("// A file.\n" + line)).map(\.line) == [2])
    #expect(WordRules.unsafeCode(in: sample("// SAFETY: `count` bytes.\n" + line)).isEmpty)
    #expect(WordRules.unsafeCode(in: sample("let unsafeFlags = 1  // unsafe\n")).isEmpty)
  }

  @Test func `find untidy lines`() {
    let wide = "// " + String(repeating: "x", count: 98)
    let han = "// " + String(repeating: "工", count: 49)
    let text = ["// A file.", "\tlet a = 1", "let b = 1 ", wide, han, "// fits"].joined(
      separator: "\n")
    #expect(WordRules.layout(in: sample(text)).map(\.line) == [2, 3, 4, 5])
  }

  @Test func `find a file without a header`() {
    #expect(WordRules.header(in: sample("import Glibc\n")).count == 1)
    #expect(WordRules.header(in: sample("/// A type.\nstruct A {}\n")).count == 1)
    #expect(WordRules.header(in: sample("")).count == 1)
    #expect(WordRules.header(in: sample("// Types.\n")).isEmpty)
  }
}

@Suite struct `Rules about size` {
  @Test func `find a long file and one that grew`() {
    let long = sample(String(repeating: "// x\n", count: 401))
    let tooLong = sample(String(repeating: "// x\n", count: 801))
    #expect(SizeRules.longFiles([long], ratchet: ratchet("")).count == 1)
    #expect(SizeRules.longFiles([long], ratchet: ratchet("401 Sources/Graph/A.swift")).isEmpty)
    #expect(SizeRules.longFiles([long], ratchet: ratchet("400 Sources/Graph/A.swift")).count == 1)
    #expect(
      SizeRules.longFiles([tooLong], ratchet: ratchet("801 Sources/Graph/A.swift")).count == 1)
  }

  @Test func `want the list of long files to shrink`() {
    let long = sample(String(repeating: "// x\n", count: 410))
    #expect(SizeRules.longFiles([long], ratchet: ratchet("420 Sources/Graph/A.swift")).count == 1)
    #expect(SizeRules.longFiles([], ratchet: ratchet("420 Sources/Graph/A.swift")).count == 1)
    #expect(SizeRules.longFiles([], ratchet: ratchet("# a remark\n\nA.swift")).count == 1)
  }

  @Test func `find a long function`() {
    let body = String(repeating: "  a += 1\n", count: 69)
    let long = sample("func f() {\n\(body)}\n")
    let fits = sample("func f() {\n\(body.dropLast(9))}\n")
    #expect(SizeRules.longFunctions([long], ratchet: ratchet("")).count == 1)
    #expect(SizeRules.longFunctions([fits], ratchet: ratchet("")).isEmpty)
    let listed = ratchet("71 Sources/Graph/A.swift:f")
    #expect(SizeRules.longFunctions([long], ratchet: listed).isEmpty)
  }

  @Test func `measure functions past strings, comments and closures`() {
    let text = """
      // {
      struct A {
        var a = { 1 }()
        var b: Int {
          get { 2 }
        }
        func f(
          g: () -> Int = { 3 }
        ) -> String {
          /* { /* { */ { */
          let text = \"\"\"
            { " \\(h(")") { 1 }) {
            \"\"\"
          return #"}"\\"# + "}\\"}" + text
        }
        init?(x: Int) { self.init(y: x) }
        static func < (l: A, r: A) -> Bool { l.b < r.b }
      }
      protocol P {
        var c: Int { get }
        func p()
        init(z: Int)
      }
      extension P {
        func p() {
          func q() {}
        }
      }
      """
    let found = FunctionScanner.extents(in: sample(text).code)
    #expect(
      found.map { "\($0.name) \($0.firstLine)-\($0.lastLine)" } == [
        "var 4-6", "f 7-15", "init 16-16", "< 17-17", "var 20-20", "p 25-27", "q 26-26",
      ])
  }
}

@Suite struct `Rules about the package` {
  @Test(arguments: [
    "import Query", "public import Shell", "@testable import Query", "import struct Query.Row",
    "@preconcurrency internal import Observation", "@_exported public import Query",
  ])
  func `find an import against the arrows`(line: String) {
    #expect(PackageRules.imports(of: sample("// A file.\n\(line)\n")).map(\.line) == [2])
  }

  @Test func `allow imports along the arrows`() {
    let text = "public import Text\nimport Glibc\nimport Synchronization\n// import Query\n"
    #expect(PackageRules.imports(of: sample(text)).isEmpty)
  }

  @Test func `find a target that nobody placed`() {
    let file = SwiftFile(path: "Sources/Common/A.swift", text: "// A file.\n")
    #expect(PackageRules.imports(of: file).count == 1)
  }

  @Test func `find a dependency against the arrows, and a package`() {
    let text = """
      // A manifest.
      .package(url: "https://example.org/a"),
      .target(name: "Text", dependencies: ["TextData"]),
      .target(
        name: "Graph",
        dependencies: ["Text", "Query"]),
      .executableTarget(name: "Shell", dependencies: ["Graph"]),
      """
    let manifest = SwiftFile(path: "Package.swift", text: text)
    #expect(PackageRules.manifest(manifest).map(\.line) == [4, 2])
  }

  @Test func `find files of tests without a test`() {
    let none = SwiftFile(path: "Tests/GraphTests/ATests.swift", text: "struct A {}\n")
    let empty = SwiftFile(path: "Tests/GraphTests/A.swift", text: "@Test func a() {}\n")
    let full = SwiftFile(path: "Tests/GraphTests/A.swift", text: "@Test func a() { #expect(b) }\n")
    let support = SwiftFile(path: "Tests/GraphTests/A.swift", text: "struct A {}\n")
    #expect(TestRules.tests(in: none).count == 1)
    #expect(TestRules.tests(in: empty).count == 1)
    #expect(TestRules.tests(in: full).isEmpty)
    #expect(TestRules.tests(in: support).isEmpty)
  }

  @Test func `find golden files that nobody reads`() {
    let test = SwiftFile(path: "Tests/QueryTests/ATests.swift", text: #"let a = "Golden/query""#)
    let paths = ["query/a.test", "query/csv/b.csv", "query/csv/c.csv", "parse/d.test", "e.txt"]
      .map { "Tests/Golden/" + $0 }
    let found = TestRules.orphans(paths: paths + ["Tests/Golden/query/"], tests: [test]) {
      $0.hasSuffix("a.test") ? "LOAD CSV FROM 'b.csv' AS row" : ""
    }
    #expect(found.map(\.path) == Array(paths[2...]))
  }
}

@Suite struct `Rules about documents` {
  private let paths = [
    "Sources/", "Sources/Graph/", "Sources/Graph/README.md", "Sources/Graph/A.swift",
    "Sources/Graph/Store/", "Sources/Graph/Store/B.swift",
  ]

  @Test func `find a file that a README forgets or invents`() {
    let good = document("- `A.swift`: one.\n- `Store/B.swift`: two.\n")
    let forgets = document("- `A.swift`: one.\n")
    let invents = document("- `A.swift`\n- `B.swift`\n- `Store/C.swift`\n")
    #expect(DocumentRules.readme(good, target: "Graph", paths: paths).isEmpty)
    #expect(DocumentRules.readme(forgets, target: "Graph", paths: paths).count == 1)
    #expect(DocumentRules.readme(invents, target: "Graph", paths: paths).map(\.line) == [3])
    #expect(DocumentRules.readme(document(""), target: "Graph", paths: paths).count == 2)
  }

  @Test func `find a gap in the code map`() {
    #expect(DocumentRules.codeMap(document("`Sources/Graph`, `Graph/Store`"), paths: paths).isEmpty)
    #expect(DocumentRules.codeMap(document("`Sources/Graph`"), paths: paths).count == 1)
    #expect(DocumentRules.codeMap(document("nothing"), paths: paths).count == 2)
  }

  @Test func `find a link that leads nowhere`() {
    let exists = { ["docs/b.md", "a.md"].contains($0) }
    let good = TextFile(
      path: "docs/a.md",
      text: "[b](b.md) [a](../a.md#x) [c](#c) [w](https://example.org/x)\n```\n[q](q.md)\n```\n")
    let bad = TextFile(path: "docs/a.md", text: "[b](b.md)\n[c](c.md) [d](../../a.md)\n")
    #expect(DocumentRules.links(in: good, exists: exists).isEmpty)
    #expect(DocumentRules.links(in: bad, exists: exists).map(\.line) == [2, 2])
  }

  @Test(arguments: ["work", "home", "root", "tmp"])
  func `find a path of one machine`(folder: String) {
    #expect(DocumentRules.machinePaths(in: document("see `/\(folder)/a`")).count == 1)
    #expect(DocumentRules.machinePaths(in: document("https://example.org/\(folder)/a")).isEmpty)
    #expect(DocumentRules.machinePaths(in: document("docs/\(folder)/a")).isEmpty)
  }

  @Test func `find a change log without news`() {
    #expect(DocumentRules.changeLog(document("# Changes\n")).count == 1)
    #expect(
      DocumentRules.changeLog(document("# Changes\n## Unreleased\n## 1.0.0\n- a\n")).count == 1)
    #expect(DocumentRules.changeLog(document("# Changes\n## 1.0.0\n\n- a\n")).isEmpty)
  }

  @Test func `find a decision that the index forgets`() {
    let paths = ["docs/decisions/001-a.md", "docs/decisions/README.md"]
    let index = TextFile(path: "docs/decisions/README.md", text: "[a](001-a.md)\n")
    let empty = TextFile(path: "docs/decisions/README.md", text: "")
    #expect(DocumentRules.decisions(index, paths: paths).isEmpty)
    #expect(DocumentRules.decisions(empty, paths: paths).count == 1)
  }
}

private func sample(_ text: String) -> SwiftFile {
  SwiftFile(path: "Sources/Graph/A.swift", text: text)
}

private func document(_ text: String) -> TextFile {
  TextFile(path: "Sources/Graph/README.md", text: text)
}

private func ratchet(_ text: String) -> Ratchet {
  Ratchet(TextFile(path: "Tests/Ratchets/list.txt", text: text))
}
