// What expressions build counts against the memory of the statement while a row is computed: a
// kernel asks for room before it builds something large, and whoever is done with a row gives back
// what nobody kept. Values too small to matter are not counted one by one; loops that gather many
// of them count them together. Long loops also look at the clock here.

internal import Graph
internal import Text

extension ExecutionContext {
  /// Fewer bytes than these are not worth counting.
  static let smallBytesMax = 4096
  /// Steps, each of some ten nanoseconds, between two looks at the clock.
  private static let stepsPerCheck = 1 << 14
  /// How deep lists and maps may lie in each other: what walks over values is recursive.
  private static let nestingMax = 256

  /// Asks for room for a value that is about to be built, and notes it until `settle`.
  @inline(__always)
  func willBuild(bytes: Int) throws(QueryError) {
    if bytes >= Self.smallBytesMax { try note(bytes) }
  }

  private func note(_ bytes: Int) throws(QueryError) {
    try budget.take(bytes: bytes)
    builtBytes += bytes
  }

  /// Asks for room for the elements of a list that is about to be built.
  @inline(__always)
  func willBuild(elements count: Int) throws(QueryError) {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: Value.place)
    try willBuild(bytes: overflow ? .max : bytes)
  }

  /// Gives back what was built since a mark: nobody holds it any more, or who does has counted it.
  @inline(__always)
  func settle(_ mark: Int) {
    if builtBytes != mark {
      budget.give(back: builtBytes - mark)
      builtBytes = mark
    }
  }

  /// Gives back what was built since a mark, but for one value.
  @inline(__always)
  func settle(_ mark: Int, keeping value: Value) {
    if builtBytes != mark { settle(mark, keeping: value.heldBytes) }
  }

  /// Gives back what was built since a mark, but for so many bytes.
  func settle(_ mark: Int, keeping bytes: Int) {
    let surplus = max(builtBytes - mark - bytes, 0)
    budget.give(back: surplus)
    builtBytes -= surplus
  }

  /// Notes that work was done, and looks at the clock when there was enough of it.
  @inline(__always)
  func spend(_ steps: Int) throws(QueryError) {
    stepCount &+= steps
    if stepCount >= Self.stepsPerCheck { try checkClock() }
  }

  @inline(never)
  private func checkClock() throws(QueryError) {
    stepCount = 0
    try budget.check()
  }

  /// A list of values, which may be lists themselves.
  func list(of items: [Value]) throws(QueryError) -> Value {
    try willBuild(elements: items.count)
    var bytes = 0
    for item in items where item.isContainer { try measure(item, 1, &bytes) }
    return .list(items)
  }

  /// A map with values, which may be lists or maps.
  func map(of entries: [(key: UTF8String, value: Value)]) throws(QueryError) -> Value {
    var bytes = 0
    for entry in entries where entry.value.isContainer { try measure(entry.value, 1, &bytes) }
    return .map(ValueMap(entries))
  }

  /// About how many bytes a value takes if all that it holds is written out.
  ///
  /// Values share what they hold: a list of three times the same list costs little, but done again
  /// and again it has more elements than anybody can walk over. So whatever puts values into values
  /// asks here, and gets an error where the whole would not fit the memory of the statement, or is
  /// nested too deep.
  func treeBytes(of value: Value) throws(QueryError) -> Int {
    guard value.isContainer else { return value.heldBytes }
    var bytes = 0
    try measure(value, 1, &bytes)
    return bytes
  }

  private func measure(_ value: Value, _ depth: Int, _ bytes: inout Int) throws(QueryError) {
    guard depth < Self.nestingMax else {
      throw QueryError(
        .limitExceeded, .nestingTooDeep, .runtime,
        "lists and maps are nested more than \(Self.nestingMax) levels deep",
        hint: "build flat lists, and use + to join them")
    }
    switch value {
    case .list(let items):
      bytes += 32 + items.count * Value.place
      try spend(items.count)
      for item in items {
        if item.isContainer {
          try measure(item, depth + 1, &bytes)
        } else {
          bytes += item.heldBytes
        }
      }
    case .map(let map):
      bytes += 32 + map.entries.count * (Value.place + 16)
      try spend(map.entries.count)
      for entry in map.entries { try measure(entry.value, depth + 1, &bytes) }
    default: bytes += value.heldBytes
    }
    try budget.check(size: bytes)
  }
}

extension Value {
  /// The bytes that a value takes in an array.
  static let place = MemoryLayout<Value>.stride

  /// Whether this holds other values.
  @inline(__always)
  fileprivate var isContainer: Bool {
    switch self {
    case .list, .map: true
    default: false
    }
  }

  /// How many steps it takes to walk over text or a list.
  @inline(__always)
  var steps: Int {
    switch self {
    case .string(let text): text.byteCount &>> 6
    case .list(let items): items.count
    default: 0
    }
  }
}
