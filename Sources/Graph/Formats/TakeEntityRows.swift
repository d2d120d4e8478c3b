// From rows of entities to the loader. Relationships whose nodes are known go there at once; others
// wait, with the text of their rows, until every file is read: formats may have relationships
// before nodes. What still has no node then is told after all other bad rows.

internal import Text

/// Relationships of one type that wait for their nodes.
internal struct WaitingRelationships: Sendable {
  let file: Int
  let path: String
  let type: UTF8String
  var rows: [Row]
  let columns: [(name: UTF8String, column: LoadColumn)]

  /// One of them.
  struct Row: Sendable {
    let start: [UInt8]
    let end: [UInt8]
    let line: Int
    let text: [UInt8]
  }
}

extension ImportSession {
  /// Takes what a block holds.
  mutating func take(_ rows: consuming EntityRows) throws(ImportError) {
    var rows = rows
    try takeNodes(&rows)
    for relationships in rows.relationships { try takeRelationships(relationships, of: rows) }
    for bad in rows.bad.sorted(by: { $0.place.line < $1.place.line }) {
      try reject(
        RejectedRow(
          path: rows.path, line: bad.place.line, column: bad.column, columnName: bad.columnName,
          reason: bad.reason, row: rows.row(at: bad.place)), file: rows.file)
    }
  }

  private mutating func takeNodes(_ rows: inout EntityRows) throws(ImportError) {
    if rows.nodes.count == 0 { return }
    let first = loader.nextNode
    // The table is taken out of the list while it changes, so that it is not copied.
    var table = IdentifierTable()
    swap(&table, &spaces.tables[0])
    var kept: [UInt32] = []
    for row in 0..<rows.nodes.count {
      let node = first &+ UInt32(kept.count)
      if rows.nodes.identifiers.insert(row: row, node: node, into: &table) {
        kept.append(UInt32(row))
      } else {
        let id = rows.nodes.identifiers.description(row: row)
        rows.refuse(rows.nodes.places[row], .duplicateID(id))
      }
    }
    swap(&table, &spaces.tables[0])
    let all = rows.nodes.columns.columns(rowCount: rows.nodes.count)
    var columns: [(key: KeyID, column: LoadColumn)] = []
    for (name, column) in all {
      let chosen = kept.count == rows.nodes.count ? column : column.selecting(kept)
      columns.append((try key(named: name.string), chosen))
    }
    do {
      _ = try loader.appendNodes(count: kept.count, columns: columns)
    } catch {
      throw .graphFull(error)
    }
    try addLabels(rows.nodes, kept, first: first)
    let propertyCount = columns.reduce(0) { $0 + $1.column.presentCount }
    count(nodes: kept.count, properties: propertyCount, file: rows.file)
  }

  private mutating func addLabels(
    _ nodes: NodeRows, _ kept: [UInt32], first: UInt32
  ) throws(ImportError) {
    var sets: [[LabelID]] = []
    for names in nodes.labelSets {
      var set: [LabelID] = []
      for name in names { set.append(try label(named: name)) }
      sets.append(Set(set).sorted())
    }
    var start = 0
    while start < kept.count {
      let set = nodes.labelSetOfRow[Int(kept[start])]
      var end = start + 1
      while end < kept.count, nodes.labelSetOfRow[Int(kept[end])] == set { end += 1 }
      for label in sets[set] {
        loader.add(label, to: first + UInt32(start)..<first + UInt32(end))
      }
      start = end
    }
  }

  private mutating func takeRelationships(
    _ relationships: RelationshipRows, of rows: EntityRows
  ) throws(ImportError) {
    let columns = relationships.columns.columns(rowCount: relationships.count)
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var known: [UInt32] = []
    var unknown: [UInt32] = []
    for row in 0..<relationships.count {
      if let source = relationships.starts.node(row: row, in: spaces.tables[0]),
        let target = relationships.ends.node(row: row, in: spaces.tables[0])
      {
        sources.append(source)
        targets.append(target)
        known.append(UInt32(row))
      } else {
        unknown.append(UInt32(row))
      }
    }
    try append(
      relationships.type, sources, targets,
      unknown.isEmpty ? columns : columns.map { ($0, $1.selecting(known)) }, file: rows.file)
    if unknown.isEmpty { return }
    let waiting = unknown.map { row in
      let place = relationships.places[Int(row)]
      return WaitingRelationships.Row(
        start: Array(relationships.starts.description(row: Int(row)).utf8),
        end: Array(relationships.ends.description(row: Int(row)).utf8), line: place.line,
        text: rows.row(at: place))
    }
    waitingRelationships.append(
      WaitingRelationships(
        file: rows.file, path: rows.path, type: relationships.type, rows: waiting,
        columns: columns.map { ($0, $1.selecting(unknown)) }))
  }

  /// Takes what was waiting, once all nodes are there.
  mutating func takeWaitingRelationships() throws(ImportError) {
    let all = waitingRelationships
    waitingRelationships = []
    for waiting in all {
      var sources: [UInt32] = []
      var targets: [UInt32] = []
      var known: [UInt32] = []
      for (place, row) in waiting.rows.enumerated() {
        let source = spaces.tables[0].node(of: row.start.span)
        let target = spaces.tables[0].node(of: row.end.span)
        guard let source, let target else {
          let missing = UTF8String(repairing: (source == nil ? row.start : row.end).span).string
          try reject(
            RejectedRow(
              path: waiting.path, line: row.line, reason: .unknownNode(id: missing, space: ""),
              row: row.text), file: waiting.file)
          continue
        }
        sources.append(source)
        targets.append(target)
        known.append(UInt32(place))
      }
      try append(
        waiting.type, sources, targets, waiting.columns.map { ($0, $1.selecting(known)) },
        file: waiting.file)
    }
  }

  private mutating func append(
    _ typeName: UTF8String, _ sources: [UInt32], _ targets: [UInt32],
    _ columns: [(name: UTF8String, column: LoadColumn)], file: Int
  ) throws(ImportError) {
    if sources.isEmpty { return }
    var batch = GraphLoader.RelationshipBatch(sources: sources, targets: targets, columns: [])
    for (name, column) in columns { batch.columns.append((try key(named: name.string), column)) }
    let type = try type(named: typeName)
    do {
      try loader.append(batch, type: type)
    } catch {
      throw .graphFull(error)
    }
    let propertyCount = columns.reduce(0) { $0 + $1.column.presentCount }
    count(relationships: sources.count, properties: propertyCount, file: file)
  }
}
