// Reading GraphML as different programs write it, and telling what cannot be read.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ImportGraphMLTests {
  private func read(_ text: String) throws -> (lines: [String], rejects: [String]) {
    let folder = TemporaryDirectory()
    let path = folder.write("in.graphml", text)
    let rejects = RejectList()
    let (graph, _) = try importGraph(
      [ImportFile(path)], rejects: { rejects.rows.append($0) })
    return (
      GraphContent(graph).lines,
      rejects.rows.map { "\($0.line) \($0.columnName ?? ""): \($0.reason.message)" }
    )
  }

  @Test func neo4j() throws {
    let (lines, rejects) = try read(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <key id="labels" for="node" attr.name="labels"/>
      <key id="values" for="node" attr.name="values" attr.type="string" attr.list="long"/>
      <key id="born" for="node" attr.name="born" attr.type="long"/>
      <key id="label" for="edge" attr.name="label"/>
      <graph id="G" edgedefault="directed">
      <node id="n1" labels=":Foo:B"><data key="labels">:Foo:B</data><data key="born">1964</data></node>
      <node id="n2"><data key="labels">:Bar</data><data key="values">[1,2]</data></node>
      <edge id="e1" source="n1" target="n2" label="KNOWS"><data key="label">KNOWS</data></edge>
      </graph></graphml>
      """)
    #expect(rejects.isEmpty)
    #expect(
      lines == [
        #"(0) "B":"Foo" "born"=1964"#, #"(1) "Bar" "values"=[1,2]"#, #"(0)-"KNOWS"->(1) "#,
      ])
  }

  @Test func networkxWithDefaultsAndUndirectedEdges() throws {
    let (lines, rejects) = try read(
      """
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="d1" for="edge" attr.name="weight" attr.type="double"/>
        <key id="d0" for="node" attr.name="color" attr.type="string"><default>yellow</default></key>
        <graph edgedefault="undirected">
          <edge source="北" target="b"><data key="d1">1</data></edge>
          <node id="北"><data key="d0">a_x0001_<!-- c --> &amp; b</data></node>
          <node id="b"/>
          <edge source="b" target="b" directed="true"/>
        </graph>
      </graphml>
      """)
    #expect(rejects.isEmpty)
    #expect(
      lines == [
        #"(0)  "color"="a_x0001_ & b""#, #"(1)  "color"="yellow""#,
        #"(0)-"RELATED_TO"->(1) "undirected"=true "weight"=1.0f"#, #"(1)-"RELATED_TO"->(1) "#,
      ])
  }

  @Test func drawingsOfYEd() throws {
    let (lines, rejects) = try read(
      """
      <graphml xmlns:y="http://www.yworks.com/xml/graphml">
        <key for="node" id="d6" yfiles.type="nodegraphics"/>
        <key for="edge" id="d10" yfiles.type="edgegraphics"/>
        <graph edgedefault="directed" id="G">
          <node id="g"><data key="d6"><y:ProxyAutoBoundsNode><y:NodeLabel>Group</y:NodeLabel>
          </y:ProxyAutoBoundsNode></data>
            <graph edgedefault="directed" id="g:"><node id="g::n0"><data key="d6"><y:ShapeNode>
            <y:Fill color="#FFCC00"/><y:NodeLabel> 李四 </y:NodeLabel></y:ShapeNode></data></node></graph>
          </node>
          <edge id="e0" source="g::n0" target="g"><data key="d10"><y:PolyLineEdge>
          <y:EdgeLabel>in</y:EdgeLabel></y:PolyLineEdge></data></edge>
        </graph>
      </graphml>
      """)
    #expect(rejects.isEmpty)
    #expect(
      lines == [#"(0)  "name"="\#("李四".escaped)""#, #"(1)  "name"="Group""#, #"(0)-"in"->(1) "#])
  }

  @Test func badEntitiesAreTold() throws {
    let (lines, rejects) = try read(
      """
      <graphml><key id="n" for="node" attr.name="age" attr.type="int"/><graph edgedefault="directed">
      <node id="a"><data key="n">12</data></node>
      <node id="a"/>
      <node id="b"><data key="n">twelve</data></node>
      <node/>
      <edge source="a" target="c"/>
      <edge source="a"/>
      <hyperedge id="h"><endpoint node="a"/></hyperedge>
      <node id="d"><data key="n"></data></node>
      </graph></graphml>
      """)
    #expect(lines == [#"(0)  "age"=12"#, "(1)  "])
    #expect(
      rejects == [
        "3 : the id a was given to a node before", "4 age: not a value of type long",
        "5 id: a node needs an id", "7 target: a relationship needs a start and an end",
        "8 : edges with more than two ends cannot be stored",
        "6 : there is no node with the id c",
      ])
  }

  @Test func brokenDocumentsAreErrors() throws {
    for text in [
      "<graphml><graph>", "<html/>", "<graphml><graph></graphml>", "<graphml>&bad;</graphml>",
    ] {
      #expect(throws: ImportError.self) { try read(text) }
    }
  }
}

extension String {
  /// The text as `GraphContent` shows it.
  fileprivate var escaped: String { unicodeScalars.map { $0.escaped(asASCII: true) }.joined() }
}
