// The machine that runs the program of a rule over a sentence: depth first with a stack of its own,
// so that the first match is the one that the order of the rule prefers. Each pair of instruction
// and position that failed once is remembered and not tried again, and all steps are counted, so
// that no rule can take more than its share of time whatever it says.

/// Something that happened on the way to a match.
struct TrailEntry: Sendable {
  enum Kind: UInt8, Sendable {
    case word, mention, entity, open, close, roundStart, roundEnd
  }

  var kind: Kind
  /// The variable or the repeated group.
  var id: Int32
  /// The first scalar of a word or capture; the mention or entity.
  var low: Int32
  /// The end of the word.
  var high: Int32 = 0
  /// What the word stands for, -1 for nothing.
  var value: Int32 = -1
}

/// Runs rules.
struct RuleMatcher: Sendable {
  /// Steps for a rule in a sentence: some, and some more per scalar.
  static let baseSteps = 50_000
  static let stepsPerScalar = 200

  /// What to try when the way taken fails.
  private struct Choice {
    var pc: Int32
    var position: Int32
    var trailCount: Int32
    /// For gaps how much may still be skipped, for words the next hit; -1 to begin the instruction.
    var rest: Int32
  }

  /// What was bound by the last match.
  private(set) var trail: [TrailEntry] = []
  private var choices: [Choice] = []
  /// For each instruction and position the generation in which it was tried.
  private var tried: [UInt32] = []
  private var generation: UInt32 = 0
  private var stepsLeft = 0
  private var codeStart = 0
  private var width = 0

  init() {}

  /// Prepares for a rule in a sentence.
  mutating func begin(_ rule: CompiledRule, _ view: SentenceView) {
    codeStart = rule.code.lowerBound
    width = view.count + 1
    let size = rule.code.count * width
    if tried.count < size { tried += [UInt32](repeating: 0, count: size - tried.count) }
    stepsLeft = RuleMatcher.baseSteps + RuleMatcher.stepsPerScalar * view.count
    forget()
  }

  /// Forgets what was tried; what lies on the way of a match has not failed.
  private mutating func forget() {
    generation &+= 1
    if generation == 0 {
      for index in tried.indices { tried[index] = 0 }
      generation = 1
    }
  }

  /// Whether an instruction is tried at a position for the first time.
  @inline(__always)
  private mutating func isNew(_ pc: Int, _ position: Int, _ view: SentenceView) -> Bool {
    let index = (pc - codeStart) * width + position - view.lower
    if tried[index] == generation { return false }
    tried[index] = generation
    return true
  }

  /// The end of the match of a rule that begins at a position.
  mutating func match(
    _ rule: CompiledRule, at start: Int, _ view: SentenceView, _ article: RuleArticle,
    _ index: ArticleIndex, _ program: RuleProgram
  ) -> Int? {
    trail.removeAll(keepingCapacity: true)
    choices.removeAll(keepingCapacity: true)
    choices.append(
      Choice(pc: Int32(codeStart), position: Int32(start), trailCount: 0, rest: -1))
    while let choice = choices.popLast() {
      trail.removeLast(trail.count - Int(choice.trailCount))
      if let end = follow(choice, view, article, index, program) {
        forget()
        return end
      }
      if stepsLeft <= 0 { return nil }
    }
    return nil
  }

  /// Goes on from a choice until the match is whole or fails.
  private mutating func follow(
    _ choice: Choice, _ view: SentenceView, _ article: RuleArticle, _ index: ArticleIndex,
    _ program: RuleProgram
  ) -> Int? {
    var pc = Int(choice.pc)
    var position = Int(choice.position)
    var rest = Int(choice.rest)
    while stepsLeft > 0 {
      stepsLeft -= 1
      switch program.code[pc] {
      case .words(let set, let variable):
        guard rest >= 0 || isNew(pc, position, view) else { return nil }
        let first = rest >= 0 ? rest : view.firstHit(at: position)
        guard let hit = view.hit(of: set, at: position, from: first, program.words) else {
          return nil
        }
        if let other = view.hit(of: set, at: position, from: hit + 1, program.words) {
          push(pc, position, rest: other)
        }
        let end = Int(view.hits[hit].end)
        bind(variable, view.hits[hit], in: set, program.words)
        position = end
      case .mention(let labels, let variable):
        guard let mention = view.mention(at: position, labels) else { return nil }
        bind(variable, mention)
        position = view.endOfMention(at: position)
      case .mentions(let labels, let variable):
        guard rest >= 0 || isNew(pc, position, view) else { return nil }
        guard let end = takeAll(labels, variable, at: position, view, article, program) else {
          return nil
        }
        position = end.behindBracket
        if end.behindBracket > end.behindName { push(pc + 1, end.behindName) }
      case .gap(let number):
        guard rest >= 0 || isNew(pc, position, view) else { return nil }
        let gap = program.gaps[Int(number)]
        let left = rest >= 0 ? rest : Int(gap.gap.limit)
        guard let end = pass(gap, pc, from: position, left, view, program.words) else {
          return nil
        }
        position = end
      case .split(let preferred, let other):
        guard isNew(pc, position, view) else { return nil }
        push(Int(other), position)
        pc = Int(preferred) - 1
      case .jump(let target): pc = Int(target) - 1
      case .open(let variable): note(.open, variable, position)
      case .close(let variable): note(.close, variable, position)
      case .roundStart(let loop): note(.roundStart, loop, position)
      case .roundEnd(let loop): note(.roundEnd, loop, position)
      case .place(let place):
        guard isAt(place, position, view, article.folded) else { return nil }
      case .lookup(let lookup, let labels, let variable):
        guard bindLookup(lookup, labels, variable, position, article, index) else { return nil }
      case .not(let obstacle):
        if isThere(obstacle, position, view, program.words) { return nil }
      case .after(let obstacle, let isNegated):
        if view.endsBefore(obstacle, position, program.words) == isNegated { return nil }
      case .done: return position
      }
      pc += 1
      rest = -1
    }
    return nil
  }

  private mutating func push(_ pc: Int, _ position: Int, rest: Int = -1) {
    choices.append(
      Choice(
        pc: Int32(pc), position: Int32(position), trailCount: Int32(trail.count),
        rest: Int32(rest)))
  }

  // MARK: - Elements

  /// Mentions in coordination from a position; where the last one ends, and a bracket behind it.
  private mutating func takeAll(
    _ labels: LabelMask, _ variable: Int32, at start: Int, _ view: SentenceView,
    _ article: RuleArticle, _ program: RuleProgram
  ) -> (behindName: Int, behindBracket: Int)? {
    guard let first = view.mention(at: start, labels) else { return nil }
    bind(variable, first)
    var end = view.endOfMention(at: start)
    while true {
      let behind = behindBracket(end, view, article.folded)
      guard behind < view.upper else { return (end, behind) }
      var hit = view.hit(
        of: program.joinSet, at: behind, from: view.firstHit(at: behind), program.words)
      var next: (mention: Int32, position: Int)?
      while let found = hit, next == nil {
        let position = Int(view.hits[found].end)
        if position < view.upper, let mention = view.mention(at: position, labels) {
          next = (mention, position)
        }
        hit = view.hit(of: program.joinSet, at: behind, from: found + 1, program.words)
      }
      stepsLeft -= 1
      guard let next else { return (end, behind) }
      bind(variable, next.mention)
      end = view.endOfMention(at: next.position)
    }
  }

  /// Behind a short text in brackets, (女) or (兼职), if there is one.
  private func behindBracket(_ start: Int, _ view: SentenceView, _ folded: [UInt32]) -> Int {
    guard start < view.upper, folded[start] == 0x28 else { return start }
    var end = start + 1
    let limit = min(view.upper, start + 24)
    while end < limit, folded[end] != 0x29 { end += 1 }
    return end < limit ? end + 1 : start
  }

  /// Passes over text up to the next place where what follows the gap can begin.
  private mutating func pass(
    _ gap: CompiledGap, _ pc: Int, from start: Int, _ limit: Int, _ view: SentenceView,
    _ words: RuleWords
  ) -> Int? {
    var position = start
    var left = limit
    while true {
      let isPlace = gap.needs == 0 || view.flags(at: position) & gap.needs != 0
      let next = left > 0 ? step(gap.gap, position, view, words) : nil
      left -= 1
      stepsLeft -= 1
      if isPlace {
        if let next, !gap.isUnlimited || isNew(pc, next, view) { push(pc, next, rest: left) }
        return position
      }
      guard let next, stepsLeft > 0, !gap.isUnlimited || isNew(pc, next, view) else { return nil }
      position = next
    }
  }

  /// The position behind the character or mention at a position, if a gap may pass over it.
  private func step(
    _ gap: RuleGap, _ position: Int, _ view: SentenceView, _ words: RuleWords
  ) -> Int? {
    guard position < view.upper else { return nil }
    let flags = view.flags(at: position)
    for obstacle in gap.obstacles {
      // A mention is passed over whole: 获得 within the title 获得者 is no verb.
      if flags & PositionFlags.mention != 0, case .words = obstacle { continue }
      if isThere(obstacle, position, view, words) { return nil }
    }
    if flags & PositionFlags.mention != 0 { return view.endOfMention(at: position) }
    if gap.isClause, flags & PositionFlags.clauseEnd != 0 { return nil }
    return position + 1
  }

  private func isThere(
    _ obstacle: RuleObstacle, _ position: Int, _ view: SentenceView, _ words: RuleWords
  ) -> Bool {
    guard position < view.upper else { return false }
    return switch obstacle {
    case .words(let set):
      view.hit(of: set, at: position, from: view.firstHit(at: position), words) != nil
    case .mention(let labels): view.mention(at: position, labels) != nil
    }
  }

  private func isAt(
    _ place: RulePlace, _ position: Int, _ view: SentenceView, _ folded: [UInt32]
  ) -> Bool {
    if case .sentenceEnd = place { return position >= view.tail }
    var before = position
    // An opening quote or bracket does not part a word from the start of its clause.
    while before > view.lower, [0x20, 0x28, 0x2018, 0x201C].contains(folded[before - 1]) {
      before -= 1
    }
    if before == view.lower { return true }
    guard case .clauseStart = place else { return false }
    return view.flags(at: before - 1) & PositionFlags.clauseEnd != 0
  }

  // MARK: - Binding

  private mutating func note(_ kind: TrailEntry.Kind, _ id: Int32, _ position: Int) {
    trail.append(TrailEntry(kind: kind, id: id, low: Int32(position)))
  }

  private mutating func bind(_ variable: Int32, _ mention: Int32) {
    guard variable >= 0 else { return }
    trail.append(TrailEntry(kind: .mention, id: variable, low: mention))
  }

  private mutating func bind(
    _ variable: Int32, _ hit: WordHit, in set: Int32, _ words: RuleWords
  ) {
    guard variable >= 0 else { return }
    let value = words.membership(of: hit.word, in: set)?.value ?? -1
    trail.append(
      TrailEntry(kind: .word, id: variable, low: hit.position, high: hit.end, value: value))
  }

  private mutating func bindLookup(
    _ lookup: RuleLookup, _ labels: LabelMask, _ variable: Int32, _ position: Int,
    _ article: RuleArticle, _ index: ArticleIndex
  ) -> Bool {
    switch lookup {
    case .last:
      guard let mention = index.last(labels, before: position, article) else { return false }
      bind(variable, mention)
    case .headline:
      guard let mention = index.inHeadline(labels, article) else { return false }
      bind(variable, mention)
    case .main:
      let main = article.main.first { labels >> LabelMask($0.label.index) & 1 != 0 }
      guard let main else { return false }
      trail.append(TrailEntry(kind: .entity, id: variable, low: main.entity))
    }
    return true
  }
}
