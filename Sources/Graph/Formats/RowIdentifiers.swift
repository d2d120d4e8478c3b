// The ids that rows of a block have, as numbers where they are numbers and as text otherwise. Kept
// until the session, which alone knows which ids exist, looks them up.

internal import Text

/// Ids of consecutive rows.
internal struct EntityIdentifiers: Sendable {
  private static let textFlag: UInt64 = 1 << 63
  private var keys: [UInt64] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  mutating func append(_ id: UTF8String) {
    id.withBytes { text in
      if let number = IdentifierTable.number(text) {
        keys.append(number)
      } else {
        keys.append(Self.textFlag | UInt64(ends.count - 1))
        bytes.append(text)
        ends.append(bytes.count)
      }
    }
  }

  @_lifetime(borrow self)
  private func text(_ place: Int) -> Span<UInt8> {
    bytes.span.extracting(ends[place]..<ends[place + 1])
  }

  /// Adds the id of a row to a table; false where it is there already.
  func insert(row: Int, node: UInt32, into table: inout IdentifierTable) -> Bool {
    let key = keys[row]
    if key & Self.textFlag == 0 { return table.insert(number: key, node: node) }
    return table.insert(text(Int(key & ~Self.textFlag)), node: node)
  }

  /// The node that a table has for the id of a row.
  func node(row: Int, in table: IdentifierTable) -> UInt32? {
    let key = keys[row]
    if key & Self.textFlag == 0 { return table.numbers.node(of: key) }
    return table.node(of: text(Int(key & ~Self.textFlag)))
  }

  /// The id of a row as text.
  func description(row: Int) -> String {
    let key = keys[row]
    if key & Self.textFlag == 0 { return String(key) }
    return UTF8String(repairing: text(Int(key & ~Self.textFlag))).string
  }
}
