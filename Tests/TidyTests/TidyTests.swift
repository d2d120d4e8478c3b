// STYLE.md as code: each rule runs over the whole tree, and a failure names the file, the line and
// what to do. The rules themselves are tried on bad samples in RuleSampleTests.swift.

import Testing

@Suite struct `Shipped code` {
  @Test(arguments: BannedWord.all)
  func `says nothing that is banned`(word: BannedWord) {
    expectNone(Repository.sources.flatMap(word.findings(in:)))
  }

  @Test func `has a reason beside each unsafe use`() {
    expectNone(Repository.sources.flatMap(WordRules.unsafeCode(in:)))
  }

  @Test func `imports along the arrows`() {
    expectNone(Repository.sources.flatMap(PackageRules.imports(of:)))
  }
}

@Suite struct `Every Swift file` {
  @Test func `opens with a header comment`() {
    expectNone(Repository.swiftFiles.flatMap(WordRules.header(in:)))
  }

  @Test func `has tidy lines`() {
    expectNone(Repository.swiftFiles.flatMap(WordRules.layout(in:)))
  }

  @Test func `leaves nothing unfinished`() {
    expectNone(Repository.swiftFiles.flatMap(WordRules.leftovers(in:)))
  }

  @Test func `argues for what the compiler cannot check`() {
    expectNone(Repository.swiftFiles.flatMap(WordRules.promises(in:)))
  }

  @Test func `is short enough to read`() {
    let ratchet = Ratchet(Repository.file("Tests/Ratchets/long-files.txt"))
    expectNone(SizeRules.longFiles(Repository.swiftFiles, ratchet: ratchet))
  }

  @Test func `has functions that fit a screen`() {
    let ratchet = Ratchet(Repository.file("Tests/Ratchets/long-functions.txt"))
    expectNone(SizeRules.longFunctions(Repository.swiftFiles, ratchet: ratchet))
  }

  @Test func `with tests has a test`() {
    let files = Repository.swiftFiles.filter { $0.path.hasPrefix("Tests/") }
    expectNone(files.flatMap(TestRules.tests(in:)))
  }
}

@Suite struct `Every golden file` {
  @Test func `is read by a test`() {
    let tests = Repository.swiftFiles.filter { $0.path.hasPrefix("Tests/") }
    expectNone(
      TestRules.orphans(paths: Repository.paths, tests: tests) { Repository.file($0).text })
  }
}

@Suite struct `The package` {
  @Test func `is found`() {
    #expect(Repository.exists("Package.swift"))
    #expect(!Repository.sources.isEmpty)
    #expect(!Repository.documents.isEmpty)
  }

  @Test func `depends along the arrows`() throws {
    let manifest = try #require(Repository.swiftFiles.first { $0.path == "Package.swift" })
    expectNone(PackageRules.manifest(manifest))
  }
}

@Suite struct `The documents` {
  @Test func `name the files beside them`() {
    let targets = Repository.paths.filter {
      $0.hasPrefix("Sources/") && $0.split(separator: "/").count == 2
    }
    expectNone(
      targets.flatMap { folder in
        let target = String(folder.dropFirst("Sources/".count).dropLast())
        return DocumentRules.readme(
          Repository.file(folder + "README.md"), target: target, paths: Repository.paths)
      })
  }

  @Test func `have a code map without gaps`() {
    expectNone(
      DocumentRules.codeMap(Repository.file("ARCHITECTURE.md"), paths: Repository.paths))
  }

  @Test func `have links that lead somewhere`() {
    expectNone(
      Repository.documents.flatMap { DocumentRules.links(in: $0, exists: Repository.exists) })
  }

  @Test func `know no machine`() {
    let texts = Repository.paths.filter { path in
      let isText = [".swift", ".md", ".c", ".h", ".sh", "Makefile"].contains { path.hasSuffix($0) }
      return isText && !path.hasPrefix("Tests/")
    }
    expectNone(texts.flatMap { DocumentRules.machinePaths(in: Repository.file($0)) })
  }

  @Test func `have a change log`() {
    expectNone(DocumentRules.changeLog(Repository.file("CHANGELOG.md")))
  }

  @Test func `have an index of decisions`() {
    expectNone(
      DocumentRules.decisions(
        Repository.file("docs/decisions/README.md"), paths: Repository.paths))
  }
}

/// Fails with one line per finding.
private func expectNone(
  _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
) {
  guard !findings.isEmpty else { return }
  let list = findings.map(\.description).joined(separator: "\n")
  Issue.record("\n\(list)", sourceLocation: sourceLocation)
}

extension BannedWord: CustomTestStringConvertible {
  var testDescription: String { spelling }
}
