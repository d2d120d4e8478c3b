// The divisions that are known around a text, counted by what they lie in. What speaks for a
// candidate is then looked up, however many divisions an article or a page names.

/// How often divisions are known, each by itself and for all that it holds.
struct DivisionContext: Sendable {
  /// The divisions known, in the order in which they were added, repetitions too.
  private(set) var all: [DivisionID] = []
  private var own: [Int32]
  private var children: [Int32]
  private var inside: [Int32]

  /// Nothing known.
  init(_ divisions: Divisions) {
    own = Array(repeating: 0, count: divisions.count)
    children = own
    inside = own
  }

  var isEmpty: Bool { all.isEmpty }

  /// Adds a division.
  mutating func add(_ id: DivisionID, of divisions: Divisions) {
    all.append(id)
    count(id, 1, divisions)
  }

  /// Forgets all divisions.
  mutating func removeAll(of divisions: Divisions) {
    for id in all { count(id, -1, divisions) }
    all.removeAll(keepingCapacity: true)
  }

  private mutating func count(_ id: DivisionID, _ change: Int32, _ divisions: Divisions) {
    own[Int(id.index)] += change
    if let parent = divisions.parent(id) { children[Int(parent.index)] += change }
    var around: DivisionID? = id
    while let outer = around {
      inside[Int(outer.index)] += change
      around = divisions.parent(outer)
    }
  }

  /// How often a division is known.
  @inline(__always)
  func count(of id: DivisionID) -> Int { Int(own[Int(id.index)]) }

  /// How often divisions directly in a division are known.
  @inline(__always)
  func count(directlyIn id: DivisionID) -> Int { Int(children[Int(id.index)]) }

  /// How often a division and those within it, at whatever depth, are known.
  @inline(__always)
  func count(within id: DivisionID) -> Int { Int(inside[Int(id.index)]) }
}

/// What is known around a text: by the article, and by the page before it.
struct DivisionSurroundings: Sendable {
  var article: DivisionContext
  var page: DivisionContext

  var isEmpty: Bool { article.isEmpty && page.isEmpty }

  @inline(__always)
  func count(of id: DivisionID) -> Int { article.count(of: id) + page.count(of: id) }

  @inline(__always)
  func count(directlyIn id: DivisionID) -> Int {
    article.count(directlyIn: id) + page.count(directlyIn: id)
  }

  @inline(__always)
  func count(within id: DivisionID) -> Int { article.count(within: id) + page.count(within: id) }
}
