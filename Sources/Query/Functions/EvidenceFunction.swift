// Why a fact is believed: `evidence` reads the property of that name, a list of texts, each a JSON
// object with page, article, start, end, sentence, rule, confidence and what else a reader of pages
// knows. Texts that are no such object are kept as they are, under the key `text`.

internal import Graph
internal import Text

extension GraphFunctions {
  static let evidence = ScalarFunction(
    "evidence", [("fact", .entity)], gives: .list(of: .map),
    "The evidence of a node or relationship: a map for each witness."
  ) { (arguments, context) throws(QueryError) -> Value in
    switch try map(arguments, context, "evidence")["evidence"] {
    case nil, .null?: .list([])
    case .list(let witnesses)?: .list(witnesses.map(witness))
    case let single?: .list([witness(single)])
    }
  }

  private static func witness(_ stored: Value) -> Value {
    if case .string(let text) = stored, let json = text.withBytes({ try? parseJSON($0) }),
      case .object = json
    {
      return Value(untyped: json)
    }
    let key: UTF8String = "text"
    return .map(ValueMap([(key, stored)]))
  }
}
