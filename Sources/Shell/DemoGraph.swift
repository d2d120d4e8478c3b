// A small graph of invented people, unions, events and districts, built by the public API as any
// program would. Names are in both languages, so that the answers read well in either.

internal import Graph
import Text

/// Builds the graph of `kin demo`.
func makeDemoGraph() throws(GraphError) -> Graph {
  let graph = Graph()
  let transaction = graph.begin()
  do throws(GraphError) {
    try DemoGraph.fill(transaction)
  } catch {
    transaction.rollback()
    throw error
  }
  try transaction.commit()
  return graph
}

private enum DemoGraph {
  static func fill(_ writer: Transaction) throws(GraphError) {
    let yunxi = try named("District", "云溪区", "Yunxi District", writer)
    let xinghu = try named("District", "星湖区", "Xinghu District", writer)

    let federation = try named("Union", "云溪区总工会", "Yunxi Federation of Trade Unions", writer)
    let textile = try named("Union", "星湖纺织厂工会", "Xinghu Textile Mill Union", writer)
    let port = try named("Union", "云溪港务工会", "Yunxi Port Workers' Union", writer)
    for (union, district) in [(federation, yunxi), (textile, xinghu), (port, yunxi)] {
      _ = try writer.createRelationship(union, "IN", district)
    }
    for member in [textile, port] {
      _ = try writer.createRelationship(member, "PART_OF", federation)
    }

    let contest = try named("Event", "职工技能大赛", "Workers' Skills Contest", writer)
    let training = try named("Event", "安全生产培训", "Work Safety Training", writer)
    try set(contest, "date", to: .date(days: 20_224), writer)
    try set(training, "date", to: .date(days: 20_285), writer)
    _ = try writer.createRelationship(contest, "IN", yunxi)
    _ = try writer.createRelationship(training, "IN", xinghu)
    _ = try writer.createRelationship(federation, "ORGANIZED", contest)
    _ = try writer.createRelationship(textile, "ORGANIZED", training)

    let lin = try named("Person", "林知夏", "Lin Zhixia", writer)
    let zhou = try named("Person", "周牧野", "Zhou Muye", writer)
    let shen = try named("Person", "沈若溪", "Shen Ruoxi", writer)
    let chen = try named("Person", "陈听澜", "Chen Tinglan", writer)
    let tang = try named("Person", "唐以南", "Tang Yinan", writer)
    for (person, union, year) in [
      (lin, federation, 2019), (zhou, port, 2021), (shen, textile, 2016), (chen, port, 2023),
      (tang, textile, 2020),
    ] as [(NodeID, NodeID, Int64)] {
      _ = try writer.createRelationship(person, "MEMBER_OF", union, ["since": .integer(year)])
    }
    for (person, event, role) in [
      (lin, contest, "speaker"), (zhou, contest, "competitor"), (shen, contest, "judge"),
      (chen, contest, "competitor"), (tang, training, "trainer"), (zhou, training, "participant"),
    ] as [(NodeID, NodeID, Value)] {
      _ = try writer.createRelationship(person, "ATTENDED", event, ["role": role])
    }
  }

  private static func named(
    _ label: UTF8String, _ name: UTF8String, _ english: UTF8String, _ writer: Transaction
  ) throws(GraphError) -> NodeID {
    try writer.createNode([label], ["name": .string(name), "english": .string(english)])
  }

  private static func set(
    _ node: NodeID, _ key: UTF8String, to value: Value?, _ writer: Transaction
  ) throws(GraphError) {
    try writer.set(.node(node), try writer.key(named: key), to: value ?? .null)
  }
}

extension Value {
  fileprivate static func date(days: Int64) -> Value? {
    CalendarDate(daysSinceEpoch: days).map(Value.date)
  }
}
