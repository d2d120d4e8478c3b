// How each relation turns a query or a graph around, and what must come of it.

import Graph
import Query
import Text

extension RelationCheck {
  mutating func holds() throws -> Bool {
    switch relation {
    case .partition: return try partition()
    case .narrowed: return try narrowed()
    case .optional: return try optional()
    case .counted: return try counted()
    case .beside: return try beside()
    case .optimizer, .threads, .parameters: return try otherwise()
    case .indexes, .insertionOrder, .reload: return try onOtherGraph()
    case .reversed, .reordered, .inserted: return try rewritten()
    case .doubled, .united: return try withItself()
    }
  }

  /// Both answers must be the same.
  private func same(
    _ first: (how: String, answer: QueryAnswer), _ second: (how: String, answer: QueryAnswer)
  ) throws -> Bool {
    if first.answer.isOutOfLimits || second.answer.isOutOfLimits { return false }
    if first.answer.isCompileFailure || first.answer != second.answer {
      throw violation([first, second])
    }
    return true
  }

  private var options: QueryOptions {
    var options = QueryOptions()
    options.threads = 1
    // A pair that takes long is left out: hundreds of small ones say more than one large.
    options.limits.milliseconds = 500
    options.limits.rows = 20_000
    options.limits.memoryBytes = 1 << 28
    return options
  }

  private func ask(_ query: RandomQuery, on graph: Graph) -> (how: String, answer: QueryAnswer) {
    (query.text, query.answer(on: graph, options: options))
  }

  // MARK: The same query, asked otherwise

  private func otherwise() throws -> Bool {
    let made = try graph.graph()
    var changed = options
    var withParameters = false
    switch relation {
    case .optimizer: changed.isOptimized = false
    case .threads: changed.threads = 2
    default: withParameters = true
    }
    let second = query.answer(on: made, options: changed, withParameters: withParameters)
    let how = withParameters ? query.textWithParameters : "with changed options"
    return try same(ask(query, on: made), (how, second))
  }

  private func onOtherGraph() throws -> Bool {
    let first = ask(query, on: try graph.graph())
    switch relation {
    case .indexes: return try same(first, ask(query, on: try indexed()))
    case .insertionOrder: return try same(first, ask(query, on: try graph.graph(order: seed | 1)))
    default:
      let directory = TemporaryDirectory()
      let file = directory.file("g.kin")
      let written = try Graph.open(file, createIfMissing: true)
      try graph.write(into: written)
      if seed & 1 == 0 { try written.checkpoint() }
      written.close()
      let opened = try Graph.open(file)
      defer { opened.close() }
      return try same(first, ask(query, on: opened))
    }
  }

  /// The graph with indexes over whatever queries ask for; those that come by themselves are gone
  /// where the seed says so.
  private func indexed() throws -> Graph {
    let made = try graph.graph()
    try made.write { transaction in
      for index in transaction.view.indexes where seed & 2 == 0 { try transaction.dropIndex(index) }
      for name in ["x", "u", "name", "m", "b"] as [UTF8String] {
        let key = try transaction.key(named: name)
        for label in [nil, "A", "B"] as [UTF8String?] {
          let number = try label.map { try transaction.label(named: $0) }
          for kind in IndexDefinition.Kind.allCases {
            let definition = IndexDefinition(kind, label: number, key: key)
            if transaction.view.indexes.contains(definition) { continue }
            try transaction.createIndex(definition)
          }
        }
      }
    }
    return made
  }

  // MARK: The same question in other words

  private mutating func rewritten() throws -> Bool {
    var changed = query
    for place in changed.singles.indices {
      switch relation {
      case .inserted: insert(into: &changed.singles[place])
      default:
        for clause in changed.singles[place].clauses.indices {
          guard case .match(var match) = changed.singles[place].clauses[clause] else { continue }
          if relation == .reversed {
            match.paths = match.paths.map { $0.reversed ?? $0 }
          } else {
            match.paths = match.paths.flatMap { $0.halves }.shuffled(using: &random)
          }
          changed.singles[place].clauses[clause] = .match(match)
        }
      }
    }
    if changed.text == query.text { return false }
    let made = try graph.graph()
    return try same(ask(query, on: made), ask(changed, on: made))
  }

  private mutating func insert(into single: inout RandomQuery.Single) {
    var clauses: [RandomQuery.Clause] = []
    for (place, clause) in single.clauses.enumerated() {
      var clause = clause
      if case .match(var match) = clause, match.condition == nil, random.oneIn(2) {
        match.condition = "true"
        clause = .match(match)
      }
      if random.oneIn(2) { clauses.append(.text("UNWIND [1] AS one\(place)")) }
      clauses.append(clause)
      // There is nothing to pass on where nothing has a name; what was put in always has one.
      if clauses.count > place + 1, random.oneIn(2) { clauses.append(.text("WITH *")) }
    }
    single.clauses = clauses
  }

  private func withItself() throws -> Bool {
    guard query.singles.count == 1, query.singles[0].tail.isEmpty else { return false }
    let made = try graph.graph()
    var twice = query
    twice.singles.append(query.singles[0])
    twice.union = relation == .doubled ? "UNION ALL" : "UNION"
    let found = ask(twice, on: made)
    var once = query
    if relation == .united {
      // Lists in no order may differ from one half to the other.
      if query.ignoresListOrder { return false }
      once.singles[0].distinct = true
      return try same(ask(once, on: made), found)
    }
    var first = ask(query, on: made)
    if case .rows(let lines) = first.answer { first.answer = .rows((lines + lines).sorted()) }
    return try same(first, found)
  }

  private func counted() throws -> Bool {
    let made = try graph.graph()
    let rows = ask(query, on: made)
    let text = "CALL () { \(query.text) } RETURN count(*) AS c"
    let count: QueryAnswer
    do {
      let result = try QuerySession(made, options: options).query(text)
      count = QueryAnswer(
        result.rows, in: made.snapshot, isOrdered: true, ignoresListOrder: false)
    } catch {
      count = QueryAnswer(error)
    }
    var wanted = rows
    if case .rows(let lines) = rows.answer { wanted.answer = .rows(["\(lines.count)"]) }
    return try same(wanted, (text, count))
  }

  // MARK: Parts of plain queries

  /// The one MATCH; nil for a query that was reduced to counting, whose rows say nothing.
  private var match: RandomQuery.Match? {
    if query.singles.first?.items.first?.expression == "count(*)" { return nil }
    guard case .match(let match) = query.singles.first?.clauses.first else { return nil }
    return match
  }

  private func with(_ change: (inout RandomQuery.Match) -> Void) -> RandomQuery {
    var changed = query
    guard var match else { return query }
    change(&match)
    changed.singles[0].clauses[0] = .match(match)
    return changed
  }

  private func partition() throws -> Bool {
    guard let condition = match?.conditionsToAdd.first else { return false }
    let made = try graph.graph()
    var parts: [(how: String, answer: QueryAnswer)] = []
    for form in ["(\(condition))", "(NOT (\(condition)))", "((\(condition)) IS NULL)"] {
      let part = with { match in
        match.condition = match.condition.map { "(\($0)) AND \(form)" } ?? form
      }
      parts.append(ask(part, on: made))
    }
    let all = ask(query, on: made)
    let together = parts.flatMap(\.answer.lines).sorted()
    let isFine =
      !parts.contains(where: \.answer.isFailure) && all.answer == QueryAnswer.rows(together)
    if !isFine && !(parts + [all]).contains(where: \.answer.isOutOfLimits) {
      throw violation([all] + parts)
    }
    return true
  }

  private mutating func narrowed() throws -> Bool {
    guard let match else { return false }
    var candidates: [RandomQuery] = []
    for path in match.paths.indices {
      for link in match.paths[path].links.indices {
        let known = match.paths[path].links[link]
        if known.direction == .either {
          candidates.append(with { $0.paths[path].links[link].direction = .left })
        }
        let isName = known.body.allSatisfy { $0.isLetter || $0.isNumber }
        if isName { candidates.append(with { $0.paths[path].links[link].body += ":R" }) }
      }
    }
    if candidates.isEmpty { return false }
    let made = try graph.graph()
    let all = ask(query, on: made)
    let part = ask(random.pick(candidates), on: made)
    if all.answer.isOutOfLimits || part.answer.isOutOfLimits { return false }
    var left: [String: Int] = [:]
    for line in all.answer.lines { left[line, default: 0] += 1 }
    for line in part.answer.lines { left[line, default: 0] -= 1 }
    if all.answer.isFailure || part.answer.isFailure || left.values.contains(where: { $0 < 0 }) {
      throw violation([all, part])
    }
    return true
  }

  private mutating func beside() throws -> Bool {
    if match == nil { return false }
    let other = random.queryGraph()
    let first = ask(query, on: try graph.graph())
    let second = ask(query, on: try other.graph())
    let both = ask(query, on: try graph.beside(other).graph())
    if [first, second, both].contains(where: \.answer.isOutOfLimits) { return false }
    let together = (first.answer.lines + second.answer.lines).sorted()
    if first.answer.isFailure || both.answer != QueryAnswer.rows(together) {
      throw violation([first, ("in \(other.script)", second.answer), ("in both", both.answer)])
    }
    return true
  }

  private func optional() throws -> Bool {
    if match == nil { return false }
    let made = try graph.graph()
    let plain = ask(query, on: made)
    let optional = ask(with { $0.isOptional = true }, on: made)
    if plain.answer.lines.isEmpty && !plain.answer.isFailure {
      if !optional.answer.isOutOfLimits && optional.answer.lines.count != 1 {
        throw violation([plain, optional])
      }
      return true
    }
    return try same(plain, optional)
  }
}

extension RandomQuery.PathText {
  /// The path as two that meet in a named node, if there is one in it.
  fileprivate var halves: [RandomQuery.PathText] {
    guard name == nil, shortest == nil else { return [self] }
    for place in nodes.indices.dropFirst().dropLast() {
      let meeting = String(nodes[place].prefix { $0.isLetter || $0.isNumber })
      if meeting.isEmpty { continue }
      let first = RandomQuery.PathText(
        nodes: Array(nodes[...place]), links: Array(links[..<place]))
      var rest = Array(nodes[place...])
      rest[0] = meeting
      return [first, RandomQuery.PathText(nodes: rest, links: Array(links[place...]))]
    }
    return [self]
  }
}
