// The types of values in the words of `valueType`: what a value is, of lists also what their
// elements are, and NOT NULL where null is not among them.

internal import Graph

extension Value {
  /// The type in words, such as `LIST<INTEGER NOT NULL | STRING NOT NULL> NOT NULL`.
  var typeName: String {
    if case .null = self { return "NULL" }
    return "\(bareTypeName) NOT NULL"
  }

  private var bareTypeName: String {
    switch self {
    case .null: "NULL"
    case .boolean: "BOOLEAN"
    case .integer: "INTEGER"
    case .float: "FLOAT"
    case .string: "STRING"
    case .list(let items): "LIST<\(Value.elementTypeNames(items))>"
    case .map: "MAP"
    case .node: "NODE"
    case .relationship: "RELATIONSHIP"
    case .path: "PATH"
    case .date: "DATE"
    case .time: "ZONED TIME"
    case .localTime: "LOCAL TIME"
    case .dateTime: "ZONED DATETIME"
    case .localDateTime: "LOCAL DATETIME"
    case .duration: "DURATION"
    case .point: "POINT"
    }
  }

  /// The place of a type among others, as the manual orders them.
  private var typeRank: Int {
    switch self {
    case .null: 0
    case .boolean: 1
    case .string: 2
    case .integer: 3
    case .float: 4
    case .date: 5
    case .localTime: 6
    case .time: 7
    case .localDateTime: 8
    case .dateTime: 9
    case .duration: 10
    case .point: 11
    case .node: 12
    case .relationship: 13
    case .map: 14
    case .list: 15
    case .path: 16
    }
  }

  /// The types of elements, each once; a null among them takes NOT NULL away from all.
  private static func elementTypeNames(_ items: [Value]) -> String {
    if items.isEmpty { return "NOTHING" }
    var names: [(rank: Int, name: String)] = []
    var hasNull = false
    for item in items {
      if case .null = item {
        hasNull = true
        continue
      }
      let (rank, name) = (item.typeRank, item.bareTypeName)
      if !names.contains(where: { $0.name == name }) { names.append((rank, name)) }
    }
    if names.isEmpty { return "NULL" }
    names.sort { ($0.rank, $0.name) < ($1.rank, $1.name) }
    return names.map { hasNull ? $0.name : "\($0.name) NOT NULL" }.joined(separator: " | ")
  }
}
