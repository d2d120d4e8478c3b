// Values in and out of a page: what kind a value is stored as, and how it is read back.

internal import Text

extension ColumnKind {
  /// The kind that stores a value without loss, or nil for null.
  internal init?(storing value: Value) {
    switch value {
    case .null: return nil
    case .boolean: self = .boolean
    case .integer: self = .integer
    case .float: self = .float
    case .string: self = .string
    case .date: self = .date
    default: self = .encoded
    }
  }
}

extension ColumnPage {
  /// The value at a place that holds one.
  func value(at place: Int, in arena: TextArena) -> Value {
    switch kind {
    case .integer: return .integer(values(as: Int64.self)[place])
    case .float: return .float(values(as: Double.self)[place])
    case .boolean: return .boolean(values(as: UInt8.self)[place] != 0)
    case .string: return .string(arena.text(of: values(as: StringReference.self)[place]))
    case .date:
      return CalendarDate(daysSinceEpoch: values(as: Int64.self)[place]).map(Value.date) ?? .null
    case .encoded:
      return arena.withBytes(of: values(as: StringReference.self)[place]) { bytes in
        // What was encoded here decodes; a file that lies gives null, which `check` reports.
        (try? Value(decodingAll: bytes)) ?? .null
      }
    }
  }

  /// Stores a value that the page's kind can hold.
  func store(_ value: Value, at place: Int, in arena: inout TextArena) {
    switch (kind, value) {
    case (.integer, .integer(let number)): setValue(number, at: place)
    case (.float, .float(let number)): setValue(number, at: place)
    case (.boolean, .boolean(let flag)): setValue(flag ? 1 as UInt8 : 0, at: place)
    case (.string, .string(let text)):
      let reference = text.withBytes { bytes in arena.reference(to: bytes) }
      setValue(reference, at: place)
    case (.date, .date(let date)): setValue(date.daysSinceEpoch, at: place)
    case (.encoded, _):
      var bytes: [UInt8] = []
      value.encode(into: &bytes)
      setValue(arena.reference(to: bytes.span), at: place)
    default: preconditionFailure("a page of \(kind) cannot hold this value")
    }
  }

  /// Counts the bytes in the arena that go to waste when the value at a place is replaced.
  func countGarbage(at place: Int, in arena: inout TextArena) {
    guard kind.width == 16 else { return }
    let reference = values(as: StringReference.self)[place]
    if !reference.isInline { arena.garbageByteCount += reference.byteCount }
  }

  /// A page with the same values, each in its binary form.
  func convertedToEncoded(capacity: Int, in arena: inout TextArena) -> ColumnPage {
    let page = ColumnPage(kind: .encoded, capacity: max(capacity, self.capacity))
    for place in 0..<self.capacity where isPresent(place) {
      countGarbage(at: place, in: &arena)
      page.setPresent(place, true)
      page.store(value(at: place, in: arena), at: place, in: &arena)
    }
    return page
  }
}

extension ColumnPageView {
  /// The value at a place that holds one.
  public func value(at place: Int, in arena: TextArena) -> Value {
    page.value(at: place, in: arena)
  }
}
