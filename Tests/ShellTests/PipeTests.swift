// The line protocol: every line has one answer, values go out and come back the same, what cannot
// be understood is told and changes nothing.

import Graph
import TestSupport
import Testing
import Text

@testable import Query
@testable import Shell

@Suite struct PipeTests {
  private static func answer(_ line: String, _ pipe: PipeSession = PipeSession()) -> String {
    let bytes = Array(line.utf8)
    let answer = pipe.answer(to: bytes.span)
    #expect(answer.last == 0x0a)
    return String(decoding: answer.dropLast(), as: UTF8.self)
  }

  private static func written(_ value: Value, in graph: GraphSnapshot) -> String {
    var output: [UInt8] = []
    var writer = ResultJSON(.tagged)
    writer.write(value, in: graph, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func resetEmptiesAGraphInMemoryOnly() {
    #expect(Self.answer(#"{"op":"reset"}"#) == "{}")
    let kept = PipeSession(Graph(), options: QueryOptions())
    #expect(Self.answer(#"{"op":"reset"}"#, kept).contains(#""detail":"ResetRefused""#))
  }

  @Test(arguments: [
    ("", "UnreadableRequest"), ("{", "UnreadableRequest"), ("[1]", "InvalidRequest"),
    (#"{"op":"reset"} {}"#, "UnreadableRequest"), (#"{"op":1}"#, "InvalidRequest"),
    (#"{"op":"walk"}"#, "UnknownOperation"), (#"{"op":"run"}"#, "InvalidRequest"),
    (#"{"op":"run","query":"RETURN 1","params":[]}"#, "InvalidRequest"),
    (#"{"op":"run","query":"RETURN 1","params":{"a":{"$node":{}}}}"#, "InvalidValue"),
    (#"{"op":"run","query":"RETURN 1","params":{"a":{"$weird":1}}}"#, "InvalidValue"),
    (#"{"op":"run","query":"RETURN 1","params":{"a":{"$int":"1.5"}}}"#, "InvalidValue"),
    (
      #"{"op":"run","query":"RETURN 1","params":{"a":{"$temporal":{"type":"date","value":"x"}}}}"#,
      "InvalidValue"
    ),
    (#"{"op":"procedure","signature":"f","columns":[],"rows":[]}"#, "InvalidSignature"),
    (#"{"op":"procedure","signature":"f() :: ()","columns":["a"],"rows":[]}"#, "InvalidRequest"),
    (#"{"op":"procedure","signature":"f() :: ()","columns":[],"rows":[[1]]}"#, "InvalidRequest"),
  ])
  func whatCannotBeUnderstoodIsTold(_ line: String, _ detail: String) {
    let answer = Self.answer(line)
    #expect(answer.hasPrefix(#"{"error":{"type":"ProtocolError","phase":"compile","detail":""#))
    #expect(answer.contains(#""detail":"\#(detail)""#))
  }

  @Test func deepRequestsAreRefusedNotFollowed() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(Self.answer(deep).contains("UnreadableRequest"))
  }

  @Test func valuesComeBackAsTheyWent() throws {
    let graph = Graph().snapshot
    try checkProperty { random in
      let value = random.value(depth: 3, withEntities: false)
      let text = Self.written(value, in: graph)
      let back: Value
      do {
        back = try Value(tagged: parseJSON(Array(text.utf8).span))
      } catch let error as TaggedValueError where error.message.contains("zone") {
        // Random moments have offsets that their zones never had.
        return
      }
      #expect(back.isEquivalent(to: value), "\(text)")
      #expect(Self.written(back, in: graph) == text)
    }
  }

  @Test func entitiesAreLookedUpInTheirGraph() throws {
    let graph = Graph()
    var ids: (NodeID, NodeID, RelationshipID)?
    try graph.write { writer in
      let a = try writer.createNode(["B", "A"], ["x": 1.5, "a": "文"])
      let b = try writer.createNode([])
      ids = (a, b, try writer.createRelationship(a, "T", b))
    }
    let (a, b, r) = try #require(ids)
    let before = graph.snapshot
    let node =
      #"{"$node":{"id":0,"labels":["A","B"],"properties":{"a":"文","x":{"$float":"1.5"}}}}"#
    #expect(Self.written(.node(a), in: before) == node)
    let relationship =
      #"{"$relationship":{"id":0,"type":"T","start":0,"end":1,"properties":{}}}"#
    #expect(Self.written(.relationship(r), in: before) == relationship)
    let path = Path(nodes: [b, a], relationships: [r])
    let bare = #"{"$node":{"id":1,"labels":[],"properties":{}}}"#
    #expect(
      Self.written(.path(path), in: before)
        == #"{"$path":{"nodes":[\#(bare),\#(node)],"relationships":[\#(relationship)]}}"#)
    try graph.write { try $0.detachDelete(a) }
    let after = graph.snapshot
    #expect(
      Self.written(.node(a), in: after) == #"{"$node":{"id":0,"labels":[],"properties":{}}}"#)
    #expect(
      Self.written(.relationship(r), in: after)
        == #"{"$relationship":{"id":0,"type":"","start":null,"end":null,"properties":{}}}"#)
  }

  @Test func mapsWithDollarKeysAreWrapped() {
    let map = Value.map(ValueMap([(key: "$int", value: "1"), (key: "a", value: 1)]))
    #expect(Self.written(map, in: Graph().snapshot) == #"{"$map":{"$int":"1","a":1}}"#)
  }

  @Test func signaturesAreReadWithAnySpace() throws {
    let signature = try ProcedureSignature(
      parsing: "test.`my proc`(name::STRING?,ids :: LIST? OF INTEGER?) :: ( city :: number ? )")
    #expect(signature.name == "test.my proc")
    #expect(signature.arguments.map(\.name) == ["name", "ids"])
    #expect(signature.arguments.map(\.type) == [.string, .list])
    #expect(signature.results.map(\.type) == [.number])
    #expect(try ProcedureSignature(parsing: "a() :: VOID").results.isEmpty)
    for wrong in ["", "a", "a(", "a(b)", "a(b :: WORD) :: ()", "a() :: () x", "a.() :: ()"] {
      #expect(throws: TaggedValueError.self) { try ProcedureSignature(parsing: wrong) }
    }
  }

  @Test func aTableAnswersByItsArguments() throws {
    let signature = try ProcedureSignature(parsing: "p(a :: NUMBER?) :: (b :: STRING?)")
    let procedure = signature.procedure(
      answering: [[1, "one"], [.null, "none"], [2, "two"], [1.0, "uno"]])
    let rows = { (argument: Value) in
      try procedure.rows([argument], Graph().snapshot).map { $0[0].plainText }
    }
    #expect(try rows(1) == ["one", "uno"])
    #expect(try rows(.null) == ["none"])
    #expect(try rows(3).isEmpty)
  }

  @Test func rowsAreWrittenAsTheyCome() throws {
    let answer = PipeAnswer()
    answer.begin(columns: ["a", "b"])
    let rows = ResultRows(count: 2, columns: [[1, 2], [.null, "x"]])
    #expect(answer.receive(rows, in: GraphSnapshot()))
    #expect(answer.receive(ResultRows(count: 1, columns: [[3], [true]]), in: GraphSnapshot()))
    var summary = QuerySummary()
    summary.counters.nodesCreated = 2
    answer.finish(summary, after: .microseconds(1500))
    #expect(
      String(decoding: answer.bytes, as: UTF8.self)
        == #"{"columns":["a","b"],"rows":[[1,null],[2,"x"],[3,true]],"#
        + #""stats":{"nodes_created":2},"elapsed_ms":1.5}"#)
  }

  @Test func anAnswerHasALimit() {
    let answer = PipeAnswer(byteLimit: 100)
    answer.begin(columns: ["a"])
    let rows = ResultRows(count: 1000, columns: [[Value](repeating: 1, count: 1000)])
    #expect(!answer.receive(rows, in: GraphSnapshot()))
    #expect(answer.isTooLong)
    #expect(answer.bytes.count < 110)
  }
}

@Suite struct LineReaderTests {
  /// What a reader makes of bytes that come in pieces.
  private static func lines(_ text: String, pieces: Int, byteLimit: Int = 100) -> [String] {
    var rest = Array(text.utf8)[...]
    var reader = LineReader(byteLimit: byteLimit, bufferByteCount: 8) { buffer, offset in
      let piece = rest.prefix(min(pieces, buffer.count - offset))
      buffer.replaceSubrange(offset..<(offset + piece.count), with: piece)
      rest = rest.dropFirst(piece.count)
      return .success(piece.count)
    }
    var lines: [String] = []
    while true {
      switch try? reader.next() {
      case .whole(let range):
        lines.append(String(decoding: reader.buffer[range], as: UTF8.self))
      case .tooLong: lines.append("too long")
      case .end, nil: return lines
      }
    }
  }

  @Test(arguments: [1, 3, 8, 1000])
  func linesAreTheSameHoweverTheyCome(_ pieces: Int) {
    let long = String(repeating: "长", count: 30)
    #expect(Self.lines("a\n\n\(long)\nlast", pieces: pieces) == ["a", "", long, "last"])
    #expect(Self.lines("", pieces: pieces).isEmpty)
    #expect(Self.lines("a\n", pieces: pieces) == ["a"])
  }

  @Test(arguments: [1, 3, 8, 1000])
  func longLinesArePassedOver(_ pieces: Int) {
    let long = String(repeating: "x", count: 500)
    #expect(
      Self.lines("a\n\(long)\nb\n\(long)", pieces: pieces) == ["a", "too long", "b", "too long"])
  }
}
