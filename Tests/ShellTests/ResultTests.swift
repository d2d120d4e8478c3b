// Rows in the formats of `kin query`, fed by hand: what is quoted, cut, aligned and escaped.

import Graph
import TestSupport
import Testing
import Text

@testable import Query
@testable import Shell

@Suite struct ResultTests {
  /// What a writer makes of rows that come in batches.
  private static func written(
    _ format: ResultFormat, _ columns: [String], _ batches: [[[Value]]],
    in graph: GraphSnapshot = GraphSnapshot(), terminalWidth: Int? = nil
  ) -> String {
    let channel = Channel(memoryWithTerminalWidth: terminalWidth)
    let writer = format.writer(to: channel)
    writer.begin(columns: columns)
    for batch in batches {
      let byColumn = columns.indices.map { column in batch.map { $0[column] } }
      let rows = ResultRows(count: batch.count, columns: byColumn)
      writer.write(rows, count: batch.count, in: graph)
    }
    writer.end()
    return channel.written
  }

  private static func smallGraph() throws -> (GraphSnapshot, [NodeID], RelationshipID) {
    let graph = Graph()
    var nodes: [NodeID] = []
    var relationship: RelationshipID?
    try graph.write { writer in
      nodes = [
        try writer.createNode(["Union", "A b"], ["name": "朝阳区总工会", "x": 1]),
        try writer.createNode(["A"], ["x": 1, "list": .list(["a", .null])]),
        try writer.createNode([]),
      ]
      relationship = try writer.createRelationship(nodes[0], "T", nodes[1], ["role": "主讲"])
    }
    return (graph.snapshot, nodes, try #require(relationship))
  }

  @Test func entitiesAreShownAsPatterns() throws {
    let (graph, nodes, relationship) = try Self.smallGraph()
    let path = Path(nodes: [nodes[1], nodes[0]], relationships: [relationship])
    let text = { (value: Value) in
      var bytes: [UInt8] = []
      ResultText(in: graph).append(value, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(text(.node(nodes[0])) == "(:`A b`:Union 朝阳区总工会)")
    #expect(text(.node(nodes[1])) == "(:A {list: ['a', null], x: 1})")
    #expect(text(.node(nodes[2])) == "()")
    #expect(text(.node(NodeID(rawValue: 9))) == "(#9)")
    #expect(text(.relationship(relationship)) == "[:T {role: '主讲'}]")
    #expect(text(.relationship(RelationshipID(rawValue: 9))) == "[#9]")
    #expect(
      text(.path(path)) == "(:A {list: ['a', null], x: 1})<-[:T]-(:`A b`:Union 朝阳区总工会)")
    #expect(text(.list([.node(nodes[2]), "it's", 1.5])) == "[(), 'it\\'s', 1.5]")
    let day = try #require(CalendarDate(daysSinceEpoch: 0))
    #expect(text(.list([.date(day)])) == "[1970-01-01]")
  }

  @Test func csvQuotesWhatNeedsIt() {
    let rows: [[Value]] = [[.null, "a\"b"], ["", 1], ["a,b\nc", .list([1, "x"])]]
    #expect(
      Self.written(.csv, ["n", "m,m"], [rows])
        == "n,\"m,m\"\n,\"a\"\"b\"\n\"\",1\n\"a,b\nc\",\"[1, 'x']\"\n")
    #expect(Self.written(.csv, ["n"], [[[.null]]]) == "n\n\"\"\n")
  }

  @Test func everyRowOfTSVIsALine() {
    let rows: [[Value]] = [["a\tb\\", "c\r\nd"], [.null, 1]]
    #expect(Self.written(.tsv, ["x", "y"], [rows]) == "x\ty\na\\tb\\\\\tc\\r\\nd\n\t1\n")
  }

  @Test func markdownIsNotObeyed() {
    let rows: [[Value]] = [["a|b <i>*x*", "c\nd"], [.null, 1]]
    #expect(
      Self.written(.markdown, ["x", "y"], [rows])
        == "| x | y |\n| --- | --- |\n| a\\|b &lt;i>\\*x\\* | c<br>d |\n|  | 1 |\n")
  }

  @Test func jsonIsOneDocumentHoweverRowsCome() throws {
    let batches: [[[Value]]] = [[[1, .float(.nan)], [2, 1.0]], [[.null, "\u{1b}"]]]
    let text = Self.written(.json, ["a", "b"], batches)
    #expect(
      text
        == "[\n{\"a\":1,\"b\":\"NaN\"},\n{\"a\":2,\"b\":1.0},\n{\"a\":null,\"b\":\"\\u001b\"}\n]\n")
    _ = try parseJSON(Array(text.utf8).span)
    #expect(Self.written(.json, ["a"], []) == "[]\n")
    #expect(
      Self.written(.jsonl, ["a", "b"], batches).split(separator: "\n").count == 3)
  }

  @Test func jsonHasEntitiesAsObjects() throws {
    let (graph, nodes, relationship) = try Self.smallGraph()
    #expect(
      Self.written(
        .jsonl, ["n", "r"], [[[.node(nodes[2]), .relationship(relationship)]]], in: graph)
        == #"{"n":{"id":2,"labels":[],"properties":{}},"r":{"id":0,"type":"T","start":0,"end":1,"#
        + #""properties":{"role":"主讲"}}}"# + "\n")
  }

  @Test func bordersFitTheCells() {
    let rows: [[Value]] = [["李四", 3], ["Ada", 1200], [.null, .null]]
    #expect(
      Self.written(.box, ["name", "n"], [rows]) == """
        ┌──────┬──────┐
        │ name │    n │
        ├──────┼──────┤
        │ 李四 │    3 │
        │ Ada  │ 1200 │
        │ null │ null │
        └──────┴──────┘

        """)
    #expect(
      Self.written(.table, ["a"], []) == "+---+\n| a |\n+---+\n+---+\n")
  }

  @Test func aTerminalIsNeverOverrun() {
    let long = String(repeating: "长", count: 5000)
    let text = Self.written(
      .box, ["a", "b", "n"], [[[.string(UTF8String(long)), "short", 1]]], terminalWidth: 40)
    for line in text.split(separator: "\n") {
      #expect(displayWidth(of: UTF8String(String(line))) <= 40)
    }
    #expect(text.contains("…"))
    #expect(text.contains("short"))
  }

  @Test func laterRowsAreFittedToTheFirstThousand() {
    let first = [[Value]](repeating: ["ab"], count: 1000)
    let later: [[Value]] = [["a"], ["abcdef"]]
    let file = Self.written(.table, ["x"], [first, later])
    #expect(file.contains("\n| a  |\n| abcdef |\n+----+\n"))
    let terminal = Self.written(.table, ["x"], [first, later], terminalWidth: 80)
    #expect(terminal.contains("\n| a… |\n"))
  }

  @Test func controlsAreShownNotObeyed() {
    let text = Self.written(.box, ["a\u{1b}[2J"], [[["x\u{1b}]0;y\n\u{202e}"]]])
    #expect(!text.contains("\u{1b}"))
    #expect(!text.contains("\u{202e}"))
    #expect(text.contains("\\u{1b}]0;y\\n\\u{202e}"))
  }

  @Test func theCollectorStopsReadersAndNotWriters() {
    for isWriting in [false, true] {
      let channel = Channel(memoryWithTerminalWidth: nil)
      let collector = ResultCollector(
        ResultFormat.jsonl.writer(to: channel), to: channel, limit: 2, isWriting: isWriting
      ) {}
      collector.begin(columns: ["a"])
      let rows = ResultRows(count: 3, columns: [[1, 2, 3]])
      #expect(collector.receive(rows, in: GraphSnapshot()) == isWriting)
      #expect(collector.shownCount == 2)
      #expect(collector.wasCut)
      collector.end()
      #expect(channel.written == "{\"a\":1}\n{\"a\":2}\n")
    }
  }
}

@Suite struct ParameterLiteralTests {
  private static func read(_ text: String) throws -> String {
    let value = try Value(parameter: text)
    return value.literalText
  }

  @Test(arguments: [
    ("1", "1"), ("-5", "-5"), ("1.5", "1.5"), ("1e3", "1000.0"), ("true", "true"),
    ("null", "null"), ("'李四'", "'李四'"), ("\"it's\"", "'it\\'s'"), ("'a\\'\\u674e'", "'a\\'李'"),
    ("[1, [null], 'x']", "[1, [null], 'x']"), ("[]", "[]"),
    ("{a: 1, `b c`: {}, \"d\": -0.5}", "{a: 1, `b c`: {}, d: -0.5}"),
    ("date('2024-05-01')", "date('2024-05-01')"), ("duration( \"P1D\" )", "duration('P1D')"),
  ])
  func literalsAreValues(_ text: String, _ literal: String) throws {
    #expect(try Self.read(text) == literal)
  }

  @Test(arguments: [
    "李四", "O'Neil", "two words", "", "007", "2024-05-01", "1 2", "-", "nullable", "date", "1+1",
    "99999999999999999999", "NaN", "a=b",
  ])
  func otherWordsAreStrings(_ text: String) throws {
    #expect(try Self.read(text) == Value.string(UTF8String(text)).literalText)
  }

  @Test(arguments: ["'a", "\"", "[1", "[1,]", "{a}", "{a:1", "date('x')", "date(1)", "'a' b"])
  func brokenLiteralsAreRefused(_ text: String) {
    #expect(throws: ParameterLiteralError.self) { try Value(parameter: text) }
  }

  @Test func nestingEnds() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: ParameterLiteralError.self) { try Value(parameter: deep) }
  }
}

@Suite struct QueryMessageTests {
  @Test func everyDetailIsSaidInChinese() {
    for detail in QueryError.Detail.allCases {
      for subject in ["", "n"] {
        let error = QueryError(.syntaxError, detail, .compile, "some English", subject: subject)
        let phrase = Messages.queryError(error)
        #expect(phrase.english == "some English")
        #expect(phrase.chinese.unicodeScalars.contains { $0.value >= 0x4e00 }, "\(detail)")
        #expect(!phrase.chinese.contains("%"))
      }
    }
    let undefined = QueryError.syntax(
      .undefinedVariable, "the variable x is not defined", subject: "x", at: nil)
    #expect(Messages.queryError(undefined).chinese == "变量“x”没有定义")
  }

  @Test func hintsThatAreCommonAreSaidInChinese() {
    #expect(Messages.queryHint("did you mean MATCH?").chinese == "您是否想用 MATCH？")
    #expect(Messages.queryHint("give it with -p x=…").chinese == "请用 -p x=… 给出")
    #expect(Messages.queryWarning("no node has the label :A").chinese == "没有节点带标签 :A")
    #expect(Messages.queryWarning("something else").chinese == "something else")
  }

  @Test func changesAreCountedInWords() {
    var counters = QueryCounters()
    counters.nodesCreated = 1
    counters.propertiesSet = 1200
    #expect(Messages.changes(counters).english == "1 node created, 1 200 properties set")
    #expect(Messages.changes(counters).chinese == "1 个节点已创建，1 200 个属性已设置")
  }
}
