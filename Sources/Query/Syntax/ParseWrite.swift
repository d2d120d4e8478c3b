// Clauses that write.

internal import Graph
internal import Text

extension Parser {
  mutating func parseWrite(_ keyword: Keyword) throws(QueryError) -> Clause.Kind {
    if isInsideExpression {
      throw .syntax(
        .invalidClauseComposition,
        "\(keyword.text) cannot stand in an expression, which only reads",
        subject: keyword.text, at: current.span, hint: "write in a clause of its own")
    }
    switch keyword {
    case .create:
      advance()
      return .create(try parsePatterns(.create))
    case .merge: return try parseMerge()
    case .set:
      advance()
      return .set(try parseSetItems())
    case .remove: return try parseRemove()
    case .delete, .detach: return try parseDelete()
    case .foreach: return try parseForEach()
    default: throw unexpected("a clause")
    }
  }

  // Merge = MERGE Path { ON ( CREATE | MATCH ) SET SetItems }
  private mutating func parseMerge() throws(QueryError) -> Clause.Kind {
    advance()
    let pattern = try parsePath(.merge)
    var onCreate: [SetItem] = []
    var onMatch: [SetItem] = []
    while skip(.on) {
      let isCreate = isAt(.create)
      guard skip(.create) || skip(.match) else { throw unexpected("CREATE or MATCH") }
      try expect(.set)
      let items = try parseSetItems()
      if isCreate { onCreate += items } else { onMatch += items }
    }
    return .merge(pattern, onCreate: onCreate, onMatch: onMatch)
  }

  // SetItems = SetItem { ',' SetItem }
  private mutating func parseSetItems() throws(QueryError) -> [SetItem] {
    var items: [SetItem] = []
    repeat { items.append(try parseSetItem()) } while skip(.comma)
    return items
  }

  // SetItem = Operand '.' key '=' Expression | Operand '[' key ']' '=' Expression |
  //           Variable ( '=' | '+=' ) Expression | Variable LabelNames
  private mutating func parseSetItem() throws(QueryError) -> SetItem {
    if isAt(.openParenthesis), isAtPattern(position) {
      throw unexpected("a property such as n.key or a variable")
    }
    let target = try parseTarget()
    switch target.kind {
    case .property(let subject, let key):
      try expect(.equal, "'='")
      return .property(subject, key, try parseValue())
    case .subscripted(let subject, let key):
      try expect(.equal, "'='")
      return .dynamicProperty(subject, key: key, try parseValue())
    case .variable(let name):
      if skip(.equal) { return .replaceAll(name, try parseValue()) }
      if skip(.plusEqual) { return .merge(name, try parseValue()) }
      guard isAt(.colon) else { throw unexpected("'=', '+=', '.' or ':'") }
      return .labels(name, try parseLabelNames())
    default: throw notSettable(target)
    }
  }

  private mutating func parseTarget() throws(QueryError) -> Expression {
    declareNextKeyword()
    return try parseOperand(withLabels: false)
  }

  /// A reserved word that is followed by what only a variable can have is one.
  private mutating func declareNextKeyword() {
    guard let keyword = current.keyword, keyword.isReserved else { return }
    switch token().kind {
    case .dot, .equal, .plusEqual, .colon, .openBracket: declaredKeywords.insert(keyword)
    default: break
    }
  }

  private func notSettable(_ target: Expression) -> QueryError {
    .syntax(
      .unexpectedSyntax, "only properties and labels can be changed",
      subject: text(of: target.span).string, at: target.span, hint: "name one, such as n.key")
  }

  // Remove = REMOVE RemoveItem { ',' RemoveItem }
  // RemoveItem = Operand '.' key | Operand '[' key ']' | Variable LabelNames
  private mutating func parseRemove() throws(QueryError) -> Clause.Kind {
    advance()
    var items: [RemoveItem] = []
    repeat {
      let target = try parseTarget()
      switch target.kind {
      case .property(let subject, let key): items.append(.property(subject, key))
      case .subscripted(let subject, let key):
        items.append(.dynamicProperty(subject, key: key))
      case .variable(let name): items.append(.labels(name, try parseLabelNames()))
      default: throw notSettable(target)
      }
    } while skip(.comma)
    return .remove(items)
  }

  // Delete = [ DETACH ] DELETE Expression { ',' Expression }
  private mutating func parseDelete() throws(QueryError) -> Clause.Kind {
    let isDetaching = skip(.detach)
    try expect(.delete)
    var targets: [Expression] = []
    repeat {
      let target = try parseValue()
      if case .hasLabels = target.kind {
        let text = text(of: target.span)
        throw .syntax(
          .invalidDelete, "DELETE takes nodes, relationships and paths, not \(text)",
          subject: text.string, at: target.span,
          hint: "use REMOVE to take away a label; the type of a relationship cannot be changed")
      }
      targets.append(target)
    } while skip(.comma)
    return .delete(targets, isDetaching: isDetaching)
  }

  // ForEach = FOREACH '(' Variable IN Expression '|' Clause { Clause } ')'
  private mutating func parseForEach() throws(QueryError) -> Clause.Kind {
    advance()
    try expect(.openParenthesis, "'('")
    try enter()
    let (name, list) = try parseIteration()
    try expect(.bar, "'|'")
    var clauses: [Clause] = []
    while let keyword = current.keyword, keyword.beginsClause {
      let clause = try parseClause(keyword)
      guard clause.writes else {
        throw .syntax(
          .invalidClauseComposition, "\(keyword.text) cannot stand in FOREACH, which only writes",
          subject: keyword.text, at: clause.span, hint: "use UNWIND or CALL { … } instead")
      }
      clauses.append(clause)
    }
    guard !clauses.isEmpty else {
      throw unexpected("a clause that writes", hint: nearKeyword(among: Self.clauseKeywords))
    }
    leave()
    try expect(.closeParenthesis, "a clause that writes or ')'")
    return .forEach(name: name, list: list, clauses: clauses)
  }
}

extension Clause {
  /// Whether it does nothing but write.
  fileprivate var writes: Bool {
    switch kind {
    case .create, .merge, .set, .remove, .delete, .forEach: true
    case .match, .unwind, .with, .returning, .call, .subquery, .loadCSV: false
    }
  }
}
