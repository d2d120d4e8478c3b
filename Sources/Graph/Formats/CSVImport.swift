// Importing CSV files: types first where a header does not tell them, then all nodes, then all
// relationships. Blocks are parsed by all threads and loaded in the order of the files.

internal import Text

extension ImportSession {
  /// Reads CSV files that were looked at; `isAlone` says that there are no files of other formats.
  mutating func readCSV(_ files: [CSVSource], isAlone: Bool) throws(ImportError) {
    var sources = files
    try inferTypes(of: &sources)
    let nodes = sources.filter { !$0.plan.header.isRelationships }
    var relationships = sources.filter { $0.plan.header.isRelationships }
    planEnds(of: &relationships, nodes: nodes, isAlone: isAlone)
    meter.begin(.reading, byteCount: Self.byteCount(of: sources))
    let nodeWork = CSVNodeWork(arena: loader.arena)
    try nodeWork.run(pieces(of: nodes), into: &self)
    let relationshipWork = CSVRelationshipWork(arena: loader.arena, spaces: spaces)
    try relationshipWork.run(pieces(of: relationships), into: &self)
    try finishEnds()
  }

  func pieces(of sources: [CSVSource]) -> CSVPieces {
    CSVPieces(sources, blockByteCount: options.blockByteCount, meter: meter)
  }

  /// The bytes of all files, or nil where one does not tell.
  static func byteCount(of sources: [CSVSource]) -> Int? {
    var sum = 0
    for source in sources {
      guard let count = source.byteCount else { return nil }
      sum += count
    }
    return sum
  }
}

/// Reading nodes.
private struct CSVNodeWork: OrderedWork {
  let arena: SharedArena

  func nextPiece(of source: inout CSVPieces) throws(ImportError) -> CSVPiece? {
    try source.next()
  }

  func makeWorker() -> CSVBlockParser { CSVBlockParser(arena: arena, spaces: IdentifierSpaces()) }

  func work(on piece: consuming CSVPiece, by worker: inout CSVBlockParser) -> CSVRows {
    worker.parse(piece)
  }

  func take(_ product: consuming CSVRows, into session: inout ImportSession) throws(ImportError) {
    var rows = product
    let plan = rows.source.plan
    rows.insertIdentifiers(&session)
    let first: UInt32
    do {
      first = try session.loader.appendNodes(
        count: rows.count, columns: Array(zip(plan.keys, rows.columns)).map { ($0, $1) })
    } catch {
      throw .graphFull(error)
    }
    try Self.addLabels(rows, first: first, &session)
    session.count(nodes: rows.count, properties: rows.propertyCount, file: plan.file)
    try rows.tellBadRows(&session)
  }

  private static func addLabels(
    _ rows: CSVRows, first: UInt32, _ session: inout ImportSession
  ) throws(ImportError) {
    let plan = rows.source.plan
    var fixed: [LabelID] = []
    for name in plan.labels where name.byteCount > 0 {
      fixed.append(try session.label(named: name))
    }
    guard plan.nameColumn != nil else {
      for label in Set(fixed).sorted() {
        session.loader.add(label, to: first..<first + UInt32(rows.count))
      }
      return
    }
    var sets: [[LabelID]?] = Array(repeating: nil, count: rows.names.names.count)
    var next = first
    for run in rows.names.runs where run.count > 0 {
      let set: [LabelID]
      if let known = sets[run.name] {
        set = known
      } else {
        set = try labels(in: rows.names.names[run.name], and: fixed, plan, &session)
        sets[run.name] = set
      }
      for label in set { session.loader.add(label, to: next..<next + UInt32(run.count)) }
      next += UInt32(run.count)
    }
  }

  /// The labels that a field names, each once.
  private static func labels(
    in field: UTF8String, and fixed: [LabelID], _ plan: CSVPlan, _ session: inout ImportSession
  ) throws(ImportError) -> [LabelID] {
    var labels = fixed
    for name in field.string.utf8.split(separator: plan.arrayDelimiter) {
      labels.append(try session.label(named: UTF8String(String(Substring(name)))))
    }
    return Set(labels).sorted()
  }
}

/// Reading relationships.
private struct CSVRelationshipWork: OrderedWork {
  let arena: SharedArena
  let spaces: IdentifierSpaces

  func nextPiece(of source: inout CSVPieces) throws(ImportError) -> CSVPiece? {
    try source.next()
  }

  func makeWorker() -> CSVBlockParser { CSVBlockParser(arena: arena, spaces: spaces) }

  func work(on piece: consuming CSVPiece, by worker: inout CSVBlockParser) -> CSVRows {
    worker.parse(piece)
  }

  func take(_ product: consuming CSVRows, into session: inout ImportSession) throws(ImportError) {
    var rows = product
    let plan = rows.source.plan
    if plan.makesNodes { try session.makeEnds(of: &rows) }
    for (type, batch) in try Self.batches(of: rows, &session) {
      do {
        try session.loader.append(batch, type: type)
      } catch {
        throw .graphFull(error)
      }
    }
    session.count(relationships: rows.count, properties: rows.propertyCount, file: plan.file)
    try rows.tellBadRows(&session)
  }

  /// The rows by type, in the order in which types were met.
  private static func batches(
    of rows: CSVRows, _ session: inout ImportSession
  ) throws(ImportError) -> [(TypeID, GraphLoader.RelationshipBatch)] {
    if rows.count == 0 { return [] }
    let plan = rows.source.plan
    let all = GraphLoader.RelationshipBatch(
      sources: rows.starts, targets: rows.ends,
      columns: Array(zip(plan.keys, rows.columns)).map { ($0, $1) })
    let fixed = plan.type
    guard plan.nameColumn != nil else {
      return [(try session.type(named: fixed ?? ""), all)]
    }
    var types: [TypeID] = []
    for name in rows.names.names {
      types.append(try session.type(named: name.byteCount == 0 ? fixed ?? name : name))
    }
    if types.count == 1 { return [(types[0], all)] }
    var rowsOfType: [[UInt32]] = Array(repeating: [], count: session.loader.typeCount)
    var next: UInt32 = 0
    for run in rows.names.runs {
      let end = next + UInt32(run.count)
      rowsOfType[Int(types[run.name].rawValue)].append(contentsOf: next..<end)
      next = end
    }
    var batches: [(TypeID, GraphLoader.RelationshipBatch)] = []
    for (number, chosen) in rowsOfType.enumerated() where !chosen.isEmpty {
      batches.append((TypeID(rawValue: UInt16(number)), all.selecting(chosen)))
    }
    return batches
  }
}

extension GraphLoader.RelationshipBatch {
  /// Only some rows.
  fileprivate func selecting(_ rows: [UInt32]) -> Self {
    Self(
      sources: rows.map { sources[Int($0)] }, targets: rows.map { targets[Int($0)] },
      columns: columns.map { ($0.key, $0.column.selecting(rows)) })
  }
}

extension CSVRows {
  /// Enters the ids of the nodes; rows whose id is there already are taken out.
  fileprivate mutating func insertIdentifiers(_ session: inout ImportSession) {
    guard let column = source.plan.idColumn else { return }
    let space = source.plan.spaces[column]
    // The table is taken out of the list while it changes, so that it is not copied.
    var table = IdentifierTable()
    swap(&table, &session.spaces.tables[space])
    let first = session.loader.nextNode
    var repeated: [UInt32] = []
    for row in 0..<count {
      let node = first &+ UInt32(row - repeated.count)
      if !identifiers.insert(row: row, node: node, into: &table) { repeated.append(UInt32(row)) }
    }
    swap(&table, &session.spaces.tables[space])
    let ids = identifiers
    remove(repeated) { row in (column, .duplicateID(ids.description(row: row))) }
  }
}
