// Matching by a deterministic machine that is built while it runs. A state is the set of places in
// the program that the text so far leads to, and what stood last; where a class of code points
// leads from it is worked out once and remembered. When too much is remembered all is forgotten,
// so that time is at most the length of the text times that of the program, and memory is bounded.

internal import Text

/// Matches texts against one program and remembers what it found out.
struct RegexMatcher: Sendable {
  /// How many ways from states over classes are remembered.
  private static let wayMax = 1 << 18
  /// How many places all states together may have.
  private static let placeMax = 1 << 20

  private struct State: Hashable {
    /// Places in the program, in order, before conditions are looked at.
    var places: [UInt16]
    var before: RegexNeighbour
  }

  private let program: RegexProgram
  private let neighbours: [RegexNeighbour]
  private var states: [State] = []
  private var stateNumbers: [State: Int32] = [:]
  /// By state and class, and last the end of the text: the next state, or one of the marks below.
  private var ways: [Int32] = []
  private var placeCount = 0
  /// In which round each place of the program was last reached.
  private var rounds: [UInt32]
  private var round: UInt32 = 0
  /// How many ways were worked out.
  private var workCount = 0
  private var stack: [Int] = []

  private static let unknown: Int32 = -1
  private static let dead: Int32 = -2
  private static let accepted: Int32 = -3

  init(_ program: RegexProgram) {
    self.program = program
    rounds = Array(repeating: 0, count: program.instructions.count)
    neighbours =
      program.alphabet.samples.map { program.hasAssertions ? RegexNeighbour($0) : .other }
      + [.edge]
  }

  private var rowLength: Int { program.alphabet.count + 1 }

  /// Whether the pattern matches the text from its start to its end.
  mutating func matchesWhole(_ text: UTF8String) -> Bool {
    matchesWhole(text) { () throws(Never) in }
  }

  /// Whether the pattern matches the text from its start to its end.
  ///
  /// What is called now and then may end it by an error.
  mutating func matchesWhole<Failure: Error>(
    _ text: UTF8String, checking check: () throws(Failure) -> Void
  ) throws(Failure) -> Bool {
    let view = text.string.utf8
    let bytes = view.span
    var state = number(of: State(places: [0], before: .edge))
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      let letter: Int
      if byte < 0x80 {
        letter = program.alphabet.number(of: UInt32(byte))
        offset &+= 1
      } else {
        let (scalar, length) = decodeScalar(bytes, at: offset)
        letter = program.alphabet.number(of: scalar.value)
        offset &+= length
      }
      let known = ways[Int(state) &* rowLength &+ letter]
      if known == Self.unknown {
        workCount &+= 1
        if workCount & 63 == 0 { try check() }
        state = way(from: state, over: letter)
      } else {
        state = known
      }
      if state == Self.dead { return false }
    }
    let end = rowLength - 1
    let known = ways[Int(state) * rowLength + end]
    return (known == Self.unknown ? way(from: state, over: end) : known) == Self.accepted
  }

  /// Works out where a class of code points, or the end, leads from a state.
  private mutating func way(from number: Int32, over letter: Int) -> Int32 {
    let state = states[Int(number)]
    let isEnd = letter == rowLength - 1
    let (places, matches) = reach(from: state, over: letter)
    let slot = Int(number) * rowLength + letter
    if isEnd || places.isEmpty {
      ways[slot] = isEnd && matches ? Self.accepted : Self.dead
      return ways[slot]
    }
    let before: RegexNeighbour = program.hasAssertions ? neighbours[letter] : .edge
    let stateCount = states.count
    let target = self.number(of: State(places: places, before: before))
    // If all was forgotten on the way, the state that the way led from is gone too.
    if states.count >= stateCount { ways[slot] = target }
    return target
  }

  /// The places behind a code point, and whether the program can end before it.
  private mutating func reach(
    from state: State, over letter: Int
  ) -> (places: [UInt16], matches: Bool) {
    beginRound()
    let sample = letter < program.alphabet.count ? program.alphabet.samples[letter] : nil
    var places: [UInt16] = []
    var matches = false
    for place in state.places { stack.append(Int(place)) }
    while let place = stack.popLast() {
      guard rounds[place] != round else { continue }
      rounds[place] = round
      switch program.instructions[place] {
      case .set(let number):
        if let sample, program.sets[number].contains(sample) { places.append(UInt16(place + 1)) }
      case .split(let first, let second):
        stack.append(second)
        stack.append(first)
      case .jump(let target): stack.append(target)
      case .assert(let assertion):
        if assertion.holds(between: state.before, and: neighbours[letter]) {
          stack.append(place + 1)
        }
      case .match: matches = true
      }
    }
    places.sort()
    return (places, matches)
  }

  private mutating func beginRound() {
    if round == .max {
      for place in rounds.indices { rounds[place] = 0 }
      round = 0
    }
    round += 1
  }

  /// The number of a state, a new one where it was not met before.
  private mutating func number(of state: State) -> Int32 {
    if let number = stateNumbers[state] { return number }
    let isFull = placeCount > Self.placeMax || ways.count + rowLength > Self.wayMax
    if isFull, states.count > 8 {
      placeCount = 0
      states.removeAll(keepingCapacity: true)
      stateNumbers.removeAll(keepingCapacity: true)
      ways.removeAll(keepingCapacity: true)
    }
    let number = Int32(states.count)
    states.append(state)
    placeCount += state.places.count
    stateNumbers[state] = number
    ways.append(contentsOf: repeatElement(Self.unknown, count: rowLength))
    return number
  }
}
