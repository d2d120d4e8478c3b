// Files that were damaged: small valid files of every format are mutated over and over (bits,
// ranges, ends cut off) and imported. Whatever is in them, an import ends with an error that says
// something or with a sound graph, and every row is either in it or rejected with a reason.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ImportMutationTests {
  private func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
    for _ in 0...random.below(3) where !bytes.isEmpty {
      let start = random.below(bytes.count)
      let end = min(bytes.count, start + 1 + random.below(random.oneIn(4) ? 40 : 4))
      switch random.below(6) {
      case 0: bytes[start] ^= 1 << UInt8(random.below(8))
      case 1: bytes.removeSubrange(start..<end)
      case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
      case 3: bytes[start] = random.pick(Array("\",;:\n\r{}[]<>&/\\0-9\u{0}".utf8))
      case 4: bytes.replaceSubrange(start..<end, with: [0xff, 0xc3, 0x28])
      default: if random.oneIn(3) { bytes.removeSubrange(start...) }
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ImportSample.all)
  func damagedFilesEndInAnErrorOrASoundGraph(_ sample: ImportSample) throws {
    let folder = TemporaryDirectory()
    let whole = sample.files.map { Array($0.text.utf8) }
    let files = sample.files.map { ImportFile(folder.write($0.name, $0.text)) }
    var options = ImportOptions()
    options.jobs = 1
    let good = RejectList()
    _ = try importGraph(files, options: options, rejects: { good.rows.append($0) })
    try #require(good.rows.isEmpty, "\(good.rows)")
    var (runCount, graphCount, rejectCount) = (0, 0, 0)
    try checkProperty(runs: 2_000) { random in
      runCount += 1
      options.invalidUTF8 = random.oneIn(2) ? .reject : .replace
      let number = random.below(whole.count)
      var bytes = whole[number]
      mutate(&bytes, &random)
      folder.write(sample.files[number].name, bytes)
      defer { if whole.count > 1 { folder.write(sample.files[number].name, whole[number]) } }
      let rejects = RejectList()
      let graph: GraphSnapshot
      let report: ImportReport
      do throws(ImportError) {
        (graph, report) = try importGraph(
          files, options: options, rejects: { rejects.rows.append($0) })
      } catch {
        try #require(!"\(error)".isEmpty)
        return
      }
      graphCount += 1
      rejectCount += rejects.rows.count
      try #require(report.rejectCount == rejects.rows.count)
      try #require(report.nodeCount == graph.nodeCount)
      try #require(report.relationshipCount == graph.relationshipCount)
      for row in rejects.rows { try #require(row.line > 0 && !row.reason.message.isEmpty) }
      if runCount % 50 == 1 { try #require(graph.findProblems() == []) }
    }
    // The damage is neither so small that nothing is refused nor so large that nothing is left.
    if runCount > 1 { #expect(graphCount > runCount / 8 && rejectCount > runCount / 50) }
  }
}
