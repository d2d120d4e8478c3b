// From what a match has bound to facts: one for each mention that a variable is bound to, and per
// round where variables stand in a repeated group. Keeps each fact of a sentence once.

/// Makes facts and keeps them.
struct RuleFactKeeper: Sendable {
  /// More facts than this from one match would be a product of lists that nobody meant.
  static let maxFactsPerMatch = 400

  private enum Anchor: Hashable {
    case mention(Int)
    case entity(Int)
    case whole(Int)
    case article
  }

  private struct Key: Hashable {
    var from: Anchor
    var to: Anchor
    /// The type, or the property that is set.
    var name: String
    var isProperty: Bool
  }

  private var kept: [RuleMatch] = []
  /// Where the facts of the sentence are; only looked up, so that its order shows nowhere.
  private var places: [Key: (index: Int, confidence: Double)] = [:]

  init() {}

  /// Facts of the next sentence are others.
  mutating func endSentence() {
    if !places.isEmpty { places.removeAll(keepingCapacity: true) }
  }

  /// All facts since the last call.
  mutating func takeAll() -> [RuleMatch] {
    let all = kept
    kept = []
    places.removeAll()
    return all
  }

  /// The facts of a match.
  mutating func add(
    _ number: Int, _ rule: CompiledRule, _ trail: [TrailEntry], _ range: Range<Int>,
    _ sentence: Int, _ article: RuleArticle, _ values: [String]
  ) {
    let bindings = RuleBindings(trail, rule)
    for fact in rule.facts {
      if fact.isShared {
        addShares(number, rule, fact, bindings, range, sentence, article)
        continue
      }
      var made: [RuleMatch] = []
      for round in bindings.rounds(for: fact, limit: RuleFactKeeper.maxFactsPerMatch) {
        guard made.count < RuleFactKeeper.maxFactsPerMatch else { break }
        let properties: [RuleMatch.Property] = fact.properties.compactMap { key, value in
          bindings.value(value, round, article, values).map {
            RuleMatch.Property(key: key, value: $0)
          }
        }
        let match = RuleMatch(
          rule: number, sentence: sentence, range: range, from: .article, kind: .properties,
          properties: properties)
        made += facts(fact, match, bindings, round)
      }
      for match in made.prefix(RuleFactKeeper.maxFactsPerMatch) {
        keep(match, rule.confidence, article)
      }
    }
  }

  /// The facts of several who share what is said of them in their order: the k-th first end goes
  /// with the k-th other end, and has the k-th part of a phrase.
  private mutating func addShares(
    _ number: Int, _ rule: CompiledRule, _ fact: RuleFact, _ bindings: RuleBindings,
    _ range: Range<Int>, _ sentence: Int, _ article: RuleArticle
  ) {
    let firsts = bindings.allEnds(fact.from)
    let others = bindings.allEnds(fact.to)
    guard firsts.count <= RuleFactKeeper.maxFactsPerMatch else { return }
    for (index, from) in firsts.enumerated() {
      let properties: [RuleMatch.Property] = fact.properties.compactMap { key, value in
        bindings.share(value, index, firsts.count, article).map {
          RuleMatch.Property(key: key, value: $0)
        }
      }
      // Where the numbers differ, all have the only one, and else nobody knows who has which.
      let own =
        !fact.isPaired
        ? others
        : others.count == 1
          ? others
          : others.count == firsts.count
            ? [others[index]] : []
      for to in own.prefix(RuleFactKeeper.maxFactsPerMatch) where to != from {
        let kind = RuleMatch.Kind.relation(type: fact.type ?? "", to: to)
        keep(
          RuleMatch(
            rule: number, sentence: sentence, range: range, from: from, kind: kind,
            properties: properties), rule.confidence, article)
      }
    }
  }

  /// A fact for each pair of ends.
  private func facts(
    _ fact: RuleFact, _ match: RuleMatch, _ bindings: RuleBindings, _ round: [Int32]
  ) -> [RuleMatch] {
    var made: [RuleMatch] = []
    var match = match
    for from in bindings.ends(fact.from, round) {
      match.from = from
      guard let type = fact.type else {
        // Each property on its own, so that rules for different ones do not shut each other out.
        for property in match.properties {
          var single = match
          single.properties = [property]
          made.append(single)
        }
        continue
      }
      for to in bindings.ends(fact.to, round) where to != from {
        match.kind = .relation(type: type, to: to)
        made.append(match)
        if made.count >= RuleFactKeeper.maxFactsPerMatch { return made }
      }
    }
    return made
  }

  /// Keeps a fact unless the sentence has it with as much confidence.
  private mutating func keep(_ match: RuleMatch, _ confidence: Double, _ article: RuleArticle) {
    let from = anchor(match.from, article)
    let key: Key
    switch match.kind {
    case .relation(let type, let to):
      let to = anchor(to, article)
      guard from != to else { return }
      key = Key(from: from, to: to, name: type, isProperty: false)
    case .properties:
      key = Key(from: from, to: from, name: match.properties.first?.key ?? "", isProperty: true)
    }
    guard let known = places[key] else {
      places[key] = (kept.count, confidence)
      kept.append(match)
      return
    }
    guard confidence > known.confidence else { return }
    places[key] = (known.index, confidence)
    kept[known.index] = match
  }

  private func anchor(_ end: RuleMatch.End, _ article: RuleArticle) -> Anchor {
    switch end {
    case .mention(let number):
      let entity = article.mentions[number].entity
      return entity >= 0 ? .entity(Int(entity)) : .mention(number)
    case .entity(let number): return .entity(number)
    case .wholeOfMention(let number): return .whole(Int(article.mentions[number].entity))
    case .wholeOfEntity(let number): return .whole(number)
    case .article: return .article
    }
  }
}

/// What the variables of a rule are bound to in a match, by rounds of repeated groups.
struct RuleBindings {
  private struct Binding {
    var entry: TrailEntry
    /// The round of the group of the variable, 0 outside of groups.
    var round: Int32
  }

  private let rule: CompiledRule
  private var bindings: [Binding] = []
  /// For each round, from 1, its group and the round of the group around it.
  private var rounds: [(loop: Int32, outer: Int32)] = [(-1, -1)]

  init(_ trail: [TrailEntry], _ rule: CompiledRule) {
    self.rule = rule
    var open: [Int32] = [0]
    var starts: [(variable: Int32, low: Int32)] = []
    for entry in trail {
      switch entry.kind {
      case .roundStart:
        rounds.append((entry.id, open.last ?? 0))
        open.append(Int32(rounds.count - 1))
      case .roundEnd:
        if open.count > 1 { open.removeLast() }
      case .open: starts.append((entry.id, entry.low))
      case .close:
        guard let start = starts.popLast() else { continue }
        let text = TrailEntry(kind: .word, id: entry.id, low: start.low, high: entry.low)
        bindings.append(Binding(entry: text, round: open.last ?? 0))
      case .word, .mention, .entity:
        bindings.append(Binding(entry: entry, round: open.last ?? 0))
      }
    }
  }

  /// For each fact to be made the round of every group; 0 for groups that it does not speak of.
  func rounds(for fact: RuleFact, limit: Int) -> [[Int32]] {
    var needed: [Int32] = []
    for variable in fact.variables {
      var loop = rule.variableLoops[Int(variable)]
      while loop >= 0, !needed.contains(loop) {
        needed.append(loop)
        loop = rule.loopParents[Int(loop)]
      }
    }
    // Groups are numbered from the outside in.
    needed.sort()
    var found = [
      [Int32](repeating: 0, count: needed.isEmpty ? 0 : Int(needed[needed.count - 1]) + 1)
    ]
    for loop in needed {
      let parent = rule.loopParents[Int(loop)]
      var next: [[Int32]] = []
      for chosen in found {
        let outer = parent >= 0 ? chosen[Int(parent)] : 0
        var hasRound = false
        for (number, round) in rounds.enumerated()
        where round.loop == loop && round.outer == outer && next.count < limit {
          hasRound = true
          var more = chosen
          more[Int(loop)] = Int32(number)
          next.append(more)
        }
        if !hasRound {
          var none = chosen
          none[Int(loop)] = -1
          next.append(none)
        }
        if next.count >= limit { break }
      }
      found = next
    }
    return found
  }

  /// What an end of a fact is bound to.
  func ends(_ end: RuleFact.End, _ round: [Int32]) -> [RuleMatch.End] {
    guard let variable = end.variable else { return [.article] }
    return entries(variable, round).compactMap { self.end($0, end) }
  }

  /// What an end of a fact is bound to in all rounds, in the order of the text.
  func allEnds(_ end: RuleFact.End) -> [RuleMatch.End] {
    guard let variable = end.variable else { return [.article] }
    return bindings.compactMap { $0.entry.id == variable ? self.end($0.entry, end) : nil }
  }

  private func end(_ entry: TrailEntry, _ end: RuleFact.End) -> RuleMatch.End? {
    let isWhole = if case .whole = end { true } else { false }
    return switch entry.kind {
    case .mention: isWhole ? .wholeOfMention(Int(entry.low)) : .mention(Int(entry.low))
    case .entity: isWhole ? .wholeOfEntity(Int(entry.low)) : .entity(Int(entry.low))
    default: nil
    }
  }

  /// The value of a property for the one with an index among several.
  func share(
    _ value: RuleFact.Value, _ index: Int, _ count: Int, _ article: RuleArticle
  ) -> RuleMatch.Value? {
    switch value {
    case .text(let text): return .text(text)
    case .number(let number): return .number(number)
    case .variable(let variable), .plain(let variable), .share(let variable):
      let ranges = bindings.filter { $0.entry.id == variable }.compactMap {
        self.range(of: $0.entry, article)
      }
      guard let first = ranges.first, let last = ranges.last, first.lowerBound < last.upperBound
      else { return nil }
      let range = first.lowerBound..<last.upperBound
      if case .share = value { return .share(range, index: index, count: count) }
      return .range(range)
    }
  }

  /// The value of a property; nil if its variable is bound to nothing.
  func value(
    _ value: RuleFact.Value, _ round: [Int32], _ article: RuleArticle, _ values: [String]
  ) -> RuleMatch.Value? {
    switch value {
    case .text(let text): return .text(text)
    case .number(let number): return .number(number)
    case .variable(let variable):
      let entries = entries(variable, round)
      guard let last = entries.last else { return nil }
      switch last.kind {
      case .mention:
        return .mentions(entries.filter { $0.kind == .mention }.map { Int($0.low) })
      case .entity: return .entity(Int(last.low))
      default:
        if last.value >= 0 { return .text(values[Int(last.value)]) }
        return last.low < last.high ? .range(Int(last.low)..<Int(last.high)) : nil
      }
    case .plain(let variable), .share(let variable):
      let ranges = entries(variable, round).compactMap { range(of: $0, article) }
      guard let first = ranges.first, let last = ranges.last,
        first.lowerBound < last.upperBound
      else { return nil }
      return .range(first.lowerBound..<last.upperBound)
    }
  }

  private func range(of entry: TrailEntry, _ article: RuleArticle) -> Range<Int>? {
    switch entry.kind {
    case .mention: article.mentions[Int(entry.low)].range
    case .word: Int(entry.low)..<max(Int(entry.high), Int(entry.low))
    default: nil
    }
  }

  private func entries(_ variable: Int32, _ round: [Int32]) -> [TrailEntry] {
    let loop = rule.variableLoops[Int(variable)]
    let wanted = loop < 0 ? 0 : Int(loop) < round.count ? round[Int(loop)] : -1
    return bindings.filter { $0.entry.id == variable && $0.round == wanted }.map(\.entry)
  }
}

extension RuleFact.End {
  /// The variable that it speaks of; nil for the article.
  var variable: Int32? {
    switch self {
    case .variable(let variable), .whole(let variable): variable
    case .article: nil
    }
  }
}

extension RuleFact {
  /// The variables that it speaks of.
  var variables: [Int32] {
    var found: [Int32] = []
    for end in [from, to] {
      if let variable = end.variable { found.append(variable) }
    }
    for (_, value) in properties {
      switch value {
      case .variable(let variable), .plain(let variable), .share(let variable):
        found.append(variable)
      case .text, .number: break
      }
    }
    return found
  }

  /// Whether several share what it says in their order.
  var isShared: Bool {
    isPaired
      || properties.contains { property in
        if case .share = property.value { true } else { false }
      }
  }
}
