// Nodes and relationships as they are read from formats whose properties are not known beforehand:
// each key gets a column when it is first met, one per kind of value. Filled by one thread, handed
// to the session as a whole; ids are not looked up here, because nodes may come after
// relationships.

internal import Text

/// Where in its file an entity stands, for messages.
internal struct EntityPlace: Sendable {
  var line: Int
  /// The bytes of the entity within the block it was read from; empty where there is none.
  var range: Range<Int> = 0..<0
}

/// Columns that are found while rows are read.
internal struct EntityColumns: Sendable {
  private(set) var names: [UTF8String] = []
  private var numbers: [UTF8String: Int] = [:]
  /// By key: the columns of each kind of value that was met.
  private var columnsOfKey: [[LoadColumn]] = []
  /// The key that is likely to come next: rows mostly have the same keys in the same order.
  private var expected = 0
  private(set) var propertyCount = 0

  /// Puts a value under a key of a row; rows come in order and have each key once.
  mutating func set(
    _ name: UTF8String, to value: Value, row: Int, _ writer: inout ArenaWriter
  ) {
    guard let kind = ColumnKind(storing: value) else { return }
    let key = number(of: name)
    expected = key + 1
    propertyCount += 1
    if columnsOfKey[key].isEmpty || columnsOfKey[key][0].kind != kind {
      setOdd(key, kind, to: value, row: row, &writer)
    } else {
      columnsOfKey[key][0].pad(to: row)
      columnsOfKey[key][0].append(value, &writer)
    }
  }

  private mutating func number(of name: UTF8String) -> Int {
    if expected < names.count, names[expected] == name { return expected }
    if let known = numbers[name] { return known }
    let number = names.count
    names.append(name)
    numbers[name] = number
    columnsOfKey.append([])
    return number
  }

  private mutating func setOdd(
    _ key: Int, _ kind: ColumnKind, to value: Value, row: Int, _ writer: inout ArenaWriter
  ) {
    let place = columnsOfKey[key].firstIndex { $0.kind == kind } ?? columnsOfKey[key].count
    if place == columnsOfKey[key].count { columnsOfKey[key].append(LoadColumn(kind: kind)) }
    columnsOfKey[key][place].pad(to: row)
    columnsOfKey[key][place].append(value, &writer)
  }

  /// All columns with their keys' names, each with a place for every row.
  func columns(rowCount: Int) -> [(name: UTF8String, column: LoadColumn)] {
    var columns: [(name: UTF8String, column: LoadColumn)] = []
    for (number, ofKey) in columnsOfKey.enumerated() {
      for column in ofKey {
        var padded = column
        padded.pad(to: rowCount)
        columns.append((names[number], padded))
      }
    }
    return columns
  }
}

/// The nodes of a block.
internal struct NodeRows: Sendable {
  private(set) var identifiers = RowIdentifiers()
  var columns = EntityColumns()
  private(set) var places: [EntityPlace] = []
  /// The sets of labels that rows have, and for each row the number of its set.
  private(set) var labelSets: [[UTF8String]] = []
  private(set) var labelSetOfRow: [Int] = []
  private var labelSetNumbers: [[UTF8String]: Int] = [:]

  var count: Int { places.count }

  /// Ends a row, whose properties were set before.
  mutating func append(id: UTF8String, labels: [UTF8String], at place: EntityPlace) {
    identifiers.append(id)
    places.append(place)
    if let last = labelSetOfRow.last, labelSets[last] == labels {
      labelSetOfRow.append(last)
    } else if let known = labelSetNumbers[labels] {
      labelSetOfRow.append(known)
    } else {
      labelSetNumbers[labels] = labelSets.count
      labelSetOfRow.append(labelSets.count)
      labelSets.append(labels)
    }
  }
}

/// The relationships of one type in a block.
internal struct RelationshipRows: Sendable {
  let type: UTF8String
  private(set) var starts = RowIdentifiers()
  private(set) var ends = RowIdentifiers()
  var columns = EntityColumns()
  private(set) var places: [EntityPlace] = []

  init(type: UTF8String) { self.type = type }

  var count: Int { places.count }

  /// Ends a row, whose properties were set before.
  mutating func append(from start: UTF8String, to end: UTF8String, at place: EntityPlace) {
    starts.append(start)
    ends.append(end)
    places.append(place)
  }
}

/// Something that is not taken.
internal struct BadEntity: Sendable {
  var place: EntityPlace
  var column: Int?
  var columnName: String?
  var reason: RejectReason
}

/// What one block of a file holds.
internal struct EntityRows: Sendable {
  /// The number of the file among those of the import.
  let file: Int
  let path: String
  /// The text of the block, to show rows that are bad; may be empty.
  var text: [UInt8] = []
  var nodes = NodeRows()
  /// In the order in which types were met.
  private(set) var relationships: [RelationshipRows] = []
  private var typeNumbers: [UTF8String: Int] = [:]
  private var lastType = 0
  var bad: [BadEntity] = []

  init(file: Int, path: String) {
    self.file = file
    self.path = path
  }

  /// How many entities there are.
  var count: Int { nodes.count + relationships.reduce(0) { $0 + $1.count } }

  /// The number of a type among the relationships.
  mutating func number(ofType type: UTF8String) -> Int {
    if lastType < relationships.count, relationships[lastType].type == type { return lastType }
    if let known = typeNumbers[type] {
      lastType = known
    } else {
      lastType = relationships.count
      typeNumbers[type] = lastType
      relationships.append(RelationshipRows(type: type))
    }
    return lastType
  }

  /// Adds a node.
  mutating func addNode(
    id: UTF8String, labels: [UTF8String], _ properties: [(key: UTF8String, value: Value)],
    at place: EntityPlace, _ writer: inout ArenaWriter
  ) {
    guard areStorable(properties, at: place) else { return }
    let row = nodes.count
    for (key, value) in properties { nodes.columns.set(key, to: value, row: row, &writer) }
    nodes.append(id: id, labels: labels, at: place)
  }

  /// Adds a relationship.
  mutating func addRelationship(
    _ type: UTF8String, from start: UTF8String, to end: UTF8String,
    _ properties: [(key: UTF8String, value: Value)], at place: EntityPlace,
    _ writer: inout ArenaWriter
  ) {
    guard areStorable(properties, at: place) else { return }
    let number = number(ofType: type)
    let row = relationships[number].count
    for (key, value) in properties {
      relationships[number].columns.set(key, to: value, row: row, &writer)
    }
    relationships[number].append(from: start, to: end, at: place)
  }

  /// Whether all values can be properties; where not the row is refused.
  private mutating func areStorable(
    _ properties: [(key: UTF8String, value: Value)], at place: EntityPlace
  ) -> Bool {
    for (key, value) in properties {
      guard let kind = value.unstorableKind else { continue }
      let error = GraphError.valueNotStorable(kind: kind)
      refuse(place, columnName: key.string, .malformed(error.description))
      return false
    }
    return true
  }

  /// Notes something that is not taken.
  mutating func refuse(
    _ place: EntityPlace, column: Int? = nil, columnName: String? = nil, _ reason: RejectReason
  ) {
    bad.append(BadEntity(place: place, column: column, columnName: columnName, reason: reason))
  }

  /// The text of an entity.
  func row(at place: EntityPlace) -> [UInt8] {
    place.range.upperBound <= text.count ? Array(text[place.range]) : []
  }
}
