// An ordered index: 64-bit prefixes of values that keep the values' order, with the node beside
// each. Like PackedRuns it grows by sorted runs and never takes anything out.

/// Pairs of a 64-bit order prefix and a node in sorted runs.
internal struct RangeRuns: Sendable {
  /// A sorted run: prefixes and, at the same places, nodes.
  struct Run: Sendable {
    let prefixes: FlatArray<UInt64>
    let nodes: FlatArray<UInt32>
    var count: Int { prefixes.count }
    var byteCount: Int { prefixes.byteCount + nodes.byteCount }
  }

  struct Pair: Sendable, BitwiseCopyable {
    let prefix: UInt64
    let node: UInt32

    static func isBefore(_ left: Pair, _ right: Pair) -> Bool {
      left.prefix != right.prefix ? left.prefix < right.prefix : left.node < right.node
    }
  }

  private(set) var runs: [Run] = []
  /// The newest pairs, in no order.
  private(set) var end: [Pair] = []

  init() {}

  init(sorted run: Run) { runs = run.count > 0 ? [run] : [] }

  var count: Int { runs.reduce(end.count) { $0 + $1.count } }

  mutating func insert(prefix: UInt64, node: UInt32) {
    end.append(Pair(prefix: prefix, node: node))
    if end.count >= PackedRuns.endCountMax { settle() }
  }

  private mutating func settle() {
    end.sort(by: Pair.isBefore)
    runs.append(Self.run(of: end))
    end.removeAll(keepingCapacity: true)
    while runs.count >= 2, runs[runs.count - 2].count < runs[runs.count - 1].count * 2 {
      let right = runs.removeLast()
      let left = runs.removeLast()
      runs.append(Self.merge(left, right))
    }
  }

  /// Makes a run of sorted pairs.
  static func run(of pairs: [Pair]) -> Run {
    Run(
      prefixes: FlatArray(count: pairs.count) { target in
        for place in pairs.indices { target[place] = pairs[place].prefix }
      },
      nodes: FlatArray(count: pairs.count) { target in
        for place in pairs.indices { target[place] = pairs[place].node }
      })
  }

  private static func merge(_ left: Run, _ right: Run) -> Run {
    var pairs: [Pair] = []
    pairs.reserveCapacity(left.count + right.count)
    let a = left.prefixes.span
    let b = right.prefixes.span
    let aNodes = left.nodes.span
    let bNodes = right.nodes.span
    var i = 0
    var j = 0
    while i < a.count || j < b.count {
      let takesLeft =
        j == b.count || (i < a.count && (a[i] < b[j] || (a[i] == b[j] && aNodes[i] <= bNodes[j])))
      if takesLeft {
        pairs.append(Pair(prefix: a[i], node: aNodes[i]))
        i += 1
      } else {
        pairs.append(Pair(prefix: b[j], node: bNodes[j]))
        j += 1
      }
    }
    return run(of: pairs)
  }

  /// The nodes whose prefix may lie in a range, sorted and each once.
  func nodes(from low: UInt64, through high: UInt64) -> [UInt32] {
    var found: [UInt32] = []
    for run in runs {
      let places = Self.places(in: run, from: low, through: high)
      for place in places { found.append(run.nodes[place]) }
    }
    for pair in end where pair.prefix >= low && pair.prefix <= high { found.append(pair.node) }
    return sortedOnce(found)
  }

  /// How many pairs lie in a range; an upper bound of the nodes that do.
  func count(from low: UInt64, through high: UInt64) -> Int {
    var count = 0
    for run in runs { count += Self.places(in: run, from: low, through: high).count }
    for pair in end where pair.prefix >= low && pair.prefix <= high { count += 1 }
    return count
  }

  private static func places(in run: Run, from low: UInt64, through high: UInt64) -> Range<Int> {
    guard low <= high else { return 0..<0 }
    let start = firstPlace(in: run.prefixes.span, from: 0) { $0 >= low }
    let end = firstPlace(in: run.prefixes.span, from: start) { $0 > high }
    // A file may lie about the two lists being equally long.
    return (start..<end).clamped(to: 0..<run.nodes.count)
  }

  private static func firstPlace(
    in prefixes: Span<UInt64>, from start: Int, where holds: (UInt64) -> Bool
  ) -> Int {
    var low = start
    var high = prefixes.count
    while low < high {
      let middle = (low + high) >> 1
      if holds(prefixes[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  var byteCount: Int { runs.reduce(end.count * 16) { $0 + $1.byteCount } }
}
