// What each format looks like, byte by byte, on one small graph with the things that formats trip
// over; that the same graph gives the same bytes; and what sinks are told.

import Graph
import Testing
import Text

@Suite struct ExportTests {
  /// Two people, an event without labels, quotes, a formula, a date, a list, and a value of two
  /// types.
  static func sample() throws -> GraphSnapshot {
    let graph = Graph()
    try graph.write { transaction in
      let person = try transaction.createNode(
        ["Person", "员工"],
        [
          "name": "李\"四\"", "born": .date(try CalendarDate(parsing: "1965-03-01")),
          "tags": .list(["a", "b;c"]), "x": 1,
        ])
      let event = try transaction.createNode(
        [], ["name": "=1+1\nnew", "x": "one", "w": .float(.nan)])
      let other = try transaction.createNode(["Person"], ["name": "a\u{1}<b>&\u{2028}", "x": 2.0])
      _ = try transaction.createRelationship(person, "ATTENDED", event, ["role": "主讲"])
      _ = try transaction.createRelationship(other, "KNOWS|`", other)
    }
    return graph.snapshot
  }

  private func text(_ format: ExportFormat, options: ExportOptions = ExportOptions()) throws
    -> String
  {
    var sink = MemorySink()
    try Self.sample().export(format, options: options, to: &sink)
    #expect(sink.files.count == 1)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  private func files(_ format: ExportFormat) throws -> [String: String] {
    var sink = MemorySink()
    let report = try Self.sample().export(format, to: &sink)
    #expect(report.files == sink.files.map(\.name))
    #expect(report.byteCount == sink.bytes.count)
    return Dictionary(
      uniqueKeysWithValues: sink.files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test func jsonLines() throws {
    #expect(
      try text(.jsonLines) == #"""
        {"type":"node","id":"0","labels":["Person","员工"],"properties":{"born":"1965-03-01","name":"李\"四\"","tags":["a","b;c"],"x":1},"propertyTypes":{"born":"date"}}
        {"type":"node","id":"1","labels":[],"properties":{"name":"=1+1\nnew","w":"NaN","x":"one"},"propertyTypes":{"w":"float"}}
        {"type":"node","id":"2","labels":["Person"],"properties":{"name":"a\u0001<b>&\u2028","x":2.0}}
        {"id":"0","type":"relationship","label":"ATTENDED","properties":{"role":"主讲"},"start":{"id":"0","labels":["Person","员工"]},"end":{"id":"1","labels":[]}}
        {"id":"1","type":"relationship","label":"KNOWS|`","properties":{},"start":{"id":"2","labels":["Person"]},"end":{"id":"2","labels":["Person"]}}

        """#)
  }

  @Test func nodesAndLinks() throws {
    #expect(
      try text(.json) == #"""
        {"nodes":[
        {"id":"0","labels":["Person","员工"],"properties":{"born":"1965-03-01","name":"李\"四\"","tags":["a","b;c"],"x":1},"propertyTypes":{"born":"date"}},
        {"id":"1","labels":[],"properties":{"name":"=1+1\nnew","w":"NaN","x":"one"},"propertyTypes":{"w":"float"}},
        {"id":"2","labels":["Person"],"properties":{"name":"a\u0001<b>&\u2028","x":2.0}}
        ],"links":[
        {"id":"0","source":"0","target":"1","type":"ATTENDED","properties":{"role":"主讲"}},
        {"id":"1","source":"2","target":"2","type":"KNOWS|`","properties":{}}
        ]}

        """#)
    var sink = MemorySink()
    try GraphSnapshot().export(.json, to: &sink)
    let empty = try parseJSON(sink.bytes.span)
    #expect(empty["nodes"] == .array([]) && empty["links"] == .array([]))
  }

  @Test func neo4jCSV() throws {
    let files = try files(.neo4jCSV)
    #expect(
      files == [
        "nodes-unlabelled.csv":
          ":ID,name:string,w:double,x:string,:LABEL\n1,\"=1+1\nnew\",NaN,one,\n",
        "nodes-Person.csv": ":ID,name:string,x:double,:LABEL\n2,a\u{1}<b>&\u{2028},2.0,Person\n",
        "nodes-Person+员工.csv":
          ":ID,born:date,name:string,tags:string{json:true},x:long,:LABEL\n"
          + "0,1965-03-01,\"李\"\"四\"\"\",\"[\"\"a\"\",\"\"b;c\"\"]\",1,Person;员工\n",
        "relationships-ATTENDED.csv":
          ":START_ID,:END_ID,role:string,:TYPE\n0,1,主讲,ATTENDED\n",
        "relationships-KNOWS__.csv": ":START_ID,:END_ID,:TYPE\n2,2,KNOWS|`\n",
      ])
  }

  @Test func plainCSV() throws {
    let nodes = """
      id,labels,born,name,tags,w,x
      0,"Person;员工",1965-03-01,"李""四""\","[""a"",""b;c""]",,1
      1,,,"=1+1
      new",,NaN,"one"
      2,"Person",,"a\u{1}<b>&\u{2028}",,,2.0

      """
    #expect(try files(.csv)["nodes.csv"] == nodes)
    #expect(
      try files(.csv)["edges.csv"]
        == "source,target,type,role\n0,1,\"ATTENDED\",\"主讲\"\n2,2,\"KNOWS|`\",\n")
    #expect(try text(.csv, options: ExportOptions(tables: .nodes)) == nodes)
  }

  @Test func spreadsheetsRunNoFormulas() throws {
    #expect(
      try files(.spreadsheetCSV)["nodes.csv"]
        == "\u{feff}id,labels,born,name,tags,w,x\r\n"
        + "0,Person;员工,1965-03-01,\"李\"\"四\"\"\",\"[\"\"a\"\",\"\"b;c\"\"]\",,1\r\n"
        + "1,,,\"'=1+1\nnew\",,NaN,one\r\n2,Person,,a\u{1}<b>&\u{2028},,,2.0\r\n")
  }

  @Test func propertiesNamedLikeColumnsAreKeptApart() throws {
    let graph = Graph()
    try graph.write { transaction in
      _ = try transaction.createNode([], ["id": 1, "property_id": 2, "Source": 3, "a:int": 4])
    }
    var sink = MemorySink()
    try graph.snapshot.export(.csv, to: &sink)
    #expect(
      String(decoding: sink.files[0].bytes, as: UTF8.self)
        == "id,labels,property_Source,property_a_int,property_id_,property_id\n0,,3,4,1,2\n")
  }

  @Test func graphML() throws {
    #expect(
      try text(.graphML) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:kin="urn:kin:graphml">
        <key id="labels" for="node" attr.name="labels" attr.type="string"/>
        <key id="label" for="edge" attr.name="label" attr.type="string"/>
        <key id="n0" for="node" attr.name="born" attr.type="string" kin:type="date"/>
        <key id="n1" for="node" attr.name="name" attr.type="string"/>
        <key id="n2" for="node" attr.name="tags" attr.type="string" attr.list="string"/>
        <key id="n3" for="node" attr.name="w" attr.type="double"/>
        <key id="n4" for="node" attr.name="x" attr.type="string" kin:type="json"/>
        <key id="e0" for="edge" attr.name="role" attr.type="string"/>
        <graph id="G" edgedefault="directed">
        <node id="n0" labels=":Person:员工"><data key="labels">:Person:员工</data>\
        <data key="n0">1965-03-01</data><data key="n1">李"四"</data>\
        <data key="n2">["a","b;c"]</data><data key="n4">1</data></node>
        <node id="n1"><data key="n1">=1+1
        new</data><data key="n3">NaN</data><data key="n4">"one"</data></node>
        <node id="n2" labels=":Person"><data key="labels">:Person</data>\
        <data key="n1">a_x0001_&lt;b&gt;&amp;\u{2028}</data><data key="n4">2.0</data></node>
        <edge id="e0" source="n0" target="n1" label="ATTENDED"><data key="label">ATTENDED</data>\
        <data key="e0">主讲</data></edge>
        <edge id="e1" source="n2" target="n2" label="KNOWS|`"><data key="label">KNOWS|`</data></edge>
        </graph>
        </graphml>

        """)
  }

  @Test func gexf() throws {
    #expect(
      try text(.gexf) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <gexf xmlns="http://gexf.net/1.3" version="1.3">
        <graph defaultedgetype="directed" mode="static">
        <attributes class="node">
        <attribute id="labels" title="labels" type="string"/>
        <attribute id="0" title="born" type="string"/>
        <attribute id="1" title="name" type="string"/>
        <attribute id="2" title="tags" type="string"/>
        <attribute id="3" title="w" type="double"/>
        <attribute id="4" title="x" type="string"/>
        </attributes>
        <attributes class="edge">
        <attribute id="0" title="role" type="string"/>
        </attributes>
        <nodes>
        <node id="n0" label="李&quot;四&quot;"><attvalues><attvalue for="labels" value=":Person:员工"/>\
        <attvalue for="0" value="1965-03-01"/><attvalue for="1" value="李&quot;四&quot;"/>\
        <attvalue for="2" value="[&quot;a&quot;,&quot;b;c&quot;]"/><attvalue for="4" value="1"/>\
        </attvalues></node>
        <node id="n1" label="=1+1&#10;new"><attvalues><attvalue for="1" value="=1+1&#10;new"/>\
        <attvalue for="3" value="NaN"/><attvalue for="4" value="one"/></attvalues></node>
        <node id="n2" label="a_x0001_&lt;b&gt;&amp;\u{2028}"><attvalues>\
        <attvalue for="labels" value=":Person"/>\
        <attvalue for="1" value="a_x0001_&lt;b&gt;&amp;\u{2028}"/><attvalue for="4" value="2.0"/>\
        </attvalues></node>
        </nodes>
        <edges>
        <edge id="e0" source="n0" target="n1" label="ATTENDED" kind="ATTENDED"><attvalues>\
        <attvalue for="0" value="主讲"/></attvalues></edge>
        <edge id="e1" source="n2" target="n2" label="KNOWS|`" kind="KNOWS|`"><attvalues>\
        </attvalues></edge>
        </edges>
        </graph>
        </gexf>

        """)
  }

  @Test func drawings() throws {
    #expect(
      try text(.dot) == #"""
        digraph G {
          node [shape=box];
          n0 [label="李\"四\"", tooltip=":Person:员工"];
          n1 [label="=1+1\nnew"];
          n2 [label="a <b>&amp;\#u{2028}", tooltip=":Person"];
          n0 -> n1 [label="ATTENDED"];
          n2 -> n2 [label="KNOWS|`"];
        }

        """#)
    #expect(
      try text(.mermaid) == """
        flowchart LR
          n0["李#34;四#34;"]
          n1["=1+1<br/>new"]
          n2["a #60;b#62;#38;\u{2028}"]
          n0 -->|"ATTENDED"| n1
          n2 -->|"KNOWS#124;#96;"| n2

        """)
  }

  @Test(arguments: ExportFormat.allCases)
  func historyDoesNotShow(_ format: ExportFormat) throws {
    let first = Graph()
    try first.write { transaction in
      _ = try transaction.createNode(["B", "A"], ["y": 1, "x": 2])
      _ = try transaction.createNode(["A"], ["x": 3])
    }
    let second = Graph()
    try second.write { transaction in
      for name in ["x", "z", "y"] as [UTF8String] { _ = try transaction.key(named: name) }
      _ = try transaction.createNode(["A", "C"], ["x": "2"])
      let one = try transaction.createNode(["A", "B"], ["x": 3])
      try transaction.remove(try transaction.label(named: "C"), from: NodeID(rawValue: 0))
      try transaction.add(try transaction.label(named: "B"), to: NodeID(rawValue: 0))
      try transaction.remove(try transaction.label(named: "B"), from: one)
      try transaction.set(.node(NodeID(rawValue: 0)), try transaction.key(named: "x"), to: 2)
      try transaction.set(.node(NodeID(rawValue: 0)), try transaction.key(named: "y"), to: 1)
    }
    var sinks = (MemorySink(), MemorySink())
    try first.snapshot.export(format, to: &sinks.0)
    try second.snapshot.export(format, to: &sinks.1)
    #expect(sinks.0.files.map(\.name) == sinks.1.files.map(\.name))
    #expect(
      String(decoding: sinks.0.bytes, as: UTF8.self)
        == String(decoding: sinks.1.bytes, as: UTF8.self))
  }

  @Test(arguments: ExportFormat.allCases)
  func anEmptyGraphCanBeWritten(_ format: ExportFormat) throws {
    var sink = MemorySink()
    let report = try GraphSnapshot().export(format, to: &sink)
    #expect(report.nodeCount == 0 && report.relationshipCount == 0)
  }

  @Test func aStreamTakesOneFileOnly() throws {
    let snapshot = try Self.sample()
    var sink = DescriptorSink(descriptor: -1, path: "nowhere")
    #expect(throws: ExportError.needsFolder(file: "nodes.csv")) {
      try snapshot.export(.csv, to: &sink)
    }
    #expect(throws: ExportError.cannotWrite(path: "nowhere", code: 9)) {
      try snapshot.export(.jsonLines, to: &sink)
    }
  }

  @Test func separatorsThatLabelsContainAreNotUsed() throws {
    let graph = Graph()
    try graph.write { _ = try $0.createNode(["a;b", "c"]) }
    var sink = MemorySink()
    let report = try graph.snapshot.export(.neo4jCSV, to: &sink)
    #expect(report.arrayDelimiter == UInt8(ascii: "|"))
    #expect(String(decoding: sink.bytes, as: UTF8.self) == ":ID,:LABEL\n0,a;b|c\n")
    let full = Graph()
    try full.write { _ = try $0.createNode(["a;|\u{1f}\t\u{1e}"]) }
    #expect(throws: ExportError.noArrayDelimiter) {
      try full.snapshot.export(.neo4jCSV, to: &sink)
    }
  }
}
