// One column of a batch: the values of one slot for up to a few thousand rows. Ids and numbers lie
// in plain arrays; anything else, and any mixture, is a column of values. A kernel that does not
// know a kind asks for `value(at:)`, which is right for all of them.

internal import Graph
internal import Text

/// The values of one slot.
enum Column: Sendable {
  /// The slot has no value in this batch.
  case absent
  /// The same value in every row.
  case constant(Value)
  /// Nodes by number; `nullID` where there is none.
  case nodes([UInt32])
  /// Relationships by number; `nullID` where there is none.
  case relationships([UInt32])
  case integers([Int64], Nulls)
  case floats([Double], Nulls)
  /// Days since 1970-01-01.
  case dates([Int64], Nulls)
  /// 0, 1, or `nullTruth`.
  case truths([UInt8])
  /// Text that lies in the graph's arena.
  case texts([StringReference], TextArena, Nulls)
  case values([Value])

  static let nullID = UInt32.max
  static let nullTruth: UInt8 = 2
}

/// Which rows of a column are null; empty where none is.
typealias Nulls = [Bool]

extension Column {
  /// The value of a row.
  func value(at row: Int) -> Value {
    switch self {
    case .absent: .null
    case .constant(let value): value
    case .nodes(let ids):
      ids[row] == Column.nullID ? .null : .node(NodeID(rawValue: ids[row]))
    case .relationships(let ids):
      ids[row] == Column.nullID ? .null : .relationship(RelationshipID(rawValue: ids[row]))
    case .integers(let numbers, let nulls):
      nulls.isNull(row) ? .null : .integer(numbers[row])
    case .floats(let numbers, let nulls):
      nulls.isNull(row) ? .null : .float(numbers[row])
    case .dates(let days, let nulls):
      nulls.isNull(row) ? .null : CalendarDate(daysSinceEpoch: days[row]).map(Value.date) ?? .null
    case .truths(let truths):
      truths[row] == Column.nullTruth ? .null : .boolean(truths[row] == 1)
    case .texts(let references, let arena, let nulls):
      nulls.isNull(row) ? .null : .string(arena.text(of: references[row]))
    case .values(let values): values[row]
    }
  }

  /// Whether the slot has a value in this batch.
  var isPresent: Bool {
    if case .absent = self { false } else { true }
  }

  /// The rows that a list names, in its order.
  func gathered(_ rows: [Int32]) -> Column {
    switch self {
    case .absent, .constant: self
    case .nodes(let ids): .nodes(pick(ids, rows))
    case .relationships(let ids): .relationships(pick(ids, rows))
    case .integers(let numbers, let nulls): .integers(pick(numbers, rows), pick(nulls, rows))
    case .floats(let numbers, let nulls): .floats(pick(numbers, rows), pick(nulls, rows))
    case .dates(let days, let nulls): .dates(pick(days, rows), pick(nulls, rows))
    case .truths(let truths): .truths(pick(truths, rows))
    case .texts(let references, let arena, let nulls):
      .texts(pick(references, rows), arena, pick(nulls, rows))
    case .values(let values): .values(pick(values, rows))
    }
  }

  /// A column of values in the tightest form that they allow.
  static func packed(_ values: [Value]) -> Column {
    guard let first = values.first(where: { !$0.isNull }) else {
      return values.isEmpty ? .values([]) : .constant(.null)
    }
    switch first {
    case .node: return packedNodes(values) ?? .values(values)
    case .relationship: return packedRelationships(values) ?? .values(values)
    case .integer: return packedIntegers(values) ?? .values(values)
    default: return .values(values)
    }
  }

  private static func packedNodes(_ values: [Value]) -> Column? {
    var ids: [UInt32] = []
    ids.reserveCapacity(values.count)
    for value in values {
      switch value {
      case .node(let id): ids.append(id.rawValue)
      case .null: ids.append(nullID)
      default: return nil
      }
    }
    return .nodes(ids)
  }

  private static func packedRelationships(_ values: [Value]) -> Column? {
    var ids: [UInt32] = []
    ids.reserveCapacity(values.count)
    for value in values {
      switch value {
      case .relationship(let id): ids.append(id.rawValue)
      case .null: ids.append(nullID)
      default: return nil
      }
    }
    return .relationships(ids)
  }

  private static func packedIntegers(_ values: [Value]) -> Column? {
    var numbers: [Int64] = []
    var nulls: Nulls = []
    numbers.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      switch value {
      case .integer(let number): numbers.append(number)
      case .null:
        if nulls.isEmpty { nulls = Nulls(repeating: false, count: values.count) }
        nulls[row] = true
        numbers.append(0)
      default: return nil
      }
    }
    return .integers(numbers, nulls)
  }
}

extension Nulls {
  /// Whether a row is null.
  @inline(__always)
  func isNull(_ row: Int) -> Bool { !isEmpty && self[row] }
}

extension Value {
  /// A truth value; null for what is unknown.
  init(truth: Bool?) { self = truth.map(Value.boolean) ?? .null }

  /// Whether this is null.
  var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

/// The elements at some places; an empty array stays empty.
@inline(__always)
private func pick<Element>(_ elements: [Element], _ rows: [Int32]) -> [Element] {
  if elements.isEmpty { return [] }
  let source = elements.span
  let places = rows.span
  var picked: [Element] = []
  picked.reserveCapacity(places.count)
  for place in places.indices { picked.append(source[Int(places[place])]) }
  return picked
}

extension Column {
  /// Whether a row is null.
  @inline(__always)
  func isNull(at row: Int) -> Bool {
    switch self {
    case .absent: true
    case .constant(let value): value.isNull
    case .nodes(let ids), .relationships(let ids): ids[row] == Column.nullID
    case .integers(_, let nulls), .floats(_, let nulls), .dates(_, let nulls),
      .texts(_, _, let nulls):
      nulls.isNull(row)
    case .truths(let truths): truths[row] == Column.nullTruth
    case .values(let values): values[row].isNull
    }
  }
}
