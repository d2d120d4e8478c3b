// The ids that rows of a block have, as numbers where they are numbers and as text otherwise. Kept
// until somebody who knows which ids exist looks them up; ids are only told apart here.

internal import Text

/// Ids of consecutive rows.
internal struct RowIdentifiers: Sendable {
  private static let textFlag: UInt64 = 1 << 63
  /// By row: a number, or the flag and the place of a text.
  private var keys: [UInt64] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  /// How many rows there are.
  var count: Int { keys.count }

  mutating func reserve(_ count: Int) { keys.reserveCapacity(count) }

  @inline(__always)
  mutating func append(_ id: Span<UInt8>) {
    if let number = IdentifierTable.number(id) {
      keys.append(number)
    } else {
      append(text: id)
    }
  }

  @inline(never)
  private mutating func append(text: Span<UInt8>) {
    keys.append(Self.textFlag | UInt64(ends.count - 1))
    bytes.append(text)
    ends.append(bytes.count)
  }

  mutating func append(_ id: UTF8String) { id.withBytes { append($0) } }

  /// Adds the id that another list has for a row.
  mutating func append(_ row: Int, of other: RowIdentifiers) {
    let key = other.keys[row]
    if key & Self.textFlag == 0 {
      keys.append(key)
    } else {
      append(text: other.text(Int(key & ~Self.textFlag)))
    }
  }

  /// Adds the id of a row to a table; false where it is there already.
  @inline(__always)
  func insert(row: Int, node: UInt32, into table: inout IdentifierTable) -> Bool {
    let key = keys[row]
    if key & Self.textFlag == 0 { return table.insert(number: key, node: node) }
    return table.insert(text(Int(key & ~Self.textFlag)), node: node)
  }

  /// The nodes of all rows; `missing` where there is no node with the id.
  ///
  /// Looking up many ids in one tight loop lets the processor wait for many lines of the table at
  /// once instead of one after the other.
  func nodes(in table: IdentifierTable) -> [UInt32] {
    var nodes = [UInt32](repeating: Self.missing, count: keys.count)
    for row in keys.indices { nodes[row] = node(row: row, in: table) ?? Self.missing }
    return nodes
  }

  /// The node that a table has for the id of a row.
  @inline(__always)
  func node(row: Int, in table: IdentifierTable) -> UInt32? {
    let key = keys[row]
    if key & Self.textFlag == 0 { return table.numbers.node(of: key) }
    return table.node(of: text(Int(key & ~Self.textFlag)))
  }

  /// Stands for a node that there is not.
  static let missing = UInt32.max

  @_lifetime(borrow self)
  private func text(_ place: Int) -> Span<UInt8> {
    bytes.span.extracting(ends[place]..<ends[place + 1])
  }

  /// Calls a function with the text of the id of a row.
  func withText<Result>(row: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let key = keys[row]
    if key & Self.textFlag != 0 { return body(text(Int(key & ~Self.textFlag))) }
    var digits: [UInt8] = []
    digits.append(decimal: Int64(key))
    return body(digits.span)
  }

  /// The id of a row, for messages.
  func description(row: Int) -> String {
    let key = keys[row]
    if key & Self.textFlag == 0 { return String(key) }
    return UTF8String(repairing: text(Int(key & ~Self.textFlag))).string
  }
}
