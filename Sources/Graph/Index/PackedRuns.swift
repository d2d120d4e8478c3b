// Sorted runs of (key, node) pairs: how an index takes additions without ever being rebuilt as a
// whole. New pairs gather in a short unsorted end; when it is full it becomes a sorted run, and
// runs of like size are merged. Versions of the graph share the runs.
//
// Nothing is ever taken out: a pair that no longer holds is found out by whoever looks at the node,
// which has to be done anyway since keys are hashes or prefixes. Writing a snapshot drops such
// pairs.

/// Pairs of a 32-bit key and a node in sorted runs.
internal struct PackedRuns: Sendable {
  /// Each sorted; key in the upper half, node in the lower.
  private(set) var runs: [FlatArray<UInt64>] = []
  /// The newest pairs, in no order.
  private(set) var end: [UInt64] = []

  static let endCountMax = 1 << 10

  init() {}

  init(sorted run: FlatArray<UInt64>) { runs = run.count > 0 ? [run] : [] }

  @inline(__always)
  static func pack(key: UInt32, node: UInt32) -> UInt64 { UInt64(key) << 32 | UInt64(node) }

  /// How many pairs there are, those that no longer hold included.
  var count: Int { runs.reduce(end.count) { $0 + $1.count } }

  mutating func insert(key: UInt32, node: UInt32) {
    end.append(Self.pack(key: key, node: node))
    if end.count >= Self.endCountMax { settle() }
  }

  /// Makes a run of the end and merges runs until each is at least twice as long as the next.
  private mutating func settle() {
    end.sort()
    runs.append(FlatArray(end))
    end.removeAll(keepingCapacity: true)
    while runs.count >= 2, runs[runs.count - 2].count < runs[runs.count - 1].count * 2 {
      let right = runs.removeLast()
      let left = runs.removeLast()
      runs.append(Self.merge(left, right))
    }
  }

  private static func merge(
    _ left: FlatArray<UInt64>, _ right: FlatArray<UInt64>
  ) -> FlatArray<UInt64> {
    FlatArray(count: left.count + right.count) { target in
      let a = left.span
      let b = right.span
      var i = 0
      var j = 0
      for place in 0..<(a.count + b.count) {
        if j == b.count || (i < a.count && a[i] <= b[j]) {
          target[place] = a[i]
          i += 1
        } else {
          target[place] = b[j]
          j += 1
        }
      }
    }
  }

  /// The nodes that may have a key, sorted and each once.
  func nodes(withKey key: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    for run in runs {
      let span = run.span
      var place = Self.firstPlace(in: span, notBefore: UInt64(key) << 32)
      while place < span.count, UInt32(truncatingIfNeeded: span[place] >> 32) == key {
        found.append(UInt32(truncatingIfNeeded: span[place]))
        place += 1
      }
    }
    for pair in end where UInt32(truncatingIfNeeded: pair >> 32) == key {
      found.append(UInt32(truncatingIfNeeded: pair))
    }
    // Even a single run may hold a pair twice: of a node that got a value, lost it and got it
    // again.
    return found.count > 1 ? sortedOnce(found) : found
  }

  /// The first place in a sorted run that is not before a pair.
  ///
  /// Keys are hashes, spread evenly, so the place is guessed from the key; a few doubling steps
  /// from the guess give a range to halve. This touches fewer cache lines than halving the whole.
  static func firstPlace(in run: Span<UInt64>, notBefore pair: UInt64) -> Int {
    guard run.count > 0 else { return 0 }
    let guess = Int((pair >> 32) * UInt64(run.count) >> 32)
    var low = min(guess, run.count - 1)
    var high = low
    var step = 32
    while low > 0, run[low] >= pair {
      high = low
      low = max(0, low - step)
      step *= 2
    }
    step = 32
    while high < run.count, run[high] < pair {
      low = high
      high = min(run.count, high + step)
      step *= 2
    }
    while low < high {
      let middle = (low + high) >> 1
      if run[middle] < pair { low = middle + 1 } else { high = middle }
    }
    return low
  }

  var byteCount: Int { runs.reduce(end.count * 8) { $0 + $1.byteCount } }
}

/// Sorts numbers and drops repetitions.
internal func sortedOnce(_ numbers: [UInt32]) -> [UInt32] {
  var sorted = numbers
  sorted.sort()
  var kept = 0
  for place in sorted.indices where place == 0 || sorted[place] != sorted[place - 1] {
    sorted[kept] = sorted[place]
    kept += 1
  }
  sorted.removeLast(sorted.count - kept)
  return sorted
}
