// The tree of a statement as nested lists, one line per clause, for tests and for whoever wants to
// see how a query was read. Places are left out; so is nothing else.

internal import Graph
internal import Text

extension Statement {
  /// The tree as text.
  var treeText: String {
    let prefix: String =
      switch mode {
      case .run: ""
      case .explain: "explain "
      case .profile: "profile "
      }
    return switch body {
    case .query(let query): prefix + TreePrinter.text(query, indent: "")
    case .createIndex(let index): prefix + TreePrinter.text(index, verb: "create-index")
    case .dropIndex(let index): prefix + TreePrinter.text(index, verb: "drop-index")
    case .dropNamedIndex(let name, let isConditional):
      prefix
        + TreePrinter.list(
          "drop-index", isConditional ? "if" : nil, "(name \(TreePrinter.text(name)))")
    }
  }
}

extension Expression {
  /// The tree as text.
  var treeText: String { TreePrinter.text(self) }
}

/// Makes lists of lists; the productions have the order of the tree's own files.
private enum TreePrinter {
  static func list(_ parts: String?...) -> String { list(parts.compactMap { $0 }) }

  static func list(_ parts: [String]) -> String { "(" + parts.joined(separator: " ") + ")" }

  static func text(_ name: Name) -> String {
    let isPlain = name.text.string.utf8.allSatisfy { byte in
      (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5f || byte >= 0x80
    }
    return isPlain && name.text.byteCount > 0 ? name.text.string : quoteIdentifier(name.text.string)
  }

  static func text(_ value: Value) -> String {
    var bytes: [UInt8] = []
    bytes.append(cypher: value)
    return UTF8String(repairing: bytes.span).string
  }

  // MARK: Statements

  static func text(_ index: IndexStatement, verb: String) -> String {
    list(
      verb, index.kind == .automatic ? nil : index.kind == .range ? "range" : "text",
      index.isConditional ? "if" : nil, index.name.map { "(name \(text($0)))" },
      index.label.map { ":" + text($0) }, "." + text(index.key))
  }

  static func text(_ query: Query, indent: String) -> String {
    var lines = ["(query"]
    for (place, part) in query.parts.enumerated() {
      if place > 0 {
        lines.append(indent + (query.unions[place - 1].kind == .all ? "  union-all" : "  union"))
      }
      for clause in part.clauses {
        lines.append(indent + "  " + text(clause, indent: indent + "  "))
      }
    }
    return lines.joined(separator: "\n") + ")"
  }

  static func text(_ clause: Clause, indent: String) -> String {
    switch clause.kind {
    case .match(let match):
      list(
        [match.isOptional ? "optional-match" : "match"] + match.patterns.map(text)
          + part("where", match.filter))
    case .unwind(let items, let name): list("unwind", text(items), text(name))
    case .with(let body, let filter): list(["with"] + parts(body) + part("where", filter))
    case .returning(let body): list(["return"] + parts(body))
    case .create(let patterns): list(["create"] + patterns.map(text))
    case .merge(let pattern, let onCreate, let onMatch):
      list(
        "merge", text(pattern), onCreate.isEmpty ? nil : list(["on-create"] + onCreate.map(text)),
        onMatch.isEmpty ? nil : list(["on-match"] + onMatch.map(text)))
    case .set(let items): list(["set"] + items.map(text))
    case .remove(let items): list(["remove"] + items.map(text))
    case .delete(let targets, let isDetaching):
      list([isDetaching ? "detach-delete" : "delete"] + targets.map(text))
    case .forEach(let name, let items, let clauses):
      list(["foreach", text(name), text(items)] + clauses.map { text($0, indent: indent) })
    case .call(let call): text(call)
    case .subquery(let query, let imports):
      list(
        "subquery", imports.map { list(["imports"] + $0.map(text)) },
        text(query, indent: indent))
    case .loadCSV(let load):
      list(
        "load-csv", load.hasHeaders ? "headers" : nil, text(load.source), text(load.name),
        load.separator.map(text))
    }
  }

  static func part(_ head: String, _ expression: Expression?) -> [String] {
    expression.map { [list(head, text($0))] } ?? []
  }

  static func parts(_ body: ProjectionBody) -> [String] {
    var result: [String] = []
    if body.isDistinct { result.append("distinct") }
    if body.star != nil { result.append("*") }
    for item in body.items {
      let alias = item.alias.map { list("as", text($0)) }
      result.append(
        list("item", text(item.expression), alias, alias == nil ? text(.string(item.text)) : nil))
    }
    if !body.order.isEmpty {
      let items = body.order.map {
        $0.isDescending ? list("desc", text($0.expression)) : text($0.expression)
      }
      result.append(list(["order"] + items))
    }
    return result + part("skip", body.skip) + part("limit", body.limit)
  }

  static func text(_ item: SetItem) -> String {
    switch item {
    case .property(let subject, let key, let value):
      list("=", list(".", text(subject), text(key)), text(value))
    case .dynamicProperty(let subject, let key, let value):
      list("=", list("at", text(subject), text(key)), text(value))
    case .replaceAll(let name, let value): list("=", text(name), text(value))
    case .merge(let name, let value): list("+=", text(name), text(value))
    case .labels(let name, let labels): list(["labels", text(name)] + labels.map(text))
    }
  }

  static func text(_ item: RemoveItem) -> String {
    switch item {
    case .property(let subject, let key): list(".", text(subject), text(key))
    case .dynamicProperty(let subject, let key): list("at", text(subject), text(key))
    case .labels(let name, let labels): list(["labels", text(name)] + labels.map(text))
    }
  }

  static func text(_ call: CallClause) -> String {
    var parts = [call.isStandalone ? "call-alone" : "call", text(call.name)]
    if let arguments = call.arguments { parts.append(list(["arguments"] + arguments.map(text))) }
    switch call.yield {
    case .nothing: break
    case .star: parts.append(list("yield", "*"))
    case .items(let items, let filter):
      let columns = items.map { item in
        item.alias.map { list("as", text(item.column), text($0)) } ?? text(item.column)
      }
      parts.append(list(["yield"] + columns + part("where", filter)))
    }
    return list(parts)
  }

  // MARK: Patterns

  static func text(_ path: PathPattern) -> String {
    var parts = [path.shortest?.rawValue ?? "path"]
    if let name = path.name { parts.append(list("as", text(name))) }
    for (place, node) in path.nodes.enumerated() {
      if place > 0 { parts.append(text(path.relationships[place - 1])) }
      parts.append(text(node))
    }
    return list(parts)
  }

  static func text(_ node: NodePattern) -> String {
    list(
      ["node"] + (node.name.map { [text($0)] } ?? []) + part(node.labels)
        + (node.properties.map { [text($0)] } ?? []) + part("where", node.filter))
  }

  static func text(_ relationship: RelationshipPatternSyntax) -> String {
    let arrow =
      switch relationship.direction {
      case .right: "->"
      case .left: "<-"
      case .either: "--"
      }
    var parts = [arrow]
    if let name = relationship.name { parts.append(text(name)) }
    parts += part(relationship.types)
    if let length = relationship.length {
      let minimum = length.minimum.map { "\($0)" } ?? ""
      let maximum = length.maximum.map { "\($0)" } ?? ""
      parts.append("*" + (length.isExact ? minimum : minimum + ".." + maximum))
    }
    if let properties = relationship.properties { parts.append(text(properties)) }
    return list(parts + part("where", relationship.filter))
  }

  static func part(_ labels: LabelExpression?) -> [String] { labels.map { [":" + text($0)] } ?? [] }

  static func text(_ labels: LabelExpression) -> String {
    switch labels {
    case .name(let name): text(name)
    case .and(let left, let right): list("&", text(left), text(right))
    case .or(let left, let right): list("|", text(left), text(right))
    case .not(let operand, _): list("!", text(operand))
    case .wildcard: "%"
    }
  }

  // MARK: Expressions

  static func text(_ expression: Expression) -> String {
    switch expression.kind {
    case .literal(let value): text(value)
    case .parameter(let name): "$" + text(name)
    case .variable(let name): text(name)
    case .property(let subject, let key): list(".", text(subject), text(key))
    case .hasLabels(let subject, let labels): list("is", text(subject), ":" + text(labels))
    case .subscripted(let subject, let index): list("at", text(subject), text(index))
    case .slice(let subject, let from, let to):
      list("slice", text(subject), from.map(text) ?? "_", to.map(text) ?? "_")
    case .list(let items): list(["list"] + items.map(text))
    case .map(let entries): list(["map"] + entries.map(text))
    case .mapProjection(let name, let items): list(["project", text(name)] + items.map(text))
    case .unary(let operation, let operand): list(word(operation.rawValue), text(operand))
    case .binary(let operation, let left, let right):
      list(word(operation.rawValue), text(left), text(right))
    case .comparison(let first, let rest):
      list(["compare", text(first)] + rest.flatMap { [$0.0.rawValue, text($0.1)] })
    case .call(let call):
      list(
        ["call", text(call.name)] + (call.isDistinct ? ["distinct"] : [])
          + call.arguments.map(text))
    case .countStar: "(count *)"
    case .caseOf(let subject, let branches, let otherwise):
      list(
        ["case"] + (subject.map { [text($0)] } ?? [])
          + branches.map { list("when", text($0.when), text($0.then)) } + part("else", otherwise))
    default: textOfScope(expression)
    }
  }

  /// The kinds that bring variables of their own.
  private static func textOfScope(_ expression: Expression) -> String {
    switch expression.kind {
    case .listComprehension(let variable, let items, let filter, let result):
      list(
        ["comprehension", text(variable), text(items)] + part("where", filter)
          + part("result", result))
    case .patternComprehension(let path, let pattern, let filter, let result):
      list(
        ["pattern-comprehension"] + (path.map { [text($0)] } ?? []) + [text(pattern)]
          + part("where", filter) + part("result", result))
    case .quantifier(let quantifier, let variable, let items, let condition):
      list(quantifier.rawValue, text(variable), text(items), text(condition))
    case .reduce(let accumulator, let initial, let variable, let items, let step):
      list(
        "reduce", text(accumulator), text(initial), text(variable), text(items), text(step))
    case .patternPredicate(let pattern): list("pattern", text(pattern))
    case .exists(let body): list("exists", text(body))
    case .count(let body): list("count", text(body))
    case .collect(let body): list("collect", text(body))
    case .shortestPath(let pattern): text(pattern)
    default: ""
    }
  }

  private static func word(_ operation: String) -> String {
    operation.lowercased().split(separator: " ").joined(separator: "-")
  }

  static func text(_ entry: MapEntry) -> String { list(text(entry.key), text(entry.value)) }

  static func text(_ item: MapProjectionItem) -> String {
    switch item {
    case .property(let key): "." + text(key)
    case .allProperties: ".*"
    case .variable(let name): text(name)
    case .entry(let entry): text(entry)
    }
  }

  static func text(_ body: SubqueryBody) -> String {
    switch body {
    case .patterns(let patterns, let filter):
      list(["patterns"] + patterns.map(text) + part("where", filter))
    case .query(let query): text(query, indent: "  ")
    }
  }
}
