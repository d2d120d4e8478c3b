// The values of one property key for all nodes, or for all relationships: pages of 4,096 places,
// absent where no id of the page has the key. Copies share pages.

internal import Text

/// The values that ids have under one key.
public struct PropertyColumn: Sendable {
  internal var pages: [ColumnPage?] = []
  /// How many ids have a value.
  public internal(set) var count = 0

  /// Makes a column without values.
  public init() {}

  /// How many pages there are, absent ones included.
  public var pageCount: Int { pages.count }

  /// How many ids one page covers.
  public static var idsPerPage: Int { pageSize }

  /// The page with a number, or nil where no id of the page has a value.
  @_lifetime(borrow self)
  public func page(_ number: Int) -> ColumnPageView? {
    guard number < pages.count, let page = pages[number] else { return nil }
    return ColumnPageView(page: page, of: self)
  }

  /// Whether an id has a value.
  public func hasValue(at id: UInt32) -> Bool {
    let number = Int(id) >> pageShift
    guard number < pages.count, let page = pages[number] else { return false }
    return page.isPresent(Int(id) & (pageSize - 1))
  }

  /// The value of an id, or nil where it has none.
  public func value(at id: UInt32, in arena: TextArena) -> Value? {
    let number = Int(id) >> pageShift
    let place = Int(id) & (pageSize - 1)
    guard number < pages.count, let page = pages[number], page.isPresent(place) else { return nil }
    return page.value(at: place, in: arena)
  }

  /// The reference to an id's string, or nil where the id has no string.
  public func stringReference(at id: UInt32) -> StringReference? {
    let number = Int(id) >> pageShift
    let place = Int(id) & (pageSize - 1)
    guard number < pages.count, let page = pages[number], page.kind == .string,
      page.isPresent(place)
    else { return nil }
    return page.values(as: StringReference.self)[place]
  }

  /// Sets or removes the value of an id; null removes as well.
  internal mutating func set(_ value: Value?, at id: UInt32, in arena: inout TextArena) {
    let number = Int(id) >> pageShift
    let place = Int(id) & (pageSize - 1)
    guard let value, let kind = ColumnKind(storing: value) else {
      remove(page: number, place: place, in: &arena)
      return
    }
    let page = writablePage(number, place: place, for: kind, in: &arena)
    if page.isPresent(place) {
      page.countGarbage(at: place, in: &arena)
    } else {
      page.setPresent(place, true)
      count += 1
    }
    page.store(value, at: place, in: &arena)
  }

  private mutating func remove(page number: Int, place: Int, in arena: inout TextArena) {
    guard let kind = kind(ofPage: number, presentAt: place) else { return }
    let page = writablePage(number, place: place, for: kind, in: &arena)
    page.countGarbage(at: place, in: &arena)
    page.setPresent(place, false)
    count -= 1
    if page.presentCount == 0 { pages[number] = nil }
  }

  /// The kind of a page that has a value at a place, or nil.
  ///
  /// A function of its own, so that nobody holds the page when it is asked whether it is shared.
  private func kind(ofPage number: Int, presentAt place: Int) -> ColumnKind? {
    guard number < pages.count, let page = pages[number], page.isPresent(place) else { return nil }
    return page.kind
  }

  /// A page that this column alone holds, with room for the place, able to hold the kind.
  internal mutating func writablePage(
    _ number: Int, place: Int, for kind: ColumnKind, in arena: inout TextArena
  ) -> ColumnPage {
    while pages.count <= number { pages.append(nil) }
    let isOurs = isKnownUniquelyReferenced(&pages[number])
    guard let page = pages[number] else {
      let fresh = ColumnPage(kind: kind, capacity: Self.capacity(for: place, after: 0))
      pages[number] = fresh
      return fresh
    }
    if page.kind != kind, page.kind != .encoded {
      let converted = page.convertedToEncoded(
        capacity: Self.capacity(for: place, after: page.capacity), in: &arena)
      pages[number] = converted
      return converted
    }
    if isOurs, place < page.capacity, page.memory.region == nil { return page }
    let copy = page.copy(capacity: Self.capacity(for: place, after: page.capacity))
    pages[number] = copy
    return copy
  }

  private static func capacity(for place: Int, after current: Int) -> Int {
    var capacity = max(current, 32)
    while capacity <= place { capacity *= 2 }
    return min(capacity, pageSize)
  }
}
