// Files that were damaged: small valid files of every format are mutated over and over (bits,
// ranges, ends cut off) and imported. Whatever is in them, an import ends with an error that says
// something or with a sound graph, and every row is either in it or rejected with a reason.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ImportMutationTests {
  /// The files of one import, valid as they are.
  struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [(name: String, text: String)]
    var testDescription: String { name }
  }

  static let samples = [
    Sample(
      name: "neo4j CSV",
      files: [
        (
          "n.csv",
          ":ID(P),name,born:date,n:int,tags:string[],:LABEL\n1,\"林, \"\"x\"\"\",1980-02-29,7,a;b,P;Q\n"
            + "b,\"two\nlines\",,-1,,P\n"
        ),
        ("r.csv", ":START_ID(P),:END_ID(P),w:float,:TYPE\n1,b,1.5,KNOWS\nb,1,,\"A\"\"B\"\n"),
      ]),
    Sample(
      name: "plain CSV",
      files: [
        ("e.csv", "source,target,type,since\n1,2,KNOWS,2024-01-02\n\"2\",甲,,\n3,1,X,\"a,\nb\"\n")
      ]),
    Sample(
      name: "JSON lines",
      files: [
        (
          "g.jsonl",
          #"{"type":"node","id":"0","labels":["P"],"properties":{"d":"2024-01-02","x":[1,2.5e3]},"#
            + #""propertyTypes":{"d":"date"}}"# + "\n"
            + #"{"type":"node","id":7,"properties":{"name":"\u674e\ud83d\ude00"}}"# + "\n"
            + #"{"type":"relationship","label":"T","start":{"id":"0"},"end":7}"# + "\n"
        )
      ]),
    Sample(
      name: "GraphML",
      files: [
        (
          "g.graphml",
          """
          <?xml version="1.0"?><graphml xmlns:kin="urn:kin:graphml">
          <key id="a" for="node" attr.name="born" attr.type="string" kin:type="date"/>
          <key id="b" for="edge" attr.name="n" attr.type="long"><default>3</default></key>
          <graph edgedefault="directed"><node id="0" labels=":P"><data key="a">1980-02-29</data></node>
          <node id="1" kin:labels="[&quot;Q&quot;]"/><!-- 字 --><edge source="0" target="1" label="T">
          <data key="b">&#x37;</data></edge></graph></graphml>
          """
        )
      ]),
  ]

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

  @Test(.timeLimit(.minutes(1)), arguments: samples)
  func damagedFilesEndInAnErrorOrASoundGraph(_ sample: Sample) throws {
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
