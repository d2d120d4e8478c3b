// Small valid files of every format that is imported, for tests and fuzzers that damage them.

/// The files of one import, valid as they are.
public struct ImportSample: Sendable, CustomStringConvertible {
  public let name: String
  public let files: [(name: String, text: String)]
  public var description: String { name }

  public static let neo4jCSV = ImportSample(
    name: "neo4j CSV",
    files: [
      (
        "n.csv",
        ":ID(P),name,born:date,n:int,tags:string[],:LABEL\n1,\"林, \"\"x\"\"\",1980-02-29,7,a;b,P;Q\n"
          + "b,\"two\nlines\",,-1,,P\n"
      ),
      ("r.csv", ":START_ID(P),:END_ID(P),w:float,:TYPE\n1,b,1.5,KNOWS\nb,1,,\"A\"\"B\"\n"),
    ])

  public static let plainCSV = ImportSample(
    name: "plain CSV",
    files: [
      ("e.csv", "source,target,type,since\n1,2,KNOWS,2024-01-02\n\"2\",甲,,\n3,1,X,\"a,\nb\"\n")
    ])

  public static let jsonLines = ImportSample(
    name: "JSON lines",
    files: [
      (
        "g.jsonl",
        #"{"type":"node","id":"0","labels":["P"],"properties":{"d":"2024-01-02","x":[1,2.5e3]},"#
          + #""propertyTypes":{"d":"date"}}"# + "\n"
          + #"{"type":"node","id":7,"properties":{"name":"\u674e\ud83d\ude00"}}"# + "\n"
          + #"{"type":"relationship","label":"T","start":{"id":"0"},"end":7}"# + "\n"
      )
    ])

  public static let graphML = ImportSample(
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
    ])

  public static let all = [neo4jCSV, plainCSV, jsonLines, graphML]
}
