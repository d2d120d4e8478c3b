// Random expressions by the kind of their value. None of them fails when it is computed, whatever
// the graph holds: arithmetic stays small, functions get what they take or null.

import Graph
import Text

/// What a variable of a random query holds; besides, it may be null.
enum RandomKind: Equatable {
  case node, link, path
  /// A path of which only the length is sure.
  case anyShortest
  /// The relationships of a variable length.
  case links
  case integer, float, text, truth
  /// A list of integers in an order that is given.
  case integers
  /// A list of integers whose order is not given.
  case bag
  /// Whatever is in a property of mixed kinds.
  case mixed

  /// Whether equal rows are equal to the last bit, so that DISTINCT and groups are sure.
  var isSure: Bool { self != .bag && self != .anyShortest }
}

/// Makes random queries.
struct QueryGenerator {
  struct Variable {
    var name: String
    var kind: RandomKind
  }

  var random: Random
  var scope: [Variable] = []
  /// Names that are not in scope any more.
  var dropped: [String] = []
  var nameCount = 0
  var literals: [Value] = []
  /// Relationships bound before that the match at hand names already.
  var linksInUse: Set<String> = []
  /// Whether a pattern may stand as a condition where the next truth value stands.
  private var isCondition = false

  init(_ random: Random) { self.random = random }

  mutating func newName() -> String {
    if !dropped.isEmpty && random.oneIn(3) {
      let name = dropped.remove(at: random.below(dropped.count))
      if !scope.contains(where: { $0.name == name }) { return name }
    }
    nameCount += 1
    return "v\(nameCount)"
  }

  mutating func literal(_ value: Value) -> String {
    literals.append(value)
    return RandomQuery.mark(literals.count - 1)
  }

  func names(_ kind: RandomKind) -> [String] { scope.filter { $0.kind == kind }.map(\.name) }

  mutating func variable(_ kind: RandomKind) -> String? {
    let names = names(kind)
    return names.isEmpty ? nil : random.pick(names)
  }

  /// A property of a node or relationship in scope.
  mutating func property(_ key: String) -> String? {
    let owners = names(.node) + names(.node) + names(.link)
    return owners.isEmpty ? nil : "\(random.pick(owners)).\(key)"
  }

  // MARK: By kind

  mutating func expression(_ kind: RandomKind, depth: Int) -> String {
    switch kind {
    case .integer: integer(depth)
    case .float: property("f").map { random.oneIn(3) ? "\($0) * 2" : $0 } ?? literal(1.25)
    case .text: text(depth)
    case .truth: truth(depth)
    case .integers: integers(depth)
    case .bag: bag(depth)
    case .mixed: property("m") ?? literal(.string("a"))
    case .node, .link, .path, .anyShortest, .links: variable(kind) ?? "null"
    }
  }

  /// A condition after WHERE, which may be a pattern.
  mutating func condition(_ depth: Int) -> String {
    let before = isCondition
    isCondition = true
    defer { isCondition = before }
    return truth(depth)
  }

  /// Makes a part of an expression that is no condition.
  private mutating func value(_ make: (inout QueryGenerator) -> String) -> String {
    let before = isCondition
    isCondition = false
    defer { isCondition = before }
    return make(&self)
  }

  mutating func integer(_ depth: Int) -> String { value { $0.anyInteger(depth) } }

  private mutating func anyInteger(_ depth: Int) -> String {
    if depth <= 0 || random.oneIn(3) {
      if random.oneIn(3) { return literal(.integer(Int64(random.below(5)) - 1)) }
      if random.oneIn(3), let name = variable(.integer) { return name }
      if random.oneIn(20) { return "null" }
      return property(random.oneIn(4) ? "u" : "x") ?? variable(.integer) ?? literal(2)
    }
    switch random.below(13) {
    case 0: return "(\(integer(depth - 1)) + \(integer(depth - 1)))"
    case 1: return "(\(integer(depth - 1)) - \(integer(depth - 1)))"
    case 2: return "(\(integer(depth - 1)) * \(literal(.integer(Int64(random.below(4)) - 1))))"
    case 3: return "(\(integer(depth - 1)) % \(literal(.integer(Int64(random.below(3)) + 2))))"
    case 4: return "size(\(random.oneIn(2) ? integers(depth - 1) : bag(depth - 1)))"
    case 5: return "size(\(text(depth - 1)))"
    case 6: return variable(.path).map { "length(\($0))" } ?? "-\(integer(0))"
    case 7: return variable(.anyShortest).map { "length(\($0))" } ?? "abs(\(integer(depth - 1)))"
    case 8:
      let branches = "WHEN \(truth(depth - 1)) THEN \(integer(depth - 1))"
      return "CASE \(branches) ELSE \(integer(depth - 1)) END"
    case 9: return subpattern(depth).map { "COUNT { \($0) }" } ?? integer(0)
    case 10:
      let item = newName()
      let list = random.oneIn(2) ? integers(depth - 1) : bag(depth - 1)
      return "reduce(s = 0, \(item) IN \(list) | s + coalesce(\(item), 1))"
    case 11: return "coalesce(\(integer(depth - 1)), \(integer(depth - 1)))"
    default:
      let subject = integer(depth - 1)
      return "CASE \(subject) WHEN \(integer(0)) THEN 1 WHEN \(integer(0)) THEN null ELSE 0 END"
    }
  }

  mutating func text(_ depth: Int) -> String {
    if depth <= 0 || random.oneIn(2) {
      if random.oneIn(3) { return literal(.string(random.pick(Random.queryTexts))) }
      return property("name") ?? variable(.text) ?? literal("ab")
    }
    switch random.below(5) {
    case 0: return "(\(text(depth - 1)) + \(text(depth - 1)))"
    case 1: return "toUpper(\(text(depth - 1)))"
    case 2: return "toString(\(integer(depth - 1)))"
    case 3: return variable(.link).map { "type(\($0))" } ?? text(0)
    default: return "coalesce(\(text(depth - 1)), \(text(0)))"
    }
  }

  mutating func truth(_ depth: Int) -> String {
    if depth > 0 && random.oneIn(2) { return compoundTruth(depth) }
    let operators = ["=", "<>", "<", "<=", ">", ">="]
    switch random.below(14) {
    case 12: return "\(text(depth - 1)) =~ \(literal(.string(random.pick(Self.patterns))))"
    case 13: return "\(temporal()) \(random.pick(operators)) \(temporal())"
    case 0, 1: return "\(integer(depth - 1)) \(random.pick(operators)) \(integer(depth - 1))"
    case 2: return "\(text(depth - 1)) \(random.pick(operators)) \(text(depth - 1))"
    case 3:
      let name = random.pick(["STARTS WITH", "ENDS WITH", "CONTAINS"])
      return "\(text(depth - 1)) \(name) \(text(0))"
    case 4:
      return variable(.node).map { "\($0):\(random.pick(["A", "B", "C", "(A|B)", "!A", "A&B"]))" }
        ?? literal(.boolean(true))
    case 5: return "\(integer(depth - 1)) IN \(random.oneIn(2) ? integers(depth - 1) : bag(0))"
    case 6:
      let nodes = names(.node)
      if nodes.isEmpty { return "null" }
      return "\(random.pick(nodes)) \(random.pick(["=", "<>"])) \(random.pick(nodes))"
    case 7: return property("b") ?? literal(.boolean(false))
    case 8: return "\(expression(.mixed, depth: 0)) \(random.pick(operators)) \(text(0))"
    case 9: return "\(expression(.mixed, depth: 0)) \(random.pick(operators)) \(integer(0))"
    case 10:
      let kind: RandomKind = random.pick([.integer, .text, .node, .link, .mixed, .integers])
      return "\(expression(kind, depth: 0)) IS \(random.oneIn(2) ? "NOT " : "")NULL"
    default: return "\(expression(.float, depth: 0)) \(random.pick(operators)) \(integer(0))"
    }
  }

  private static let patterns: [UTF8String] = [
    "a.*", ".*b", "(a|b)+", "[^a]*", "(?i)AB", "", "\\p{IsHan}{2}", "a?b?", "北.", "(a*)*",
  ]

  /// A date or a moment, or null.
  private mutating func temporal() -> String {
    let day = "{year: 2024, month: 2, day: 28 + abs(\(integer(0))) % 2}"
    switch random.below(5) {
    case 0: return "date(\(day)) + duration({days: \(integer(0))})"
    case 1: return "date.truncate('month', date(\(day)))"
    case 2: return "datetime('2024-02-28T23:30:00+08:00') + duration({hours: \(integer(0))})"
    case 3: return "localdatetime(\(day))"
    default: return "date('2024-02-29')"
    }
  }

  private mutating func compoundTruth(_ depth: Int) -> String {
    switch random.below(8) {
    case 0: return "(\(truth(depth - 1)) AND \(truth(depth - 1)))"
    case 1: return "(\(truth(depth - 1)) OR \(truth(depth - 1)))"
    case 2: return "(\(truth(depth - 1)) XOR \(truth(depth - 1)))"
    case 3: return "(NOT \(truth(depth - 1)))"
    case 4: return isCondition ? patternPredicate() ?? truth(0) : truth(0)
    case 5: return subpattern(depth).map { "EXISTS { \($0) }" } ?? truth(0)
    case 6:
      let item = newName()
      let quantifier = random.pick(["any", "all", "none", "single"])
      let list = random.oneIn(2) ? integers(depth - 1) : bag(depth - 1)
      return "\(quantifier)(\(item) IN \(list) WHERE \(item) > \(integer(0)))"
    default:
      let operand = value { $0.truth(depth - 1) }
      return "(\(operand) IS \(random.oneIn(2) ? "NOT " : "")NULL)"
    }
  }

  mutating func integers(_ depth: Int) -> String { value { $0.anyIntegers(depth) } }

  private mutating func anyIntegers(_ depth: Int) -> String {
    if depth <= 0 || random.oneIn(3) {
      if random.oneIn(2), let name = variable(.integers) { return name }
      if random.oneIn(2), let list = property("l") { return list }
      let items: [Value] = (0..<random.below(4)).map { _ in
        random.oneIn(6) ? .null : .integer(Int64(random.below(4)))
      }
      return literal(.list(items))
    }
    switch random.below(5) {
    case 0: return "range(\(literal(.integer(Int64(random.below(3))))), \(literal(3)))"
    case 1:
      let item = newName()
      scope.append(Variable(name: item, kind: .integer))
      let filter = random.oneIn(2) ? " WHERE \(truth(depth - 1))" : ""
      let result = random.oneIn(2) ? " | \(integer(depth - 1))" : ""
      scope.removeLast()
      return "[\(item) IN \(integers(depth - 1))\(filter)\(result)]"
    case 2:
      guard let path = variable(.path) else { return integers(0) }
      let item = newName()
      return "[\(item) IN \(random.pick(["nodes", "relationships"]))(\(path)) | \(item).x]"
    case 3:
      guard let links = variable(.links) else { return integers(0) }
      let item = newName()
      return "[\(item) IN \(links) | \(item).u]"
    default: return "[\(integer(depth - 1)), \(integer(depth - 1))]"
    }
  }

  /// A list whose order is not given.
  mutating func bag(_ depth: Int) -> String {
    if random.oneIn(2), let name = variable(.bag) { return name }
    guard depth > 0, let start = variable(.node) else { return integers(depth) }
    let end = newName()
    let link = link(named: nil, allowsLength: false).text
    let path = "(\(start))\(link)(\(end)\(labels(oneIn: 3)))"
    if random.oneIn(4) { return "COLLECT { MATCH \(path) RETURN \(end).x }" }
    let filter = random.oneIn(3) ? " WHERE \(end).x > \(integer(0))" : ""
    return "[\(path)\(filter) | \(end).x]"
  }

  // MARK: Patterns inside of expressions

  private mutating func patternPredicate() -> String? {
    guard let start = variable(.node) else { return nil }
    let end = random.oneIn(3) ? variable(.node) ?? "" : labels(oneIn: 2)
    return "(\(start))\(link(named: nil, allowsLength: random.oneIn(4)).text)(\(end))"
  }

  /// A pattern with its condition, for EXISTS and COUNT.
  private mutating func subpattern(_ depth: Int) -> String? {
    guard let start = variable(.node) else { return nil }
    let end = newName()
    let before = scope
    let pattern = "(\(start))\(link(named: nil, allowsLength: random.oneIn(5)).text)(\(end))"
    scope.append(Variable(name: end, kind: .node))
    let filter = random.oneIn(2) ? " WHERE \(condition(min(depth - 1, 1)))" : ""
    scope = before
    return "\(random.oneIn(2) ? "MATCH " : "")\(pattern)\(filter)"
  }
}

extension RandomQuery.Link {
  /// The relationship without its nodes.
  var text: String {
    let middle = body.isEmpty ? "" : "[\(body)]"
    return "\(direction == .left ? "<-" : "-")\(middle)\(direction == .right ? "->" : "-")"
  }
}
