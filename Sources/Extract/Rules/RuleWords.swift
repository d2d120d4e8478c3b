// All words of all rules in one trie, so that one walk over a sentence finds which of them stand
// where. The walk begins anew at each character; as nearly every character begins no word and words
// are short, that takes hardly more than one look per character, and the words that begin at a
// place come out together. Words have at most some hundred characters, which bounds the walk.

/// The words of rules.
struct RuleWords: Sendable {
  /// A set that a word belongs to, and what the word stands for in it.
  struct Membership: Sendable {
    var set: Int32
    /// An index into the values, -1 for none.
    var value: Int32
  }

  /// What words stand for.
  private(set) var values: [String] = []
  private(set) var setCount = 0
  /// For each word the first of its memberships; one more at the end.
  private var membershipStarts: [Int32] = [0]
  private var memberships: [Membership] = []
  /// For each node the first of its children, which lie side by side; one more at the end.
  private var childStarts: [Int32] = []
  /// For each node but the root the scalar that leads to it.
  private var scalars: [UInt32] = [0]
  /// For each node the word that ends there, -1 for none.
  private var wordAt: [Int32] = [-1]
  /// The children of the root by scalar, for the basic plane; 0 for none.
  private var roots: [Int32] = []

  init() {}

  /// The words of sets.
  init(_ sets: [[Domain.Word]]) {
    setCount = sets.count
    var entries: [(text: [UInt32], member: Membership)] = []
    for (set, words) in sets.enumerated() {
      for word in words {
        var value: Int32 = -1
        if let text = word.value {
          value = Int32(values.count)
          values.append(text)
        }
        entries.append((word.text, Membership(set: Int32(set), value: value)))
      }
    }
    entries.sort {
      $0.text != $1.text
        ? $0.text.lexicographicallyPrecedes($1.text) : $0.member.set < $1.member.set
    }
    var texts: [[UInt32]] = []
    for entry in entries {
      if texts.last != entry.text {
        texts.append(entry.text)
        membershipStarts.append(Int32(memberships.count))
      }
      memberships.append(entry.member)
      membershipStarts[texts.count] = Int32(memberships.count)
    }
    build(texts)
  }

  /// Makes the nodes level by level from sorted texts.
  private mutating func build(_ texts: [[UInt32]]) {
    var level = texts.isEmpty ? [] : [(node: 0, texts: 0..<texts.count)]
    var depth = 0
    while !level.isEmpty {
      var next: [(node: Int, texts: Range<Int>)] = []
      for (node, range) in level {
        var first = range.lowerBound
        // The nodes of a level are visited in their order, so the starts of children line up.
        assert(childStarts.count == node)
        childStarts.append(Int32(scalars.count))
        if texts[first].count == depth {
          wordAt[node] = Int32(first)
          first += 1
        }
        while first < range.upperBound {
          let scalar = texts[first][depth]
          var end = first + 1
          while end < range.upperBound, texts[end][depth] == scalar { end += 1 }
          next.append((scalars.count, first..<end))
          scalars.append(scalar)
          wordAt.append(-1)
          first = end
        }
      }
      level = next
      depth += 1
    }
    childStarts.append(Int32(scalars.count))
    if texts.isEmpty { childStarts.append(Int32(scalars.count)) }
    roots = [Int32](repeating: 0, count: 0x1_0000)
    for child in Int(childStarts[0])..<Int(childStarts[1]) where scalars[child] < 0x1_0000 {
      roots[Int(scalars[child])] = Int32(child)
    }
  }

  /// The node of the first scalar of words; 0 if no word begins with it.
  @inline(__always)
  func root(_ scalar: UInt32) -> Int32 {
    if scalar < 0x1_0000, roots.count == 0x1_0000 { return roots[Int(scalar)] }
    return roots.isEmpty ? 0 : child(of: 0, scalar)
  }

  /// The node behind a node; 0 if no word goes on so.
  @inline(__always)
  func child(of node: Int32, _ scalar: UInt32) -> Int32 {
    var low = Int(childStarts[Int(node)])
    var high = Int(childStarts[Int(node) + 1])
    while low < high {
      let middle = (low + high) / 2
      if scalars[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low < Int(childStarts[Int(node) + 1]), scalars[low] == scalar else { return 0 }
    return Int32(low)
  }

  /// The word that ends at a node, -1 for none.
  @inline(__always)
  func word(at node: Int32) -> Int32 { wordAt[Int(node)] }

  /// The memberships of a word.
  @inline(__always)
  func memberships(of word: Int32) -> Range<Int> {
    Int(membershipStarts[Int(word)])..<Int(membershipStarts[Int(word) + 1])
  }

  /// A membership.
  @inline(__always)
  func membership(_ index: Int) -> Membership { memberships[index] }

  /// The membership of a word in a set, if it is in it.
  @inline(__always)
  func membership(of word: Int32, in set: Int32) -> Membership? {
    for index in memberships(of: word) where memberships[index].set == set {
      return memberships[index]
    }
    return nil
  }
}
