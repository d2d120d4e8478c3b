// Importing CSV: what headers declare, how fields read, and that threads change nothing.

import Graph
import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct ImportCSVTests {
  let files = TemporaryDirectory()

  @Test func everyTypeOfHeaderReadsItsValues() throws {
    let path = files.write(
      "n.csv",
      """
      :ID,i:int,j:long,k:byte,f:float,d:double,b:boolean,s:string,c:char,day:date,\
      lt:localtime,t:time,ldt:localdatetime,dt:datetime,u:duration,l:int[],w:string[],x:IGNORE,:LABEL
      1,1,-9223372036854775808,3,1.5,2e3,TRUE,text,字,2024-02-29,12:00:01,12:00+01:00,\
      2024-01-01T00:00:00,2024-01-01T00:00:00Z,P1DT2S,1;2;3,甲;乙,never,A;B
      2,,,,,,,,,,,,,,,,,,
      3, 7 ,,,,,,"",,,,,,,,,,,A
      """)
    let imported = try Imported([path])
    #expect(imported.reasons == [])
    #expect(imported.value(0, "i").isIdentical(to: 1))
    #expect(imported.value(0, "j").isIdentical(to: .integer(.min)))
    #expect(imported.value(0, "d").isIdentical(to: 2000.0))
    #expect(imported.value(0, "b").isIdentical(to: true))
    #expect(imported.value(0, "c").isIdentical(to: "字"))
    let day = try CalendarDate(parsing: "2024-02-29")
    #expect(imported.value(0, "day").isIdentical(to: .date(day)))
    #expect(imported.value(0, "lt").isIdentical(to: .localTime(try .init(parsing: "12:00:01"))))
    #expect(imported.value(0, "t").isIdentical(to: .time(try .init(parsing: "12:00+01:00"))))
    #expect(
      imported.value(0, "ldt")
        .isIdentical(to: .localDateTime(try .init(parsing: "2024-01-01T00:00:00"))))
    #expect(
      imported.value(0, "dt")
        .isIdentical(to: .dateTime(try .init(parsing: "2024-01-01T00:00:00Z"))))
    #expect(imported.value(0, "u").isIdentical(to: .duration(try .init(parsing: "P1DT2S"))))
    #expect(imported.value(0, "l").isIdentical(to: .list([1, 2, 3])))
    #expect(imported.value(0, "w").isIdentical(to: .list(["甲", "乙"])))
    #expect(imported.graph.key("x") == nil)
    #expect(imported.lines[1] == "(1: )")
    #expect(imported.value(2, "i").isIdentical(to: 7))
    #expect(imported.value(2, "s").isIdentical(to: ""))
    #expect(imported.report.nodeCount == 3)
  }

  @Test func idSpacesAreApartAndNamedIdsAreProperties() throws {
    let people = files.write("p.csv", "key:ID(Person),:LABEL\n1,P\n07,P\n7,P\n")
    let towns = files.write("t.csv", ":ID(Town),name,:LABEL\n1,Here,T\n")
    let lives = files.write(
      "r.csv", ":START_ID(Person),:END_ID(Town),:TYPE\n07,1,IN\n1,1,IN\n7,7,IN\n")
    let imported = try Imported([lives, people, towns])
    #expect(imported.value(1, "key").isIdentical(to: "07"))
    #expect(imported.lines.suffix(2) == ["(0)-[:IN ]->(3)", "(1)-[:IN ]->(3)"])
    #expect(imported.reasons == ["4:2 :END_ID(Town): there is no node with the id 7 in Town"])
  }

  @Test func quotesLineEndsAndByteOrderMarkReadAsMeant() throws {
    let path = files.write(
      "n.csv", "\u{feff}:ID,name,:LABEL\r\n\"a,\"\"b\",\"two\r\nlines\",L\r\nc,plain,L\r\n")
    let rels = files.write("r.csv", ":START_ID,:END_ID,:TYPE\r\n\"a,\"\"b\",c,T\r\n")
    let imported = try Imported([path, rels])
    #expect(imported.reasons == [])
    #expect(imported.value(0, "name").isIdentical(to: "two\r\nlines"))
    #expect(imported.lines.last == "(0)-[:T ]->(1)")
  }

  @Test func filesMayShareLabelsAndNameThemOutside() throws {
    let one = files.write("one.csv", ":ID,a:int\n1,1\n")
    let two = files.write("two.csv", ":ID,a,:LABEL\n2,x,M;L\n")
    let header = files.write("h.csv", ":START_ID,:END_ID")
    let rels = files.write("r.csv", "1,2\n2,1\n")
    let imported = try Imported([
      ImportFile(one, labels: ["L"]), ImportFile(two),
      ImportFile(rels, headerPath: header, type: "T"),
    ])
    let label = try #require(imported.graph.label("L"))
    #expect(imported.graph.members(of: label).count == 2)
    #expect(imported.value(0, "a").isIdentical(to: 1))
    #expect(imported.value(1, "a").isIdentical(to: "x"))
    #expect(imported.graph.relationshipCount == 2)
  }

  @Test func plainFilesGetTheirTypesFromTheirValues() throws {
    let nodes = files.write(
      "n.csv",
      "id,label,age,score,ok,day,code,mixed\nx,P,1,1.5,true,2024-01-02,007,1\ny,P,22,3,false,,1,b\n"
    )
    let edges = files.write("e.csv", "source,target,type,weight\nx,y,KNOWS,2\ny,x,,3\n")
    let imported = try Imported([nodes, edges])
    #expect(imported.reasons == [])
    #expect(imported.value(0, "id").isIdentical(to: "x"))
    #expect(imported.value(1, "age").isIdentical(to: 22))
    #expect(imported.value(1, "score").isIdentical(to: 3.0))
    #expect(imported.value(1, "ok").isIdentical(to: false))
    #expect(imported.value(0, "day").isIdentical(to: .date(try .init(parsing: "2024-01-02"))))
    #expect(imported.value(0, "code").isIdentical(to: "007"))
    #expect(imported.value(1, "mixed").isIdentical(to: "b"))
    #expect(
      imported.lines.suffix(2) == [
        "(0)-[:KNOWS weight=2]->(1)", "(1)-[:RELATED_TO weight=3]->(0)",
      ])
  }

  @Test func edgesAloneMakeTheirNodes() throws {
    let one = files.write("one.csv", "source,target,type,weight\n10,2,KNOWS,1.5\n2,7,,2.5\n")
    let two = files.write("two.csv", "from,to\n7,10\n7,99\n,5\n")
    let imported = try Imported([one, two])
    #expect(
      imported.lines == [
        "(0: id=10)", "(1: id=2)", "(2: id=7)", "(3: id=99)",
        "(0)-[:KNOWS weight=1.5]->(1)", "(1)-[:RELATED_TO weight=2.5]->(2)",
        "(2)-[:RELATED_TO ]->(0)", "(2)-[:RELATED_TO ]->(3)",
      ])
    #expect(imported.reasons == ["4:1 from: a relationship needs a start and an end"])
    #expect(imported.report.files.map(\.nodeCount) == [3, 1])
    #expect(imported.report.propertyCount == 6)
    #expect(imported.graph.findProblems().isEmpty)
    var options = ImportOptions()
    options.keepsPlainIDs = false
    #expect(try Imported([two], options).lines.prefix(3) == ["(0: )", "(1: )", "(2: )"])
  }

  @Test(arguments: [
    ("1,-2\n3,4\n", "-2"), ("a,北京\n7,07\n", "'北京'"), ("1,\"2\"\n", "'2'"), ("1.5,2\n", "2.0"),
    ("1,999999999999999999999\n", "'999999999999999999999'"),
    ("1,9223372036854775807\n", "9223372036854775807"),
  ])
  func idsOfEndsHaveTheTypeThatANodeFileGives(_ rows: String, _ id: String) throws {
    let edges = try Imported([files.write("e.csv", "source,target\n" + rows)])
    #expect(edges.reasons == [])
    #expect("\(edges.value(1, "id"))" == id)
    let ids = rows.split { $0 == "," || $0 == "\n" }.joined(separator: "\n")
    let nodes = try Imported([files.write("n.csv", "id\n" + ids)])
    #expect(Array(edges.lines.prefix(nodes.lines.count)) == nodes.lines)
  }

  @Test func endsAreRejectedWhereNodesAreListed() throws {
    let edges = files.write("e.csv", "source,target\n1,2\n1,3\n")
    let reasons = ["2:2 target: there is no node with the id 2"]
    let nodes = files.write("n.csv", "id\n1\n3\n")
    #expect(try Imported([edges, nodes]).reasons == reasons)
    let spaced = files.write("s.csv", ":ID(Town),:LABEL\n1,T\n")
    #expect(try Imported([spaced, edges]).lines.prefix(3) == ["(0:T )", "(1: id=1)", "(2: id=2)"])
    let admin = files.write("r.csv", ":START_ID,:END_ID,:TYPE\n1,2,T\n")
    #expect(try Imported([admin]).reasons == ["2:1 :START_ID: there is no node with the id 1"])
    let lines = files.write("g.jsonl", #"{"type":"node","id":"1"}"#)
    #expect(try Imported([edges, lines]).graph.nodeCount == 1)
  }

  @Test func edgesAloneDoNotDependOnBlocksAndThreads() throws {
    var text = "source,target,type\n"
    for row in 0..<500 {
      text += "\(row * 37 % 101),n\(row * 11 % 53),\(row % 3 == 0 ? "A" : "B")\n"
    }
    let path = files.write("e.csv", text)
    let whole = try Imported([path])
    #expect(whole.graph.nodeCount == 154 && whole.graph.findProblems().isEmpty)
    var options = ImportOptions()
    options.blockByteCount = 64
    for jobs in 1...2 {
      options.jobs = jobs
      #expect(try Imported([path], options).lines == whole.lines)
    }
  }

  @Test func aTenMegabyteFieldIsTaken() throws {
    let text = String(repeating: "字", count: 10 << 20 / 3)
    let path = files.write("n.csv", ":ID,text,:LABEL\n1,\"\(text)\",L\n2,short,L\n")
    let imported = try Imported([path])
    #expect(imported.reasons == [])
    guard case .string(let read) = imported.value(0, "text") else {
      Issue.record("no text")
      return
    }
    #expect(read.byteCount == text.utf8.count)
  }

  /// Text that has all that CSV could stumble over.
  private func field(_ random: inout Random) -> String {
    let parts = ["a", "字", ",", "\"", "\n", "\r\n", ";", " ", "7", "é"]
    return (0..<Int.random(in: 0...4, using: &random))
      .map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func randomGraphsComeBackWithAnyNumberOfThreads(seed: UInt64) throws {
    var random = Random(seed: seed)
    var nodeText = ":ID,text,n:int,:LABEL\n"
    var expected: [String] = []
    let count = Int.random(in: 1...60, using: &random)
    for node in 0..<count {
      let text = field(&random)
      let number = Int.random(in: -5...5, using: &random)
      let id = node % 3 == 0 ? "id-\(node)" : "\(node * 1000)"
      nodeText += "\(id),\(quoted(text)),\(number),\(node % 2 == 0 ? "A" : "B;A")\n"
      let value = Value.string(UTF8String(text))
      expected.append("(\(node):\(node % 2 == 0 ? "A" : "A:B") n=\(number),text=\(value))")
    }
    var edgeText = ":START_ID,:END_ID,:TYPE,w:float\n"
    var edges: [String] = []
    for edge in 0..<Int.random(in: 0...80, using: &random) {
      let ends = (0..<2).map { _ in Int.random(in: 0..<count, using: &random) }
      let ids = ends.map { $0 % 3 == 0 ? "id-\($0)" : "\($0 * 1000)" }
      let type = edge % 4 == 0 ? "T" : "U"
      edgeText += "\(ids[0]),\(ids[1]),\(type),\(edge).5\n"
      edges.append("(\(ends[0]))-[:\(type) w=\(edge).5]->(\(ends[1]))")
    }
    let paths = [files.write("n\(seed).csv", nodeText), files.write("e\(seed).csv", edgeText)]
    var options = ImportOptions()
    options.blockByteCount = Int.random(in: 16...300, using: &random)
    options.jobs = 1
    let one = try Imported(paths, options)
    options.jobs = 2
    let two = try Imported(paths, options)
    #expect(one.reasons == [])
    #expect(Array(one.lines.prefix(count)) == expected)
    #expect(one.lines.dropFirst(count).sorted() == edges.sorted())
    #expect(one.lines == two.lines)
    #expect(one.report == two.report)
  }
}
