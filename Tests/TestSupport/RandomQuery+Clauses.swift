// Random clauses: patterns that reuse what is bound (more often under OPTIONAL MATCH than chance
// would have it), WITH that drops, renames and gathers, and a RETURN at the end. LIMIT stands only
// where the order says which rows are first.

import Graph
import Text

extension Random {
  /// A valid query for the graphs of `queryGraph`.
  public mutating func query() -> RandomQuery {
    var generator = QueryGenerator(Random(seed: next()))
    var query = RandomQuery()
    let isUnion = oneIn(10)
    if isUnion {
      let kinds: [RandomKind] = [pick([.integer, .text]), .integer]
      for _ in 0..<2 { query.singles.append(generator.single(kinds: kinds)) }
      query.union = pick(["UNION", "UNION ALL"])
    } else {
      query.singles = [generator.single(kinds: nil)]
      query.isOrdered = query.singles[0].tail.hasPrefix(" ORDER BY")
    }
    query.literals = generator.literals
    return query
  }

  /// A valid query that changes the graph.
  public mutating func writingQuery() -> RandomQuery {
    var generator = QueryGenerator(Random(seed: next()))
    var query = RandomQuery()
    query.singles = [generator.writing()]
    query.literals = generator.literals
    query.isWriting = true
    return query
  }

  /// A query of one MATCH that gives back numbers of its own and no aggregates.
  public mutating func plainQuery(pathCount: Int = 1) -> RandomQuery {
    var generator = QueryGenerator(Random(seed: next()))
    var query = RandomQuery()
    query.singles = [generator.plain(pathCount: pathCount)]
    query.literals = generator.literals
    return query
  }
}

extension QueryGenerator {
  /// A whole single query; with kinds the columns have names by place, as UNION asks for.
  mutating func single(kinds: [RandomKind]?) -> RandomQuery.Single {
    var single = RandomQuery.Single()
    scope = []
    single.clauses.append(firstClause())
    for _ in 0..<random.below(4) { single.clauses += clause() }
    if let kinds {
      for (place, kind) in kinds.enumerated() {
        single.items.append((expression(kind, depth: 2), "c\(place)"))
      }
      return single
    }
    finish(&single)
    return single
  }

  /// One MATCH and the numbers of what it found; with a condition that could be added.
  mutating func plain(pathCount: Int) -> RandomQuery.Single {
    var single = RandomQuery.Single()
    var match = match(isOptional: false, pathCount: pathCount)
    match.conditionsToAdd = [truth(2)]
    single.clauses = [.match(match)]
    for (place, variable) in scope.enumerated() {
      switch variable.kind {
      case .node, .link: single.items.append(("\(variable.name).u", "c\(place)"))
      case .path: single.items.append(("length(\(variable.name))", "c\(place)"))
      case .links: single.items.append(("size(\(variable.name))", "c\(place)"))
      default: break
      }
    }
    if single.items.isEmpty { single.items = [("1", "c")] }
    return single
  }

  /// A query that finds rows and writes for each.
  mutating func writing() -> RandomQuery.Single {
    var single = RandomQuery.Single()
    single.clauses.append(firstClause())
    for _ in 0..<random.below(3) { single.clauses += clause() }
    for _ in 0...random.below(2) { single.clauses.append(.text(write())) }
    single.items = [("count(*)", "c")]
    return single
  }

  /// A clause that leaves the same graph in whatever order the rows come: what it says of a node
  /// or relationship follows from that one alone.
  private mutating func write() -> String {
    let values = "{x: \(integer(0)), t: \(text(0))}"
    guard let node = variable(.node) else {
      return random.oneIn(2)
        ? "CREATE (:W \(values))" : "MERGE (:W {x: coalesce(\(integer(0)), 0)})"
    }
    let isThere = "CASE WHEN \(node) IS NULL THEN [] ELSE [1] END"
    switch random.below(10) {
    case 0: return "CREATE (:W \(values))-[:V]->(:W:A)"
    case 1: return "FOREACH (i IN \(isThere) | CREATE (\(node))-[:V \(values)]->(:W))"
    case 2: return "FOREACH (i IN \(isThere) | MERGE (\(node))-[:V]->(:W {x: i}))"
    case 3: return "MERGE (:W {x: coalesce(\(integer(0)), 0)})"
    case 4: return "SET \(node).w = coalesce(\(node).x, 0) + 1"
    case 5: return "SET \(node).x = coalesce(\(node).x, 0) + 1, \(node).name = null"
    case 6: return "SET \(node) += {w: 1, b: null} REMOVE \(node).f"
    case 7: return "SET \(node):W REMOVE \(node):A"
    case 8: return variable(.link).map { "DELETE \($0)" } ?? "DETACH DELETE \(node)"
    default: return "DETACH DELETE \(node)"
    }
  }

  // MARK: Clauses

  private mutating func firstClause() -> RandomQuery.Clause {
    switch random.below(12) {
    case 0: return unwind()
    case 1, 2: return .match(match(isOptional: true))
    default: return .match(match(isOptional: false))
    }
  }

  private mutating func clause() -> [RandomQuery.Clause] {
    switch random.below(20) {
    case 0: return [.match(match(isOptional: false))]
    case 1..<10: return [.match(match(isOptional: true))]
    case 10..<15: return [with()]
    case 15, 16: return [unwind()]
    case 17: return random.oneIn(2) ? called() : [with()]
    default: return shortest()
    }
  }

  private mutating func unwind() -> RandomQuery.Clause {
    let list = random.oneIn(4) ? bag(1) : "[\(integer(1)), \(integer(1))]"
    let name = newName()
    scope.append(Variable(name: name, kind: .integer))
    return .text("UNWIND \(list) AS \(name)")
  }

  private mutating func called() -> [RandomQuery.Clause] {
    guard let start = variable(.node) else { return [with()] }
    let (end, name) = (newName(), newName())
    let pattern = "(\(start))\(link(named: nil, allowsLength: false).text)(\(end))"
    let isCount = !random.oneIn(4)
    let result = isCount ? "count(\(end))" : "\(end).x"
    scope.append(Variable(name: name, kind: .integer))
    return [.text("CALL (\(start)) { MATCH \(pattern) RETURN \(result) AS \(name) }")]
  }

  private mutating func shortest() -> [RandomQuery.Clause] {
    let nodes = names(.node)
    guard !nodes.isEmpty else { return [.match(match(isOptional: true))] }
    let start = random.pick(nodes)
    // A way from a node back to itself is a case of its own, which is rare by chance.
    let others = nodes.filter { $0 != start }
    let isRound = others.isEmpty || random.oneIn(3)
    let end = isRound ? start : random.pick(others)
    let isAll = random.oneIn(2)
    let name = newName()
    var path = RandomQuery.PathText(nodes: [start, end])
    path.name = name
    path.shortest = isAll ? "allShortestPaths" : "shortestPath"
    let type = random.pick(["", ":R", ":R|S"])
    path.links = [
      RandomQuery.Link(
        body: "\(type)*\(random.pick(["", "..3", "1..2", "0..2"]))", direction: direction())
    ]
    let match = RandomQuery.Match(isOptional: random.oneIn(2), paths: [path])
    scope.append(Variable(name: name, kind: isAll ? .path : .anyShortest))
    let areApart = RandomQuery.Clause.text("WITH * WHERE \(start) <> \(end)")
    return isRound || random.oneIn(3) ? [.match(match)] : [areApart, .match(match)]
  }

  // MARK: Patterns

  mutating func match(isOptional: Bool, pathCount: Int? = nil) -> RandomQuery.Match {
    var match = RandomQuery.Match(isOptional: isOptional, paths: [])
    let earlier = scope
    // A relationship stands once in a pattern.
    linksInUse = []
    for _ in 0..<(pathCount ?? (random.oneIn(4) ? 2 : 1)) { match.paths.append(path(earlier)) }
    if random.oneIn(6) { match.condition = condition(2) }
    return match
  }

  private mutating func path(_ earlier: [Variable]) -> RandomQuery.PathText {
    let wantsName = random.oneIn(6)
    var path = RandomQuery.PathText(nodes: [
      node(earlier, reusesOneIn: earlier.isEmpty || random.oneIn(4) ? 3 : 1)
    ])
    var lengthCount = 0
    for _ in 0..<random.pick([0, 0, 1, 1, 1, 1, 1, 2, 2, 3]) {
      let allowsLength = lengthCount == 0 && random.oneIn(6)
      path.links.append(patternLink(earlier, allowsLength: allowsLength))
      if allowsLength { lengthCount += 1 }
      path.nodes.append(node(earlier, reusesOneIn: 7))
    }
    if wantsName {
      let name = newName()
      path.name = name
      scope.append(Variable(name: name, kind: .path))
    }
    return path
  }

  /// What stands between the parentheses of a node.
  private mutating func node(_ earlier: [Variable], reusesOneIn times: Int) -> String {
    if random.oneIn(times), let name = variable(.node) { return name + labels(oneIn: 14) }
    if random.oneIn(4) { return labels(oneIn: 6) }
    let name = newName()
    let labels = labels(oneIn: 8)
    let all = scope
    // A property speaks of earlier clauses only, so that patterns can be put in another order.
    scope = earlier
    let properties = random.oneIn(25) ? " {x: \(integer(0))}" : ""
    scope = all + [Variable(name: name, kind: .node)]
    let filter = random.oneIn(15) ? " WHERE \(name).x >= \(literal(1))" : ""
    return "\(name)\(labels)\(properties)\(filter)"
  }

  /// A condition over labels; none more often than not.
  mutating func labels(oneIn times: Int) -> String {
    if !random.oneIn(times) { return "" }
    return ":"
      + random.pick(["A", "B", "C", "A", "B", "A|B", "A|C", "A:B", "A|B", "!A", "A&B", "%"])
  }

  private mutating func patternLink(
    _ earlier: [Variable], allowsLength: Bool
  ) -> RandomQuery.Link {
    let bound = earlier.filter { $0.kind == .link && !linksInUse.contains($0.name) }
    if !bound.isEmpty && random.oneIn(6) {
      let name = random.pick(bound).name
      linksInUse.insert(name)
      return RandomQuery.Link(body: name, direction: direction())
    }
    let name = random.oneIn(3) ? newName() : nil
    let link = link(named: name, allowsLength: allowsLength)
    if let name {
      scope.append(Variable(name: name, kind: link.hasListName ? .links : .link))
    }
    return link
  }

  mutating func link(named name: String?, allowsLength: Bool) -> RandomQuery.Link {
    let types = ["", "", "", "", "", ":R", ":R", ":S", ":R|S", ":!R", ":R|Unknown"]
    var body = (name ?? "") + random.pick(types)
    var hasLength = false
    if allowsLength {
      body += random.pick(["*1..2", "*0..1", "*2", "*..2", "*", "*1..3", "*0..2"])
      hasLength = true
    }
    if random.oneIn(25) { body += " {x: \(literal(.integer(Int64(random.below(3)))))}" }
    return RandomQuery.Link(
      body: body, direction: direction(), hasListName: hasLength && name != nil)
  }

  private mutating func direction() -> RandomQuery.Link.Direction {
    random.pick([.right, .right, .left, .either])
  }

  // MARK: WITH and RETURN

  private mutating func with() -> RandomQuery.Clause {
    var single = RandomQuery.Single()
    let before = scope
    if random.oneIn(5) && !scope.isEmpty {
      let filter = random.oneIn(4) ? " WHERE \(condition(1))" : ""
      return .text("WITH *\(filter)")
    }
    let made = project(&single, before, isReturn: false)
    scope = made
    let list = single.items.map { item in
      item.expression == item.name ? item.name : "\(item.expression) AS \(item.name)"
    }
    let filter = random.oneIn(8) ? " WHERE \(condition(1))" : ""
    // Only now: WHERE sees what was in scope before as well.
    dropped += before.map(\.name).filter { name in !made.contains { $0.name == name } }
    let distinct = single.distinct ? "DISTINCT " : ""
    return .text("WITH \(distinct)\(list.joined(separator: ", "))\(single.tail)\(filter)")
  }

  private mutating func finish(_ single: inout RandomQuery.Single) {
    scope = project(&single, scope, isReturn: true)
  }

  /// Fills in items, DISTINCT, ORDER BY and LIMIT; gives the variables that come of it.
  private mutating func project(
    _ single: inout RandomQuery.Single, _ before: [Variable], isReturn: Bool
  ) -> [Variable] {
    var made: [Variable] = []
    single.isAggregating = random.oneIn(4)
    for variable in before {
      if isReturn ? !random.oneIn(3) : random.oneIn(3) { continue }
      if single.isAggregating && !variable.kind.isSure { continue }
      if variable.kind == .anyShortest && isReturn { continue }
      let name = isReturn ? "c\(made.count)" : random.oneIn(5) ? fresh(made) : variable.name
      single.items.append((variable.name, name))
      made.append(Variable(name: name, kind: variable.kind))
    }
    let count = made.isEmpty ? 1 + random.below(2) : random.below(3)
    for _ in 0..<count {
      let kind: RandomKind = random.pick([.integer, .integer, .text, .truth, .mixed, .integers])
      let name = isReturn ? "c\(made.count)" : fresh(made)
      single.items.append((expression(kind, depth: 2), name))
      made.append(Variable(name: name, kind: kind))
    }
    // Aggregates come last: what stands beside them is a key.
    if single.isAggregating {
      let (expression, kind) = aggregate()
      let name = isReturn ? "c\(made.count)" : fresh(made)
      single.items.append((expression, name))
      made.append(Variable(name: name, kind: kind))
    }
    let isSure = made.allSatisfy { $0.kind.isSure }
    single.distinct = isSure && random.oneIn(6)
    let isOrderable = made.allSatisfy { $0.kind.isSure && $0.kind != .path && $0.kind != .links }
    if isOrderable && random.oneIn(5) { single.tail = order(made) }
    return made
  }

  private mutating func fresh(_ made: [Variable]) -> String {
    while true {
      let name = newName()
      let isTaken = made.contains { $0.name == name } || scope.contains { $0.name == name }
      if !isTaken { return name }
    }
  }

  private mutating func order(_ made: [Variable]) -> String {
    let keys = made.shuffled(using: &random).map { variable in
      let isEntity = variable.kind == .node || variable.kind == .link
      return "\(variable.name)\(isEntity ? ".u" : "")\(random.oneIn(3) ? " DESC" : "")"
    }
    let skip = random.oneIn(8) ? " SKIP \(random.below(3))" : ""
    let limit = random.oneIn(2) ? " LIMIT \(random.below(6) + 1)" : ""
    return " ORDER BY \(keys.joined(separator: ", "))\(skip)\(limit)"
  }

  private mutating func aggregate() -> (String, RandomKind) {
    let distinct = random.oneIn(3) ? "DISTINCT " : ""
    switch random.below(9) {
    case 0, 1: return ("count(*)", .integer)
    case 2:
      let names = scope.filter { $0.kind.isSure }.map(\.name)
      return ("count(\(distinct)\(names.isEmpty ? "1" : random.pick(names)))", .integer)
    case 3: return ("sum(\(distinct)\(integer(1)))", .integer)
    case 4: return ("min(\(integer(1)))", .integer)
    case 5: return ("max(\(text(1)))", .text)
    case 6: return ("avg(\(distinct)\(integer(1)))", .float)
    case 7: return ("collect(\(distinct)\(integer(1)))", .bag)
    default: return ("1 + count(\(distinct)\(integer(1)))", .integer)
    }
  }
}
