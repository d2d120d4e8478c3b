// Where the entities of an article stand, in the order of the text, with ways to look back that do
// not depend on how long the article is.

/// Entities with their places, which only grow.
struct NamedPlaces: Sendable {
  private(set) var all: [(place: Int, entity: Int)] = []

  mutating func append(_ place: Int, _ entity: Int) { all.append((place, entity)) }

  /// Adds an entity that was found late, behind those at its place.
  mutating func insert(_ place: Int, _ entity: Int) {
    all.insert((place, entity), at: firstIndex(from: place + 1))
  }

  mutating func removeAll() { all.removeAll(keepingCapacity: true) }

  /// The index of the first that stands at a place or behind it.
  func firstIndex(from place: Int) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last that stands before a place.
  func last(before place: Int) -> (place: Int, entity: Int)? {
    let index = firstIndex(from: place)
    return index > 0 ? all[index - 1] : nil
  }

  /// The last ones before a place, no more than a number of them.
  func recent(_ count: Int, before place: Int) -> ArraySlice<(place: Int, entity: Int)> {
    all[..<firstIndex(from: place)].suffix(count)
  }
}
