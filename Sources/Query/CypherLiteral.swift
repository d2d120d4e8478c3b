// Values as expressions of openCypher that give exactly the same value: floats with all their
// digits and the special ones as divisions, temporal values by the functions that make them. Names
// are always quoted. Nodes, relationships and paths have no literal; they cannot be properties
// either.

public import Graph
internal import Text

extension [UInt8] {
  /// Appends an expression that gives the value.
  public mutating func append(cypher value: Value) {
    switch value {
    case .float(let number) where !number.isFinite:
      append(literal: number.isNaN ? "0.0/0.0" : number < 0 ? "-1.0/0.0" : "1.0/0.0")
    case .list(let items):
      append(0x5b)
      for (place, item) in items.enumerated() {
        if place > 0 { append(literal: ", ") }
        append(cypher: item)
      }
      append(0x5d)
    case .map(let map):
      append(cypherMap: map.entries.lazy.map { ($0.key, $0.value) })
    default: value.appendLiteral(to: &self)
    }
  }

  /// Appends a map.
  internal mutating func append(cypherMap entries: some Sequence<(UTF8String, Value)>) {
    append(0x7b)
    var isFirst = true
    for (key, value) in entries {
      if !isFirst { append(literal: ", ") }
      isFirst = false
      append(contentsOf: quoteIdentifier(key.string).utf8)
      append(literal: ": ")
      append(cypher: value)
    }
    append(0x7d)
  }
}
