// CSV files for `neo4j-admin database import`: one file of nodes per set of labels, one of
// relationships per type, so that every column can have the type that its values have.
//
//   nodes-Person.csv                     relationships-ATTENDED.csv
//   :ID,born:date,name:string,:LABEL     :START_ID,:END_ID,role:string,:TYPE
//   0,1965-03-01,李四,Person             0,1,attendee,ATTENDED
//
// A column whose values Neo4j has no type for (of several types, maps, lists in lists, lists with
// empty or separated items) is `name:string{json:true}`: Neo4j reads a string of JSON and skips the
// option, Kin reads the values. Text fields may span lines (`--multiline-fields=true`).

internal import Text

extension ExportPlan {
  func writeNeo4jCSV<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    let delimiter = try arrayDelimiter()
    output.report.arrayDelimiter = delimiter
    var names = FileNames()
    let nodes = ExportPlan.grouped(snapshot.allNodes, groupCount: labelSets.count) {
      Int(labelSetOfNode[Int($0)])
    }
    for (number, set) in labelSets.enumerated() {
      let ids = Array(nodes.order[nodes.starts[number]..<nodes.starts[number + 1]])
      if ids.isEmpty { continue }
      let labels = set.map { snapshot.name(of: $0) }
      let file = names.next("nodes", labels.isEmpty ? ["unlabelled"] : labels)
      try writeNodeFile(file, ids, labels, delimiter, to: &output)
    }
    let relationships = ExportPlan.grouped(
      snapshot.allRelationships, groupCount: snapshot.types.count
    ) { id in
      snapshot.record(of: RelationshipID(rawValue: id)).map { Int($0.type.rawValue) } ?? 0
    }
    let types = snapshot.types.indices.sorted { snapshot.types[$0] < snapshot.types[$1] }
    for number in types {
      let range = relationships.starts[number]..<relationships.starts[number + 1]
      if range.isEmpty { continue }
      let type = snapshot.types[number]
      try writeRelationshipFile(
        names.next("relationships", [type]), Array(relationships.order[range]), type, delimiter,
        to: &output)
    }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }

  /// The first byte that can stand between labels because none contains it.
  func arrayDelimiter() throws(ExportError) -> UInt8 {
    let candidates: [UInt8] = [0x3b, 0x7c, 0x1f, 0x09, 0x1e]
    let free = candidates.first { delimiter in
      labelSets.allSatisfy { set in
        set.allSatisfy { !snapshot.name(of: $0).string.utf8.contains(delimiter) }
      }
    }
    guard let free else { throw .noArrayDelimiter }
    return free
  }

  private func writeNodeFile<Sink>(
    _ file: String, _ ids: [UInt32], _ labels: [UTF8String], _ delimiter: UInt8,
    to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    let columns = CSVColumns(
      nodeTypes(of: ids, arrayDelimiter: delimiter),
      nodeKeys.map(snapshot.name(of:)), delimiter)
    var labelCell: [UInt8] = []
    for (place, label) in labels.enumerated() {
      if place > 0 { labelCell.append(delimiter) }
      label.withBytes { labelCell.append($0) }
    }
    let cell = labelCell
    try output.begin(file: file)
    try output.write { bytes in
      var writer = CSVWriter()
      writer.plain(":ID", to: &bytes)
      columns.appendHeader(&writer, to: &bytes)
      writer.plain(":LABEL", to: &bytes)
      writer.endRecord(to: &bytes)
    }
    try output.writeInParallel(count: ids.count) { places, bytes in
      var rows = nodeRows
      var writer = CSVWriter()
      for place in places {
        writer.plain(decimal: ids[place], to: &bytes)
        columns.appendRow(of: ids[place], &rows, &writer, to: &bytes)
        if cell.isEmpty { writer.null(to: &bytes) } else { writer.text(cell.span, to: &bytes) }
        writer.endRecord(to: &bytes)
      }
    }
  }

  private func writeRelationshipFile<Sink>(
    _ file: String, _ ids: [UInt32], _ type: UTF8String, _ delimiter: UInt8,
    to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    let columns = CSVColumns(
      relationshipTypes(of: ids, arrayDelimiter: delimiter),
      relationshipKeys.map(snapshot.name(of:)), delimiter)
    try output.begin(file: file)
    try output.write { bytes in
      var writer = CSVWriter()
      writer.plain(":START_ID", to: &bytes)
      writer.plain(":END_ID", to: &bytes)
      columns.appendHeader(&writer, to: &bytes)
      writer.plain(":TYPE", to: &bytes)
      writer.endRecord(to: &bytes)
    }
    try output.writeInParallel(count: ids.count) { places, bytes in
      var rows = relationshipRows
      var writer = CSVWriter()
      for place in places {
        let id = RelationshipID(rawValue: ids[place])
        guard let record = snapshot.record(of: id) else { continue }
        writer.plain(decimal: record.source.rawValue, to: &bytes)
        writer.plain(decimal: record.target.rawValue, to: &bytes)
        columns.appendRow(of: id.rawValue, &rows, &writer, to: &bytes)
        writer.text(type, to: &bytes)
        writer.endRecord(to: &bytes)
      }
    }
  }
}

/// The columns of one file: of all columns of the rows, those that have a value in the file.
private struct CSVColumns: Sendable {
  private let types: [CellType?]
  private let names: [UTF8String]
  private let arrayDelimiter: UInt8

  init(_ found: CellTypes, _ names: [UTF8String], _ arrayDelimiter: UInt8) {
    types = found.types
    self.names = names
    self.arrayDelimiter = arrayDelimiter
  }

  func appendHeader(_ writer: inout CSVWriter, to bytes: inout [UInt8]) {
    for (column, type) in types.enumerated() {
      guard let type else { continue }
      let name = names[column].string
      writer.text(UTF8String(name + type.csvHeader), to: &bytes)
    }
  }

  func appendRow(
    of id: UInt32, _ rows: inout PropertyRows, _ writer: inout CSVWriter, to bytes: inout [UInt8]
  ) {
    let arena = rows.arena
    rows.forEachColumn(of: id) { column, cell in
      guard let type = types[column] else { return }
      guard let cell else { return writer.null(to: &bytes) }
      switch (cell, type) {
      case (.string(let reference), .scalar):
        arena.withBytes(of: reference) { writer.text($0, to: &bytes) }
      default:
        var text: [UInt8] = []
        text.append(csvCell: cell.value(in: arena), as: type, arrayDelimiter)
        writer.text(text.span, to: &bytes)
      }
    }
  }
}

extension CellType {
  /// What stands behind the name of a column; strings say so too, or importers may guess.
  fileprivate var csvHeader: String {
    switch self {
    case .scalar(let type): ":" + type.name
    case .list(let type): ":" + (type ?? .string).name + "[]"
    case .json: ":string{json:true}"
    }
  }
}

extension [UInt8] {
  /// Appends a value as a cell of a typed column; lists as their items with a delimiter between.
  fileprivate mutating func append(
    csvCell value: Value, as type: CellType, _ arrayDelimiter: UInt8
  ) {
    guard case .list(let itemType?) = type, case .list(let items) = value else {
      return append(cellText: value, as: type)
    }
    for (place, item) in items.enumerated() {
      if place > 0 { append(arrayDelimiter) }
      append(cellText: item, as: .scalar(itemType))
    }
  }
}

extension CSVWriter {
  /// Writes a field that needs no quotes.
  internal mutating func plain(_ literal: StaticString, to bytes: inout [UInt8]) {
    var field: [UInt8] = []
    field.append(literal: literal)
    plain(field.span, to: &bytes)
  }

  /// Writes a number.
  internal mutating func plain(decimal number: UInt32, to bytes: inout [UInt8]) {
    var field: [UInt8] = []
    field.append(decimal: Int64(number))
    plain(field.span, to: &bytes)
  }
}

/// Names for the files of an export: told by what is in them, safe on any file system, all
/// different even where case does not count.
private struct FileNames {
  private var taken: Set<String> = []
  private static let byteCountMax = 120

  mutating func next(_ kind: String, _ names: [UTF8String]) -> String {
    var base = kind + "-"
    for scalar in names.map(\.string).joined(separator: "+").unicodeScalars {
      if base.utf8.count > Self.byteCountMax { break }
      base.unicodeScalars.append(Self.isSafe(scalar) ? scalar : "_")
    }
    var name = base
    var number = 2
    while !taken.insert(name.lowercased()).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name + ".csv"
  }

  private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "+": true
    default: scalar.properties.isAlphabetic && scalar.value >= 0x80
    }
  }
}
