// Nodes that are made of the ends of relationships, where plain edge files come without any node
// file: each id becomes a node, in the order in which ids are met, with the property `id` as plain
// node files give it. Its type is known only when all ids were seen, so the column is made at the
// end.

internal import Text

/// The nodes that were made so far.
internal struct EndNodes: Sendable {
  fileprivate var identifiers = RowIdentifiers()
  /// The types that all ids could have.
  fileprivate var types = CSVTypeSet.all
}

extension ImportSession {
  /// Says of plain edge files that their ends make the nodes, where no file could hold any.
  func planEnds(of relationships: inout [CSVSource], nodes: [CSVSource], isAlone: Bool) {
    let hasNodes = nodes.contains { source in
      source.plan.idColumn.map { source.plan.spaces[$0] == IdentifierSpaces.unnamed } ?? false
    }
    guard isAlone, !hasNodes else { return }
    for place in relationships.indices where relationships[place].plan.header.isPlain {
      relationships[place].plan.makesNodes = true
    }
  }

  /// Finds the nodes at the ends of rows and makes those that are missing.
  mutating func makeEnds(of rows: inout CSVRows) throws(ImportError) {
    // The table is taken out of the list while it changes, so that it is not copied.
    var table = IdentifierTable()
    swap(&table, &spaces.tables[IdentifierSpaces.unnamed])
    let countBefore = endNodes.identifiers.count
    guard rows.count <= Int(UInt32.max - loader.nextNode) / 2 - countBefore else {
      throw .graphFull(.tooManyEntities)
    }
    rows.starts.reserveCapacity(rows.count)
    rows.ends.reserveCapacity(rows.count)
    for row in 0..<rows.count {
      rows.starts.append(node(row, of: rows.identifiers, &table))
      rows.ends.append(node(row, of: rows.endIdentifiers, &table))
    }
    swap(&table, &spaces.tables[IdentifierSpaces.unnamed])
    endNodes.types.formIntersection(rows.endTypes)
    let madeCount = endNodes.identifiers.count - countBefore
    let properties = options.keepsPlainIDs ? madeCount : 0
    count(nodes: madeCount, properties: properties, file: rows.source.plan.file)
  }

  private mutating func node(
    _ row: Int, of identifiers: RowIdentifiers, _ table: inout IdentifierTable
  ) -> UInt32 {
    if let known = identifiers.node(row: row, in: table) { return known }
    let node = loader.nextNode + UInt32(endNodes.identifiers.count)
    _ = identifiers.insert(row: row, node: node, into: &table)
    endNodes.identifiers.append(row, of: identifiers)
    return node
  }

  /// Gives the nodes that were made to the loader.
  mutating func finishEnds() throws(ImportError) {
    let made = endNodes
    endNodes = EndNodes()
    let count = made.identifiers.count
    if count == 0 { return }
    var columns: [(key: KeyID, column: LoadColumn)] = []
    if options.keepsPlainIDs {
      let type = made.types.type
      var column = LoadColumn(kind: type.kind)
      column.reserve(count)
      var values = CSVValueReader(loader.arena)
      for row in 0..<count {
        // Every id was looked at when the type was found, so that each reads as one.
        let isRead = made.identifiers.withText(row: row) { text in
          values.append(text, as: type.scalar, to: &column)
        }
        if !isRead { column.appendAbsent() }
      }
      columns.append((try key(named: "id"), column))
    }
    do {
      _ = try loader.appendNodes(count: count, columns: columns)
    } catch {
      throw .graphFull(error)
    }
  }
}
