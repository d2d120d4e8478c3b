// Reading JSON lines that others wrote, in any order, and telling bad lines.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ImportJSONLinesTests {
  private func read(
    _ bytes: [UInt8], _ options: ImportOptions = ImportOptions()
  ) throws -> (graph: GraphSnapshot, rejects: [String]) {
    let folder = TemporaryDirectory()
    let path = folder.write("in.jsonl", bytes)
    let rejects = RejectList()
    let (graph, report) = try importGraph(
      [ImportFile(path)], options: options, rejects: { rejects.rows.append($0) })
    #expect(report.rejectCount == rejects.rows.count)
    return (
      graph,
      rejects.rows.map { row in
        let column = row.column.map { "\($0)" } ?? row.columnName ?? ""
        return "\(row.line) \(column): \(row.reason.message)"
      }
    )
  }

  private func read(_ text: String) throws -> (graph: GraphSnapshot, rejects: [String]) {
    try read(Array(text.utf8))
  }

  @Test func relationshipsMayComeFirst() throws {
    let (graph, rejects) = try read(
      #"""
      {"type":"relationship","label":"T","start":{"id":"a"},"end":{"id":7},"properties":{"w":1}}
      {"type":"node","id":"a","labels":["A","B","A"],"properties":{"x":[1,2]}}

      {"type":"relationship","id":"9","label":"T","start":"7","end":"a"}
      {"type":"node","id":7,"extra":{"unknown":true},"properties":null}
      """#)
    #expect(rejects.isEmpty)
    #expect(
      GraphContent(graph).lines == [
        #"(0) "A":"B" "x"=[1,2]"#, "(1)  ", #"(0)-"T"->(1) "w"=1"#, #"(1)-"T"->(0) "#,
      ])
  }

  @Test func badLinesAreToldAndCostNothingElse() throws {
    let (graph, rejects) = try read(
      #"""
      {"type":"node","id":"0","labels":["A"]}
      {"type":"node","id":"0","labels":["B"],"properties":{"x":1}}
      {"type":"node","labels":["A"]}
      {"type":"node","id":"1"
      [1]
      {"type":"thing","id":"3"}
      {"type":"relationship","label":"T","start":{"id":"0"},"end":{"id":"nowhere"}}
      {"type":"relationship","label":"T","start":{"id":"0"}}
      {"type":"relationship","start":{"id":"0"},"end":{"id":"0"}}
      {"type":"node","id":"4","properties":{"d":"2015-02-30"},"propertyTypes":{"d":"date"}}
      {"type":"node","id":"5","labels":"A"}
      {"type":"node","id":"5","properties":{"m":{"a":1}}}
      {"type":"node","id":"6","labels":["A"],"properties":{"x":2}}
      """#)
    #expect(GraphContent(graph).lines == [#"(0) "A" "#, #"(1) "A" "x"=2"#])
    #expect(
      rejects == [
        "2 : the id 0 was given to a node before", "3 id: a node needs an id",
        "4 24: the text ends inside a value; is it cut off?", "5 : a line must hold an object",
        "6 type: the type must be \"node\" or \"relationship\"",
        "8 end: a relationship needs a start and an end",
        "9 label: a relationship needs a type", "10 d: \"2015-02-30\" is no value of type date",
        "11 labels: not a value of type string[]",
        "12 m: a map cannot be the value of a property",
        "7 : there is no node with the id nowhere",
      ])
  }

  @Test func brokenTextIsRejectedOrRepaired() throws {
    let line =
      Array(#"{"type":"node","id":"0","properties":{"x":"a"#.utf8) + [0xff]
      + Array(#"b"}}"#.utf8)
    #expect(try read(line).rejects == ["1 45: the text is not UTF-8"])
    var options = ImportOptions()
    options.invalidUTF8 = .replace
    let (graph, rejects) = try read(line, options)
    #expect(rejects.isEmpty)
    #expect(GraphContent(graph).lines == [#"(0)  "x"="a\u{FFFD}b""#])
  }

  @Test func labelsAndTypesCanBeGivenForAFile() throws {
    let folder = TemporaryDirectory()
    let path = folder.write(
      "in.jsonl",
      #"{"type":"node","id":"0"}"# + "\r\n" + #"{"type":"relationship","start":"0","end":"0"}"#)
    let (graph, _) = try importGraph([ImportFile(path, labels: ["L"], type: "T")])
    #expect(GraphContent(graph).lines == [#"(0) "L" "#, #"(0)-"T"->(0) "#])
  }

  @Test func aLineHasALimit() throws {
    var options = ImportOptions()
    options.fieldByteLimit = 1_000
    let long = [UInt8](repeating: 0x20, count: 10_000)
    #expect(throws: ImportError.self) { try read(long, options) }
  }

  @Test func rubbishNeverTraps() throws {
    let folder = TemporaryDirectory()
    let text =
      #"{"type":"node","id":"0","labels":["A"],"properties":{"x":["1"]},"propertyTypes":{"x":"date[]"}}"#
    try checkProperty(runs: 150) { random in
      var bytes = Array((text + "\n" + text).utf8)
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(random.pick(Array("{}[]\",:01x".utf8)))
      }
      let path = folder.write("in.jsonl", bytes)
      _ = try importGraph([ImportFile(path)])
    }
  }
}
