// What the header of a CSV file says about its columns: neo4j-admin's form (`name:ID(Space)`,
// `:LABEL`, `:START_ID`, `born:date`, `tags:string[]`), or plain names among which `id`, or
// `source` and `target`, tell nodes from relationships.

/// What a column is for.
internal enum CSVRole: Sendable, Equatable {
  case property, ignored, id, label, start, end, type
}

/// What one value of a column is read as.
internal enum CSVScalar: Sendable, Equatable {
  case integer, float, boolean, string, character, date
  case localTime, time, localDateTime, dateTime, duration, point
  /// Any value, as exports write what has no type of its own: `name:string{json:true}`.
  case json
}

/// What the fields of a column are read as.
internal struct CSVType: Sendable, Equatable {
  var name: String
  var scalar: CSVScalar
  var isArray = false

  static let string = CSVType(name: "string", scalar: .string)

  /// What the column's values are stored as.
  var kind: ColumnKind {
    if isArray { return .encoded }
    switch scalar {
    case .integer: return .integer
    case .float: return .float
    case .boolean: return .boolean
    case .string, .character: return .string
    case .date: return .date
    default: return .encoded
    }
  }
}

/// A column as its header declares it.
internal struct CSVColumn: Sendable, Equatable {
  var role: CSVRole
  /// The name of the property, or nothing where the column is none.
  var name = ""
  /// The column as the header writes it, for messages.
  var title: String
  var type = CSVType.string
  /// Whether the type is to be found out from the values.
  var isInferred = false
  /// The id space of ids.
  var space = ""

  /// Whether the values become a property.
  var isStored: Bool { (role == .property || role == .id) && !name.isEmpty }
}

/// The columns of a file and whether they are of nodes or relationships.
internal struct CSVHeader: Sendable, Equatable {
  private(set) var columns: [CSVColumn] = []
  private(set) var isRelationships = false
  /// Whether no column is written in neo4j-admin's form.
  private(set) var isPlain = true

  /// Reads the names that stand in a header.
  init(titles: [String], hasType: Bool, keepsPlainIDs: Bool) throws(HeaderFault) {
    for (place, title) in titles.enumerated() {
      do throws(ImportError.HeaderProblem) {
        columns.append(try CSVColumn(title: title))
      } catch {
        throw HeaderFault(column: place, problem: error)
      }
    }
    isPlain = !columns.contains { $0.role != .property && $0.role != .ignored }
    if isPlain { takePlainRoles(keepsPlainIDs: keepsPlainIDs) }
    try checkRoles(hasType: hasType)
    try checkNames()
  }

  /// Sets the type that was found for a column.
  mutating func setType(_ type: CSVType, ofColumn column: Int) { columns[column].type = type }

  private mutating func takePlainRoles(keepsPlainIDs: Bool) {
    func place(_ names: [String]) -> Int? {
      for name in names {
        if let place = columns.firstIndex(where: { $0.title.lowercased() == name }) {
          return place
        }
      }
      return nil
    }
    func give(_ role: CSVRole, to place: Int) {
      columns[place].role = role
      columns[place].name = ""
      columns[place].isInferred = false
    }
    for (start, end) in [("source", "target"), ("from", "to"), ("start", "end")] {
      guard let startPlace = place([start]), let endPlace = place([end]) else { continue }
      give(.start, to: startPlace)
      give(.end, to: endPlace)
      if let type = place(["type", "label"]) { give(.type, to: type) }
      return
    }
    guard let id = place(["id"]) else { return }
    let name = columns[id].name
    give(.id, to: id)
    columns[id].name = keepsPlainIDs ? name : ""
    columns[id].isInferred = keepsPlainIDs
    if let label = place(["labels", "label"]) { give(.label, to: label) }
  }

  private mutating func checkRoles(hasType: Bool) throws(HeaderFault) {
    var places: [Int] = []
    for (place, column) in columns.enumerated()
    where column.role != .property && column.role != .ignored {
      if let other = places.first(where: { columns[$0].role == column.role }) {
        throw HeaderFault(column: place, problem: .repeatedColumn(columns[other].title))
      }
      places.append(place)
    }
    func has(_ role: CSVRole) -> Bool { places.contains { columns[$0].role == role } }
    isRelationships = has(.start) || has(.end) || has(.type)
    let isNodes = has(.id) || has(.label)
    guard isNodes || isRelationships else {
      throw HeaderFault(column: nil, problem: .neitherNodesNorRelationships)
    }
    guard !isNodes || !isRelationships else {
      throw HeaderFault(column: nil, problem: .nodesAndRelationships)
    }
    guard isRelationships else { return }
    if !has(.start) { throw HeaderFault(column: nil, problem: .missingColumn(":START_ID")) }
    if !has(.end) { throw HeaderFault(column: nil, problem: .missingColumn(":END_ID")) }
    if !has(.type), !hasType, !isPlain {
      throw HeaderFault(column: nil, problem: .missingColumn(":TYPE"))
    }
  }

  private func checkNames() throws(HeaderFault) {
    var names: Set<[UInt8]> = []
    for (place, column) in columns.enumerated() {
      if column.role == .property, column.name.isEmpty {
        throw HeaderFault(column: place, problem: .unnamedColumn)
      }
      if column.isStored, !names.insert(Array(column.name.utf8)).inserted {
        throw HeaderFault(column: place, problem: .repeatedColumn(column.name))
      }
    }
  }
}

/// What is wrong with a header, and in which column.
internal struct HeaderFault: Error, Equatable {
  var column: Int?
  var problem: ImportError.HeaderProblem
}

extension CSVColumn {
  /// Reads `name:type(space){options}`.
  init(title: String) throws(ImportError.HeaderProblem) {
    self.init(role: .property, name: title, title: title, isInferred: true)
    let declaration = Declaration(title)
    guard let form = declaration.form else { return }
    switch form.lowercased() {
    case "ignore": (role, name) = (.ignored, "")
    case "label", "labels": role = .label
    case "start_id": role = .start
    case "end_id": role = .end
    case "type": role = .type
    case "id": role = .id
    default:
      // A colon in the name of a plain column is part of the name.
      guard let known = try CSVType(header: form) else {
        if declaration.name.isEmpty || declaration.looksLikeType { throw .unknownType(form) }
        return
      }
      // The cells of such a column leave their system out, which only the header knows.
      if known.scalar == .point, let system = declaration.option("crs"),
        system.lowercased() != CoordinateSystem.cartesian.name
      {
        throw .unsupportedType("\(form){crs:\(system)}")
      }
      let isJSON = known == .string && declaration.option("json") == "true"
      type = isJSON ? CSVType(name: "json", scalar: .json) : known
      name = declaration.name
      isInferred = false
      return
    }
    isInferred = false
    space = declaration.space
    name = role == .id ? declaration.name : ""
    if role == .id, let idType = declaration.option("id-type") {
      guard let known = try CSVType(header: idType) else { throw .unknownType(idType) }
      type = known
    }
  }

  /// The parts of a declaration.
  private struct Declaration {
    var name = ""
    var form: String?
    var space = ""
    private var options = ""

    init(_ title: String) {
      var rest = Substring(title)
      if rest.hasSuffix("}"), let brace = rest.lastIndex(of: "{") {
        options = String(rest[rest.index(after: brace)...].dropLast())
        rest = rest[..<brace]
      }
      if rest.hasSuffix(")"), let bracket = rest.lastIndex(of: "(") {
        space = String(rest[rest.index(after: bracket)...].dropLast())
        rest = rest[..<bracket]
      }
      guard let colon = rest.lastIndex(of: ":") else { return }
      name = String(rest[..<colon])
      form = String(rest[rest.index(after: colon)...])
    }

    /// Whether what follows the colon can only be meant as a type.
    var looksLikeType: Bool {
      guard let form, !form.isEmpty else { return false }
      return form.hasSuffix("[]") || form.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7a }
    }

    func option(_ key: String) -> String? {
      for entry in options.split(separator: ",") {
        let parts = entry.split(separator: ":", maxSplits: 1)
        if parts.count == 2, trimmed(parts[0]) == key { return trimmed(parts[1]) }
      }
      return nil
    }

    private func trimmed(_ text: Substring) -> String {
      String(text.drop { $0 == " " || $0 == "\"" }.prefix { $0 != " " && $0 != "\"" })
    }
  }
}

extension CSVType {
  /// The type with a name, or nil where there is none.
  init?(header name: String) throws(ImportError.HeaderProblem) {
    let lower = name.lowercased()
    let element = lower.hasSuffix("[]") ? String(lower.dropLast(2)) : lower
    let scalar: CSVScalar
    switch element {
    case "int", "integer", "long", "short", "byte": scalar = .integer
    case "float", "double": scalar = .float
    case "boolean", "bool": scalar = .boolean
    case "string": scalar = .string
    case "char": scalar = .character
    case "date": scalar = .date
    case "localtime": scalar = .localTime
    case "time": scalar = .time
    case "localdatetime": scalar = .localDateTime
    case "datetime": scalar = .dateTime
    case "duration": scalar = .duration
    case "point": scalar = .point
    case "vector": throw .unsupportedType(name)
    default: return nil
    }
    self.init(name: lower, scalar: scalar, isArray: lower.hasSuffix("[]"))
  }
}

extension ImportError.HeaderProblem: Error {}
