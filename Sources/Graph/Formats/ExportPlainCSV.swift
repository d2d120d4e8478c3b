// Plain tables: nodes with `id` and `labels`, edges with `source`, `target` and `type`, behind them
// a column per property. Text stands in quotes and is kept exactly, other values stand without, as
// people write them: importers have to guess their types. Tables for spreadsheets are for people:
// cells that would run as formulas are changed, quotes come only where needed.

internal import Text

extension ExportPlan {
  func writePlainCSV<Sink>(
    _ tables: ExportOptions.Tables, forSpreadsheets: Bool, to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    let delimiter = try arrayDelimiter()
    output.report.arrayDelimiter = delimiter
    let writer = forSpreadsheets ? CSVWriter.excel : CSVWriter(quoting: .text)
    if tables != .relationships {
      if tables == .both { try output.begin(file: "nodes.csv") }
      try writeHeader(["id", "labels"], nodeKeys, writer, forSpreadsheets, to: &output)
      try writeNodeTable(writer, delimiter, to: &output)
      output.report.nodeCount = snapshot.nodeCount
    }
    if tables != .nodes {
      if tables == .both { try output.begin(file: "edges.csv") }
      try writeHeader(
        ["source", "target", "type"], relationshipKeys, writer, forSpreadsheets, to: &output)
      try writeEdgeTable(writer, to: &output)
      output.report.relationshipCount = snapshot.relationshipCount
    }
  }

  private func writeHeader<Sink>(
    _ first: [UTF8String], _ keys: [KeyID], _ writer: CSVWriter, _ forSpreadsheets: Bool,
    to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    try output.write { bytes in
      // Text in quotes is told from numbers by that; were the header quoted, quotes would say
      // nothing.
      var writer = forSpreadsheets ? writer : CSVWriter()
      if forSpreadsheets { bytes.append(literal: "\u{feff}") }
      for name in first { writer.text(name, to: &bytes) }
      for name in columnNames(keys) { writer.text(name, to: &bytes) }
      writer.endRecord(to: &bytes)
    }
  }

  /// The names of properties' columns: those that importers take for ids, labels or ends, or that
  /// say a type with a colon, get a prefix.
  private func columnNames(_ keys: [KeyID]) -> [UTF8String] {
    let names = keys.map(snapshot.name(of:))
    var taken = Set(names)
    return names.map { name in
      guard PlainColumns.isReserved(name.string) else { return name }
      var free = "property_" + name.string
      if free.utf8.contains(0x3a) { free = free.split(separator: ":").joined(separator: "_") }
      while !taken.insert(UTF8String(free)).inserted { free += "_" }
      return UTF8String(free)
    }
  }

  private func writeNodeTable<Sink>(
    _ writer: CSVWriter, _ delimiter: UInt8, to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    let labelCells = labelSets.map { set in
      set.map { Array(snapshot.name(of: $0).string.utf8) }.joined(separator: [delimiter])
    }.map { [UInt8]($0) }
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      var rows = nodeRows
      var writer = writer
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        writer.plain(decimal: UInt32(id), to: &bytes)
        let labels = labelCells[Int(labelSetOfNode[id])]
        if labels.isEmpty { writer.null(to: &bytes) } else { writer.text(labels.span, to: &bytes) }
        rows.appendPlainCells(of: UInt32(id), &writer, to: &bytes)
        writer.endRecord(to: &bytes)
      }
    }
  }

  private func writeEdgeTable<Sink>(
    _ writer: CSVWriter, to output: inout ExportOutput<Sink>
  ) throws(ExportError) {
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      var rows = relationshipRows
      var writer = writer
      for id in ids {
        let id = RelationshipID(rawValue: UInt32(id))
        guard let record = snapshot.record(of: id) else { continue }
        writer.plain(decimal: record.source.rawValue, to: &bytes)
        writer.plain(decimal: record.target.rawValue, to: &bytes)
        writer.text(snapshot.name(of: record.type), to: &bytes)
        rows.appendPlainCells(of: id.rawValue, &writer, to: &bytes)
        writer.endRecord(to: &bytes)
      }
    }
  }
}

/// Names of columns that mean something by themselves in plain tables.
internal enum PlainColumns {
  private static let reserved: Set<String> = [
    "id", "label", "labels", "source", "target", "type", "from", "to", "start", "end",
  ]

  static func isReserved(_ name: String) -> Bool {
    reserved.contains(name.lowercased()) || name.utf8.contains(0x3a)
  }
}

extension PropertyRows {
  /// Appends a cell per column; text is told from other values, which never are formulas.
  fileprivate mutating func appendPlainCells(
    of id: UInt32, _ writer: inout CSVWriter, to bytes: inout [UInt8]
  ) {
    let arena = arena
    forEachColumn(of: id) { _, cell in
      switch cell {
      case nil: writer.null(to: &bytes)
      case .string(let reference)?:
        arena.withBytes(of: reference) { writer.text($0, to: &bytes) }
      case .value(.string(let text))?: writer.text(text, to: &bytes)
      case let cell?:
        var text: [UInt8] = []
        text.append(plainText: cell, in: arena)
        writer.plain(text.span, to: &bytes)
      }
    }
  }
}
