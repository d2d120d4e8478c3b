// From rules as they were read to programs: branches become splits, repeated groups become rounds,
// and for each rule it works out what a sentence must hold and where a match can begin. Only word
// lists that rules use go into the trie.

internal import Text

/// Compiles rules.
struct RuleCompiler {
  static let maxInstructions = 2000
  static let maxTotal = 400_000

  private var program = RuleProgram()
  /// The sets that rules use, by their number in the vocabulary.
  private var denseSets: [Int32: Int32] = [:]
  private var usedSets: [Int32] = []
  private var needsJoin = false
  private var start = 0

  /// Puts a rule behind the others.
  mutating func add(_ rule: RuleSyntax) throws(RuleSyntaxError) {
    start = program.code.count
    let firstGap = program.gaps.count
    emit(rule.pattern)
    program.code.append(.done)
    let count = program.code.count - start
    guard count <= RuleCompiler.maxInstructions, program.code.count <= RuleCompiler.maxTotal else {
      throw RuleSyntaxError(
        "the rule is too long", at: rule.name.span, hint: "make two rules of it")
    }
    for pc in start..<program.code.count {
      guard case .gap(let index) = program.code[pc], Int(index) >= firstGap else { continue }
      let beginning = beginning(at: pc + 1)
      program.gaps[Int(index)].needs = beginning.flags
    }
    program.rules.append(
      CompiledRule(
        code: start..<program.code.count,
        requirements: requirements(of: rule.pattern),
        beginning: beginning(at: start), scope: rule.scope, isOnce: rule.isOnce,
        confidence: rule.confidence, facts: rule.facts,
        variableLoops: rule.variables.map(\.loop), loopParents: rule.loopParents))
  }

  /// All rules with the words of the vocabulary.
  mutating func program(_ vocabulary: RuleVocabulary) -> RuleProgram {
    var sets = usedSets.map { vocabulary.sets[Int($0)] }
    if needsJoin {
      program.joinSet = Int32(sets.count)
      sets.append(
        vocabulary.listIfPresent("join").map { vocabulary.sets[Int($0)] } ?? defaultJoin)
    }
    program.words = RuleWords(sets)
    return program
  }

  /// The words between mentions in coordination, where the domain has no list `join`.
  private var defaultJoin: [Domain.Word] {
    ["、", ",", "和", "与", "及", "以及", "或"].map {
      Domain.Word(text: foldedScalars($0.utf8), value: nil)
    }
  }

  private mutating func dense(_ set: Int32) -> Int32 {
    if let dense = denseSets[set] { return dense }
    let dense = Int32(usedSets.count)
    usedSets.append(set)
    denseSets[set] = dense
    return dense
  }

  private mutating func dense(_ obstacle: RuleObstacle) -> RuleObstacle {
    if case .words(let set) = obstacle { return .words(dense(set)) }
    return obstacle
  }

  // MARK: - Code

  private var here: Int32 { Int32(program.code.count) }

  private mutating func emit(_ pattern: RulePattern) {
    switch pattern {
    case .sequence(let items):
      for item in items { emit(item) }
    case .alternatives(let branches):
      emitBranches(branches)
    case .words(let set, let variable):
      program.code.append(.words(dense(set), variable: variable))
    case .mention(let labels, let variable, let isCoordinated):
      needsJoin = needsJoin || isCoordinated
      program.code.append(
        isCoordinated ? .mentions(labels, variable: variable) : .mention(labels, variable: variable)
      )
    case .gap(let gap, let variable):
      emitGap(gap, variable)
    case .capture(let inner, let variable):
      program.code.append(.open(variable: variable))
      emit(inner)
      program.code.append(.close(variable: variable))
    case .optional(let inner):
      let split = program.code.count
      program.code.append(.done)
      emit(inner)
      program.code[split] = .split(preferred: Int32(split + 1), other: here)
    case .rounds(let inner, let loop, let isOptional):
      emitRounds(inner, loop, isOptional)
    case .place(let place):
      program.code.append(.place(place))
    case .lookup(let lookup, let labels, let variable):
      program.lookupLabels |= labels
      program.code.append(.lookup(lookup, labels, variable: variable))
    case .not(let obstacle):
      program.code.append(.not(dense(obstacle)))
    case .after(let obstacle, let isNegated):
      program.code.append(.after(dense(obstacle), isNegated: isNegated))
    }
  }

  private mutating func emitBranches(_ branches: [RulePattern]) {
    var jumps: [Int] = []
    for (index, branch) in branches.enumerated() {
      guard index + 1 < branches.count else {
        emit(branch)
        break
      }
      let split = program.code.count
      program.code.append(.done)
      emit(branch)
      jumps.append(program.code.count)
      program.code.append(.done)
      program.code[split] = .split(preferred: Int32(split + 1), other: here)
    }
    for jump in jumps { program.code[jump] = .jump(here) }
  }

  private mutating func emitRounds(_ inner: RulePattern, _ loop: Int32, _ isOptional: Bool) {
    let before = program.code.count
    if isOptional { program.code.append(.done) }
    let first = here
    program.code.append(.roundStart(loop: loop))
    emit(inner)
    program.code.append(.roundEnd(loop: loop))
    program.code.append(.split(preferred: first, other: here + 1))
    if isOptional { program.code[before] = .split(preferred: first, other: here) }
  }

  private mutating func emitGap(_ gap: RuleGap, _ variable: Int32) {
    var gap = gap
    gap.obstacles = gap.obstacles.map { dense($0) }
    if variable >= 0 { program.code.append(.open(variable: variable)) }
    program.code.append(.gap(Int32(program.gaps.count)))
    let isUnlimited = Int(gap.limit) >= PatternParser.maxGap
    if isUnlimited { gap.limit = Int32(RuleEngine.pieceMax + 1) }
    program.gaps.append(CompiledGap(gap: gap, needs: 0, isUnlimited: isUnlimited))
    if variable >= 0 { program.code.append(.close(variable: variable)) }
  }

  // MARK: - What is known before a rule is run

  /// What can come next at an instruction.
  private func beginning(at pc: Int) -> RuleBeginning {
    var found = RuleBeginning()
    var onlySentenceStart = true
    var pending = [pc]
    var seen: Set<Int> = []
    while let pc = pending.popLast() {
      guard seen.insert(pc).inserted else { continue }
      if case .place(.sentenceStart) = program.code[pc] {
        found.isSentenceStart = true
        continue
      }
      switch program.code[pc] {
      case .words(let set, _):
        if !found.sets.contains(set) { found.sets.append(set) }
        onlySentenceStart = false
      case .mention(let labels, _), .mentions(let labels, _):
        found.labels |= labels
        onlySentenceStart = false
      case .split(let preferred, let other): pending += [Int(preferred), Int(other)]
      case .jump(let target): pending.append(Int(target))
      case .open, .close, .roundStart, .roundEnd, .not, .after, .lookup, .place(.clauseStart):
        pending.append(pc + 1)
      case .gap, .place, .done:
        found.isAnywhere = true
        onlySentenceStart = false
      }
    }
    if found.isSentenceStart, !onlySentenceStart {
      found.isSentenceStart = false
      found.isAnywhere = true
    }
    return found
  }

  /// What a sentence must hold for a pattern to match; each of these.
  private func requirements(of pattern: RulePattern) -> [RuleRequirement] {
    switch pattern {
    case .sequence(let items):
      return items.flatMap { requirements(of: $0) }
    case .alternatives(let branches):
      var either = RuleRequirement()
      for branch in branches {
        let all = requirements(of: branch)
        // A word says more than a label: most sentences hold some mention.
        guard let best = all.first(where: { $0.labels == 0 }) ?? all.first else { return [] }
        either.labels |= best.labels
        for set in best.sets where !either.sets.contains(set) { either.sets.append(set) }
      }
      return [either]
    case .words(let set, _): return [RuleRequirement(sets: [denseSets[set] ?? 0])]
    case .mention(let labels, _, _): return [RuleRequirement(labels: labels)]
    case .capture(let inner, _): return requirements(of: inner)
    case .rounds(let inner, _, let isOptional): return isOptional ? [] : requirements(of: inner)
    case .gap, .optional, .place, .lookup, .not, .after: return []
    }
  }
}

extension RuleBeginning {
  /// The flags of positions where this can be; 0 for any position.
  var flags: UInt8 {
    if isAnywhere || isSentenceStart { return 0 }
    return (labels != 0 ? PositionFlags.mention : 0) | (sets.isEmpty ? 0 : PositionFlags.word)
  }
}
