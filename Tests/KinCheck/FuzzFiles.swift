// R7 for what reads files: the formats of other tools, and Kin's own snapshot and journal. Damage
// that checksums find is the business of `flip`; here the checksums are made right again, so that
// what lies behind them is reached: whatever opens without an error must be a sound graph.

import Graph
import Query
import TestSupport
import Text

/// Damaged files of one format, imported.
struct ImportFuzz: FuzzTarget {
  let name: String
  private let samples: [ImportSample]
  private let folder: TemporaryDirectory
  private let pieces = [
    "\"", "\"\"", ",", ";", ":", "\n", "\r\n", "{", "}", "[", "]", "<", ">", "&", "/", "\\", "\\u",
    "-", "0", "9", "null", "<![CDATA[", "<!--", "&#0;", ":ID", ":LABEL", "\u{0}", "\u{feff}", "é",
    "<node id=\"1\">", "\"id\":", "[[[[[[[[", "1e999",
  ]
  private var number = 0
  private var fileNumber = 0

  init(_ name: String, _ samples: [ImportSample], _ options: Options) {
    self.name = name
    self.samples = samples
    folder = options.directory()
  }

  mutating func input(_ random: inout Random) -> [UInt8] {
    number = random.below(samples.count)
    fileNumber = random.below(samples[number].files.count)
    var bytes = Array(samples[number].files[fileNumber].text.utf8)
    if random.oneIn(50) {
      bytes = Array(repeatElement(bytes, count: 1 << random.below(9)).joined())
    }
    random.mutate(&bytes, pieces: pieces)
    return bytes
  }

  func take(_ input: [UInt8]) throws -> Bool {
    var files: [ImportFile] = []
    for (place, file) in samples[number].files.enumerated() {
      let bytes = place == fileNumber ? input : Array(file.text.utf8)
      files.append(ImportFile(folder.write(file.name, bytes)))
    }
    var options = ImportOptions()
    options.jobs = 1
    options.invalidUTF8 = input.count % 2 == 0 ? .reject : .replace
    let graph: GraphSnapshot
    do throws(ImportError) {
      graph = try importGraph(files, options: options).graph
    } catch { return false }
    if let problem = graph.findProblems(limit: 1).first { throw Violation(problem) }
    return true
  }
}

/// Opens a graph in memory and looks at all of it; whether it opened.
private func opens(_ files: [String: [UInt8]]) throws -> Bool {
  let opened: Graph.Opened
  do throws(GraphError) {
    opened = try Graph.openWithNotes("G.kin", .readOnly, in: RecordingStorage(files: files))
  } catch { return false }
  _ = opened.graph.snapshot.findProblems(limit: 1)
  let session = QuerySession(opened.graph, options: fuzzOptions(milliseconds: 300, bytes: 64 << 20))
  for query in [
    "MATCH (n) RETURN n, labels(n)", "MATCH (a)-[r]->(b) RETURN a, r, b",
    "MATCH (a)<-[r]-(b:A) RETURN count(*)", "MATCH (n:A) WHERE n.name CONTAINS 'a' RETURN n",
    "MATCH (n:A {name: 'a'}) RETURN n", "MATCH (n:A) WHERE n.name > 'a' RETURN n",
    "MATCH (a)-[*1..2]-(b) RETURN count(DISTINCT b)",
  ] { _ = try? session.query(query) }
  opened.graph.close()
  return true
}

/// A snapshot whose sections were damaged before the checksums were made.
struct SnapshotFuzz: FuzzTarget {
  let name = "snapshot"
  private var whole = SealedSnapshot([UInt8](repeating: 0, count: 128))
  private var inputCount = 0

  mutating func input(_ random: inout Random) throws -> [UInt8] {
    if inputCount % 200 == 0 {
      let storage = RecordingStorage()
      let graph = try random.queryGraph().graph()
      let session = QuerySession(graph)
      for kind in ["RANGE", "TEXT"] where random.oneIn(2) {
        _ = try session.query("CREATE \(kind) INDEX FOR (n:A) ON (n.name)")
      }
      try Graph.create(at: "G.kin", from: graph.snapshot, in: storage)
      whole = SealedSnapshot(storage.files["G.kin"] ?? [])
    }
    inputCount += 1
    var bytes = whole.bytes
    for _ in 0...random.below(4) where !bytes.isEmpty {
      let place = random.below(bytes.count)
      let limits: [UInt8] = [0, 1, 0x7f, 0x80, 0xff]
      switch random.below(4) {
      case 0: bytes[place] ^= 1 << UInt8(random.below(8))
      case 1: bytes[place] = random.pick(limits)
      case 2:
        for offset in place..<min(place + 4, bytes.count) { bytes[offset] = random.pick(limits) }
      default: bytes[place] = UInt8(random.below(256))
      }
    }
    return whole.sealing(bytes)
  }

  func take(_ input: [UInt8]) throws -> Bool { try opens(["G.kin": input]) }
}

/// A journal of one commit whose payload was damaged before it was sealed.
struct JournalFuzz: FuzzTarget {
  let name = "journal"
  private var payloads: [[UInt8]] = []
  private var snapshot: [UInt8] = []
  private var place = 0

  init() throws {
    let storage = RecordingStorage()
    let graph = try Graph.openWithNotes("G.kin", createIfMissing: true, in: storage).graph
    snapshot = storage.files["G.kin"] ?? []
    let history = RandomHistory(graph, random: Random(seed: 1)) { _, _ in }
    try history.defineNames()
    for _ in 0..<40 { try history.runTransaction() }
    graph.close()
    let (store, recovered) = try DurableStore.open("G.kin", in: storage, access: .readOnly)
    try recovered.forEachCommit { (_, payload) throws(GraphError) in
      payloads.append(payload.withUnsafeBytes { Array($0) })
    }
    store.close()
  }

  mutating func input(_ random: inout Random) -> [UInt8] {
    place = random.below(payloads.count)
    var bytes = payloads[place]
    random.mutate(&bytes, pieces: ["\u{0}", "\u{1}", "\u{7f}", "总"])
    return bytes
  }

  func take(_ input: [UInt8]) throws -> Bool {
    let storage = RecordingStorage(files: ["G.kin": snapshot])
    let (store, _) = try DurableStore.open("G.kin", in: storage, access: .readWrite)
    for payload in payloads[..<place] { _ = try store.commit(payload) }
    _ = try store.commit(input)
    store.close()
    return try opens(storage.files)
  }
}
