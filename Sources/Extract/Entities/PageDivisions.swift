// The divisions that a page has named so far, with how often. Which of them 区 or 市 means where
// the article says nothing is kept up to date as they are counted, so that a page may name any
// number.

/// The divisions of a page.
struct PageDivisions: Sendable {
  /// In the order of their first mention.
  private(set) var all: [(id: DivisionID, entity: Int)] = []
  private var counts: [Int] = []
  private var numbers: [DivisionID: Int] = [:]
  /// For each last character of names the division named most often, the first of those.
  private var commonest: [UInt32: Int] = [:]
  /// For each last character the entity around the first division that lies in such a one.
  private var around: [UInt32: Int] = [:]

  /// Counts a division that the page has named before; false if it has not.
  mutating func count(_ id: DivisionID, endingWith last: UInt32) -> Bool {
    guard let number = numbers[id] else { return false }
    counts[number] += 1
    note(number, endingWith: last)
    return true
  }

  /// Adds a division with what it lies in, from the inside out.
  mutating func add(
    _ id: DivisionID, entity: Int, endingWith last: UInt32,
    within outer: [(entity: Int, last: UInt32)]
  ) {
    numbers[id] = all.count
    all.append((id, entity))
    counts.append(1)
    note(all.count - 1, endingWith: last)
    for (entity, last) in outer where around[last] == nil { around[last] = entity }
  }

  private mutating func note(_ number: Int, endingWith last: UInt32) {
    let best = commonest[last]
    let isMore = best.map { (counts[number], -number) > (counts[$0], -$0) } ?? true
    if isMore { commonest[last] = number }
  }

  /// The entity of the page's commonest division whose name ends with one of some characters, or
  /// else of what the first division that lies in such a one lies in.
  func entity(endingWith lasts: [UInt32]) -> Int? {
    var best: Int?
    for last in lasts {
      guard let number = commonest[last] else { continue }
      let isMore = best.map { (counts[number], -number) > (counts[$0], -$0) } ?? true
      if isMore { best = number }
    }
    if let best { return all[best].entity }
    for last in lasts { if let entity = around[last] { return entity } }
    return nil
  }
}
