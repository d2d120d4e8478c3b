// The tree of a statement as openCypher again, with parentheses around every operator, to check
// that nothing is lost between text and tree.

import Graph
import Text

@testable import Query

enum CypherText {
  static func of(_ statement: Statement) -> String {
    let mode = statement.mode == .run ? "" : statement.mode == .explain ? "EXPLAIN " : "PROFILE "
    return switch statement.body {
    case .query(let query): mode + of(query)
    case .createIndex(let index): mode + of(index, "CREATE", "IF NOT EXISTS ")
    case .dropIndex(let index): mode + of(index, "DROP", "IF EXISTS ")
    case .dropNamedIndex(let name, let isConditional):
      mode + "DROP INDEX \(of(name))" + (isConditional ? " IF EXISTS" : "")
    }
  }

  private static func of(_ index: IndexStatement, _ verb: String, _ condition: String) -> String {
    let kind = index.kind == .automatic ? "" : index.kind == .range ? "RANGE " : "TEXT "
    let label = index.label.map { ":" + of($0) } ?? ""
    let name = index.name.map { of($0) + " " } ?? ""
    return "\(verb) \(kind)INDEX \(name)\(index.isConditional ? condition : "")FOR (n\(label)) "
      + "ON (n.\(of(index.key)))"
  }

  private static func of(_ query: Query) -> String {
    var text = ""
    for (place, part) in query.parts.enumerated() {
      if place > 0 { text += query.unions[place - 1].kind == .all ? " UNION ALL " : " UNION " }
      text += part.clauses.map(of).joined(separator: " ")
    }
    return text
  }

  private static func of(_ name: Name) -> String { quoteIdentifier(name.text.string) }

  private static func list<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
    items.map(text).joined(separator: ", ")
  }

  private static func part(_ word: String, _ expression: Expression?) -> String {
    expression.map { " \(word) \(of($0))" } ?? ""
  }

  // MARK: Clauses

  private static func of(_ clause: Clause) -> String {
    switch clause.kind {
    case .match(let match):
      (match.isOptional ? "OPTIONAL MATCH " : "MATCH ") + list(match.patterns, of)
        + part("WHERE", match.filter)
    case .unwind(let items, let name): "UNWIND \(of(items)) AS \(of(name))"
    case .with(let body, let filter): "WITH " + of(body) + part("WHERE", filter)
    case .returning(let body): "RETURN " + of(body)
    case .create(let patterns): "CREATE " + list(patterns, of)
    case .merge(let pattern, let onCreate, let onMatch):
      "MERGE " + of(pattern) + (onCreate.isEmpty ? "" : " ON CREATE SET " + list(onCreate, of))
        + (onMatch.isEmpty ? "" : " ON MATCH SET " + list(onMatch, of))
    case .set(let items): "SET " + list(items, of)
    case .remove(let items): "REMOVE " + list(items, of)
    case .delete(let targets, let isDetaching):
      (isDetaching ? "DETACH DELETE " : "DELETE ") + list(targets, of)
    case .forEach(let name, let items, let clauses):
      "FOREACH (\(of(name)) IN \(of(items)) | \(clauses.map(of).joined(separator: " ")))"
    case .call(let call): of(call)
    case .subquery(let query, let imports):
      "CALL \(imports.map { "(\(list($0, of))) " } ?? ""){ \(of(query)) }"
    case .loadCSV(let load):
      "LOAD CSV \(load.hasHeaders ? "WITH HEADERS " : "")FROM \(of(load.source)) "
        + "AS \(of(load.name))" + part("FIELDTERMINATOR", load.separator)
    }
  }

  private static func of(_ body: ProjectionBody) -> String {
    let items = (body.star == nil ? [] : ["*"]) + body.items.map(of)
    let order = body.order.map { of($0.expression) + ($0.isDescending ? " DESC" : "") }
    return (body.isDistinct ? "DISTINCT " : "") + items.joined(separator: ", ")
      + (order.isEmpty ? "" : " ORDER BY " + order.joined(separator: ", "))
      + part("SKIP", body.skip) + part("LIMIT", body.limit)
  }

  /// The text of a column is a part of the tree, so it is kept.
  private static func of(_ item: ProjectionItem) -> String {
    item.alias.map { "\(of(item.expression)) AS \(of($0))" } ?? item.text.string
  }

  private static func of(_ item: SetItem) -> String {
    switch item {
    case .property(let subject, let key, let value): "(\(of(subject))).\(of(key)) = \(of(value))"
    case .dynamicProperty(let subject, let key, let value):
      "(\(of(subject)))[\(of(key))] = \(of(value))"
    case .replaceAll(let name, let value): "\(of(name)) = \(of(value))"
    case .merge(let name, let value): "\(of(name)) += \(of(value))"
    case .labels(let name, let labels): of(name) + labels.map { ":" + of($0) }.joined()
    }
  }

  private static func of(_ item: RemoveItem) -> String {
    switch item {
    case .property(let subject, let key): "(\(of(subject))).\(of(key))"
    case .dynamicProperty(let subject, let key): "(\(of(subject)))[\(of(key))]"
    case .labels(let name, let labels): of(name) + labels.map { ":" + of($0) }.joined()
    }
  }

  private static func of(_ call: CallClause) -> String {
    // The name holds its dots; quoted as one it gives the same tree.
    var text = "CALL " + of(call.name)
    if let arguments = call.arguments { text += "(\(list(arguments, of)))" }
    switch call.yield {
    case .nothing: break
    case .star: text += " YIELD *"
    case .items(let items, let filter):
      let columns = items.map { of($0.column) + ($0.alias.map { " AS " + of($0) } ?? "") }
      text += " YIELD " + (columns.isEmpty ? "-" : columns.joined(separator: ", "))
      text += part("WHERE", filter)
    }
    return text
  }

  // MARK: Patterns

  private static func of(_ path: PathPattern) -> String {
    var text = path.nodes.isEmpty ? "" : of(path.nodes[0])
    for (relationship, node) in zip(path.relationships, path.nodes.dropFirst()) {
      text += of(relationship) + of(node)
    }
    if let shortest = path.shortest { text = "\(shortest.rawValue)(\(text))" }
    return (path.name.map { of($0) + " = " } ?? "") + text
  }

  private static func of(_ node: NodePattern) -> String {
    let parts = [
      (node.name.map(of) ?? "") + (node.labels.map { ":" + of($0) } ?? ""),
      node.properties.map(plain) ?? "", node.filter.map { "WHERE " + of($0) } ?? "",
    ]
    return "(" + parts.joined(separator: " ") + ")"
  }

  private static func of(_ relationship: RelationshipPatternSyntax) -> String {
    var length = ""
    if let range = relationship.length {
      let minimum = range.minimum.map { "\($0)" } ?? ""
      let maximum = range.maximum.map { "\($0)" } ?? ""
      length = "*" + (range.isExact ? minimum : minimum + ".." + maximum)
    }
    let parts = [
      (relationship.name.map(of) ?? "") + (relationship.types.map { ":" + of($0) } ?? "") + length,
      relationship.properties.map(plain) ?? "",
      relationship.filter.map { "WHERE " + of($0) } ?? "",
    ]
    return (relationship.direction == .left ? "<-[" : "-[") + parts.joined(separator: " ")
      + (relationship.direction == .right ? "]->" : "]-")
  }

  private static func of(_ labels: LabelExpression) -> String {
    switch labels {
    case .name(let name): of(name)
    case .and(let left, let right): "(\(of(left)) & \(of(right)))"
    case .or(let left, let right): "(\(of(left)) | \(of(right)))"
    case .not(let operand, _): "!\(of(operand))"
    case .wildcard: "%"
    }
  }

  // MARK: Expressions

  /// In parentheses unless it is a single token; patterns may not be.
  private static func of(_ expression: Expression) -> String {
    switch expression.kind {
    case .literal, .variable, .parameter, .call, .countStar, .list, .map, .patternPredicate,
      .shortestPath:
      plain(expression)
    default: "(\(plain(expression)))"
    }
  }

  private static func plain(_ expression: Expression) -> String {
    switch expression.kind {
    case .literal(let value):
      var bytes: [UInt8] = []
      bytes.append(cypher: value)
      return UTF8String(repairing: bytes.span).string
    case .parameter(let name): return "$" + of(name)
    case .variable(let name): return of(name)
    case .property(let subject, let key): return "(\(of(subject))).\(of(key))"
    case .hasLabels(let subject, let labels): return "(\(of(subject))):\(of(labels))"
    case .subscripted(let subject, let index): return "(\(of(subject)))[\(of(index))]"
    case .slice(let subject, let from, let to):
      return "(\(of(subject)))[\(from.map(of) ?? "")..\(to.map(of) ?? "")]"
    case .list(let items): return "[\(list(items, of))]"
    case .map(let entries): return "{\(list(entries, of))}"
    case .mapProjection(let name, let items): return "\(of(name)) {\(list(items, of))}"
    case .unary(.isNull, let operand): return "\(of(operand)) IS NULL"
    case .unary(.isNotNull, let operand): return "\(of(operand)) IS NOT NULL"
    // Parentheses keep the sign from becoming a part of a number.
    case .unary(let operation, let operand): return "\(operation.rawValue) (\(of(operand)))"
    case .binary(let operation, let left, let right):
      return "\(of(left)) \(operation.rawValue) \(of(right))"
    case .comparison(let first, let rest):
      return of(first) + rest.map { " \($0.0.rawValue) \(of($0.1))" }.joined()
    case .call(let call):
      return "\(of(call.name))(\(call.isDistinct ? "DISTINCT " : "")\(list(call.arguments, of)))"
    case .countStar: return "count(*)"
    case .caseOf(let subject, let branches, let otherwise):
      let cases = branches.map { " WHEN \(of($0.when)) THEN \(of($0.then))" }.joined()
      return "CASE \(subject.map(of) ?? "")\(cases)\(part("ELSE", otherwise)) END"
    default: return scope(expression)
    }
  }

  private static func scope(_ expression: Expression) -> String {
    switch expression.kind {
    case .listComprehension(let name, let items, let filter, let result):
      "[\(of(name)) IN \(of(items))\(part("WHERE", filter))\(part("|", result))]"
    case .patternComprehension(let path, let pattern, let filter, let result):
      "[\(path.map { of($0) + " = " } ?? "")\(of(pattern))\(part("WHERE", filter)) | \(of(result))]"
    case .quantifier(let quantifier, let name, let items, let condition):
      "\(quantifier.rawValue)(\(of(name)) IN \(of(items)) WHERE \(of(condition)))"
    case .reduce(let accumulator, let initial, let name, let items, let step):
      "reduce(\(of(accumulator)) = \(of(initial)), \(of(name)) IN \(of(items)) | \(of(step)))"
    case .patternPredicate(let pattern), .shortestPath(let pattern): of(pattern)
    case .exists(let body): "EXISTS { \(of(body)) }"
    case .count(let body): "COUNT { \(of(body)) }"
    case .collect(let body): "COLLECT { \(of(body)) }"
    default: ""
    }
  }

  private static func of(_ entry: MapEntry) -> String { "\(of(entry.key)): \(of(entry.value))" }

  private static func of(_ item: MapProjectionItem) -> String {
    switch item {
    case .property(let key): "." + of(key)
    case .allProperties: ".*"
    case .variable(let name): of(name)
    case .entry(let entry): of(entry)
    }
  }

  private static func of(_ body: SubqueryBody) -> String {
    switch body {
    case .patterns(let patterns, let filter): list(patterns, of) + part("WHERE", filter)
    case .query(let query): of(query)
    }
  }
}
