// A regular expression as a machine: the instructions of Thompson's construction, and an alphabet
// of the classes of code points between which no instruction can tell. Counted repetition is
// written out; the number of instructions is limited, and with it the time per code point.

internal import Text

/// A regular expression, ready to be matched.
struct RegexProgram: Sendable {
  /// How many instructions a pattern may take.
  static let instructionMax = 10_000
  /// How many code points a pattern may have.
  static let patternMax = 20_000
  /// How many ranges all sets of a pattern may have; classes are found from them.
  private static let rangeMax = 50_000

  enum Instruction: Sendable {
    /// Goes on where the next code point is in the set with a number.
    case set(Int)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    /// Goes on where a condition holds.
    case assert(RegexAssertion)
    case match
  }

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [RegexSet] = []
  private(set) var alphabet = RegexAlphabet([])
  /// Whether a condition stands somewhere; without one the neighbours need not be known.
  private(set) var hasAssertions = false
  private var setNumbers: [RegexSet: Int] = [:]

  /// Reads a pattern.
  init(pattern: UTF8String) throws(QueryError) {
    guard pattern.codePointCount <= Self.patternMax else {
      throw Self.invalidPattern("it has more than \(Self.patternMax) characters", hint: nil)
    }
    var parser = RegexParser(pattern)
    try emit(try parser.parse())
    try append(.match)
    setNumbers = [:]
    guard sets.reduce(0, { $0 + $1.ranges.count }) <= Self.rangeMax else {
      throw Self.invalidPattern("it has too many sets of characters", hint: nil)
    }
    alphabet = RegexAlphabet(
      hasAssertions ? sets + [.lineEnds, .wordCharacters] : sets)
  }

  /// Whether the pattern matches the text from its start to its end.
  ///
  /// For many texts a `RegexMatcher` is faster: it remembers what it found out.
  func matchesWhole(_ text: UTF8String) -> Bool {
    var matcher = RegexMatcher(self)
    return matcher.matchesWhole(text)
  }

  /// The same within the limits of a statement.
  func matchesWhole(_ text: UTF8String, on budget: Budget) throws(QueryError) -> Bool {
    var matcher = RegexMatcher(self)
    return try matcher.matchesWhole(text) { () throws(QueryError) in try budget.check() }
  }

  // MARK: Construction

  private mutating func append(_ instruction: Instruction) throws(QueryError) {
    guard instructions.count < Self.instructionMax else {
      throw Self.invalidPattern(
        "it takes more than \(Self.instructionMax) steps", hint: "repeat less with { }")
    }
    instructions.append(instruction)
  }

  private mutating func emit(_ node: RegexNode) throws(QueryError) {
    switch node {
    case .empty: break
    case .set(let set): try append(.set(number(of: set)))
    case .assertion(let assertion):
      hasAssertions = true
      try append(.assert(assertion))
    case .sequence(let items): for item in items { try emit(item) }
    case .choice(let branches): try emit(choice: branches)
    case .repetition(let item, let least, let most):
      try emit(item, least: least, most: most)
    }
  }

  private mutating func emit(choice branches: [RegexNode]) throws(QueryError) {
    var jumps: [Int] = []
    for branch in branches.dropLast() {
      let split = instructions.count
      try append(.split(split + 1, 0))
      try emit(branch)
      jumps.append(instructions.count)
      try append(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    if let last = branches.last { try emit(last) }
    for jump in jumps { instructions[jump] = .jump(instructions.count) }
  }

  private mutating func emit(
    _ item: RegexNode, least: Int, most: Int?
  ) throws(QueryError) {
    for _ in 0..<least {
      let start = instructions.count
      try emit(item)
      // What takes no instructions matches nothing but the empty text, however often.
      if instructions.count == start { return }
    }
    guard let most else {
      let split = instructions.count
      try append(.split(split + 1, 0))
      try emit(item)
      try append(.jump(split))
      instructions[split] = .split(split + 1, instructions.count)
      return
    }
    var splits: [Int] = []
    for _ in least..<most {
      splits.append(instructions.count)
      try append(.split(instructions.count + 1, 0))
      try emit(item)
    }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
  }

  private mutating func number(of set: RegexSet) -> Int {
    if let number = setNumbers[set] { return number }
    setNumbers[set] = sets.count
    sets.append(set)
    return sets.count - 1
  }

  /// The error of a pattern that cannot be used.
  static func invalidPattern(_ what: String, hint: String?) -> QueryError {
    .argument(
      .invalidPattern, "the regular expression cannot be used: \(what)", subject: what,
      hint: hint)
  }
}

/// The classes of code points between which a number of sets cannot tell.
struct RegexAlphabet: Sendable {
  /// Where runs of code points of one class begin, in order.
  private var starts: [UInt32] = []
  private var classes: [Int] = []
  private var asciiClasses: [Int] = []
  /// One code point of each class.
  private(set) var samples: [UInt32] = []

  init(_ sets: [RegexSet]) {
    // At each boundary some sets begin or end; which ones hold between two is the class.
    var events: [(place: UInt32, set: Int)] = []
    for (number, set) in sets.enumerated() {
      for range in set.ranges {
        events += [(range.lowerBound, number), (range.upperBound + 1, number)]
      }
    }
    events.sort { ($0.place, $0.set) < ($1.place, $1.set) }
    var holding: [Int] = []
    var numbers: [[Int]: Int] = [:]
    var next = 0
    var place: UInt32 = 0
    while place <= RegexSet.last {
      while next < events.count, events[next].place == place {
        let index = Self.place(of: events[next].set, in: holding)
        if index < holding.count, holding[index] == events[next].set {
          holding.remove(at: index)
        } else {
          holding.insert(events[next].set, at: index)
        }
        next += 1
      }
      let number = numbers[holding] ?? samples.count
      if number == samples.count {
        numbers[holding] = number
        samples.append(place)
      }
      starts.append(place)
      classes.append(number)
      place = next < events.count ? events[next].place : RegexSet.last + 1
    }
    asciiClasses = (0..<0x80 as Range<UInt32>).map(searchClass)
  }

  /// Where a number stands in numbers in order, or belongs.
  private static func place(of number: Int, in numbers: [Int]) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The number of classes.
  var count: Int { samples.count }

  /// The class of a code point.
  func number(of value: UInt32) -> Int {
    value < 0x80 ? asciiClasses[Int(value)] : searchClass(value)
  }

  private func searchClass(_ value: UInt32) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= value { low = middle } else { high = middle }
    }
    return classes[low]
  }
}
