// Reading a version of the graph from a mapped snapshot. Columns, rows and indexes stay where they
// lie in the file; only directories of pages are made, so that opening costs per page, not per
// value.

internal import Text

extension GraphSnapshot {
  /// Takes a graph from the sections of a snapshot.
  internal init(reading file: SnapshotReader) throws(GraphError) {
    self.init()
    guard file.section(GraphSection.summary.tag()) != nil else {
      // A file that was just made has no sections.
      if file.tags.isEmpty { return }
      throw .malformedSection(name: "summary", problem: "it is missing")
    }
    let summary = try Self.summary(of: file)
    try defineNames(summary)
    nextNode = summary.nextNode
    nodes = try Self.bitmap(.nodes, 0, of: file, limit: nextNode)
    for number in labelMembers.indices {
      labelMembers[number] = try Self.bitmap(.labelMembers, number, of: file, limit: nextNode)
    }
    for (number, rows) in summary.adjacency.enumerated() {
      adjacency[number].outgoing.base = try Self.rows(
        rows.outgoing, .adjacency, number, 0, of: file)
      adjacency[number].incoming.base = try Self.rows(
        rows.incoming, .adjacency, number, 1, of: file)
      adjacency[number].count = adjacency[number].outgoing.base.count
      guard adjacency[number].incoming.base.count == adjacency[number].count else {
        throw .malformedSection(name: "neighbours \(number)", problem: "directions differ")
      }
    }
    relationships = try relationshipTable(summary, of: file)
    try readColumns(of: file)
    try readStatistics(summary, of: file)
    // Defining the names made empty ones, which the file's take the place of.
    indexTable = []
    for (number, definition) in summary.indexes.enumerated() {
      indexTable.append(try Self.index(definition, number, of: file))
    }
  }

  private static func summary(of file: SnapshotReader) throws(GraphError) -> GraphSummary {
    guard let section = file.section(GraphSection.summary.tag()) else { return GraphSummary() }
    do {
      return try GraphSummary(decoding: section.bytes)
    } catch {
      throw .malformedSection(name: "summary", problem: "\(error)")
    }
  }

  private mutating func defineNames(_ summary: GraphSummary) throws(GraphError) {
    let tables: [(SymbolKind, [UTF8String])] = [
      (.label, summary.labels), (.type, summary.types), (.key, summary.keys),
    ]
    for (kind, names) in tables {
      guard names.count <= SymbolTable.countMax else { throw .tooManySymbols(kind) }
      for (number, name) in names.enumerated() {
        try apply(.defineSymbol(kind, number: UInt16(number), name: name))
      }
    }
  }

  // MARK: Pages

  /// So many pages hold an element for every id there can be.
  private static let pageCountMax = 1 << (32 - pageShift)

  private static func bitmap(
    _ kind: GraphSection, _ a: Int, of file: SnapshotReader, limit: UInt32
  ) throws(GraphError) -> Bitmap {
    let words: PagedArray<UInt64> = try pages(kind, a, of: file, countMax: pageCountMax / 64)
    var count = 0
    for number in 0..<words.pageCount {
      let page = words.page(number)
      for index in page.indices { count += page[index].nonzeroBitCount }
    }
    let bitmap = Bitmap(words: words, count: count)
    guard bitmap.first(from: limit) == nil else {
      throw .malformedSection(name: "\(kind)", problem: "it names ids that were never given")
    }
    return bitmap
  }

  private static func pages<Element: BitwiseCopyable & Sendable>(
    _ kind: GraphSection, _ a: Int, of file: SnapshotReader, countMax: Int = pageCountMax
  ) throws(GraphError) -> PagedArray<Element> {
    var array = PagedArray<Element>()
    guard let section = file.section(kind.tag(a)) else { return array }
    let entries = try directory(of: section, kind)
    var offset = entries.end
    for (number, count) in entries.pages {
      let byteCount = Int(count) * MemoryLayout<Element>.stride
      guard Int(number) < countMax, Int(count) <= pageSize, byteCount <= section.byteCount - offset
      else { throw .malformedSection(name: "\(kind)", problem: "page \(number) lies outside") }
      array.setPage(
        Int(number),
        Page(region: section.region, byteOffset: section.offset + offset, byteCount: byteCount))
      offset += byteCount
    }
    return array
  }

  private typealias Directory = (pages: [(number: UInt32, detail: UInt32)], end: Int)

  /// The list of pages that a section of pages begins with.
  private static func directory(
    of section: SnapshotReader.Section, _ kind: GraphSection
  ) throws(GraphError) -> Directory {
    guard section.byteCount >= 8,
      let words = FlatArray<UInt32>(
        region: section.region, byteOffset: section.offset, count: section.byteCount / 4)
    else { throw .malformedSection(name: "\(kind)", problem: "it has no directory") }
    let pageCount = Int(words[0])
    guard pageCount <= (words.count - 2) / 2 else {
      throw .malformedSection(name: "\(kind)", problem: "its directory is longer than itself")
    }
    let pages = (0..<pageCount).map { (words[2 + $0 * 2], words[3 + $0 * 2]) }
    for (before, after) in zip(pages, pages.dropFirst()) where before.0 >= after.0 {
      throw .malformedSection(name: "\(kind)", problem: "its pages are out of order")
    }
    return (pages, ((2 + pageCount * 2 + 3) & ~3) * 4)
  }

  // MARK: Rows

  private static func flat<Element: BitwiseCopyable & Sendable>(
    _ kind: GraphSection, _ a: Int, _ b: Int, of file: SnapshotReader
  ) throws(GraphError) -> FlatArray<Element> {
    guard let section = file.section(kind.tag(a, b)) else { return FlatArray() }
    guard section.byteCount % MemoryLayout<Element>.stride == 0,
      let array = FlatArray<Element>(
        region: section.region, byteOffset: section.offset,
        count: section.byteCount / MemoryLayout<Element>.stride)
    else { throw .malformedSection(name: "\(kind) \(a)", problem: "its size is odd") }
    return array
  }

  private static func rows(
    _ summary: GraphSummary.Rows, _ sections: RowSections, _ a: Int, _ b: Int,
    of file: SnapshotReader
  ) throws(GraphError) -> CompressedRows {
    var rows = CompressedRows()
    rows.index = RowIndex(
      firstNode: summary.firstNode, blocks: try flat(sections.blocks, a, b, of: file),
      ends: try flat(sections.ends, a, b, of: file))
    rows.neighbours = try flat(sections.neighbours, a, b, of: file)
    if let relationships = sections.relationships {
      rows.relationships = try flat(relationships, a, b, of: file)
    }
    rows.firstRelationship = summary.firstRelationship
    let listsAgree =
      rows.relationships.count == 0 || rows.relationships.count == rows.neighbours.count
    guard rows.index.isConsistent, rows.index.positionCount == rows.neighbours.count, listsAgree
    else {
      throw .malformedSection(name: "\(sections.neighbours) \(a)", problem: "its lists differ")
    }
    return rows
  }

  private func relationshipTable(
    _ summary: GraphSummary, of file: SnapshotReader
  ) throws(GraphError) -> RelationshipTable {
    var ranges: [BulkRange] = []
    var nextFree: UInt32 = 0
    for (number, bulk) in summary.bulkRanges.enumerated() {
      guard Int(bulk.type) < adjacency.count else {
        throw .malformedSection(name: "bulk range \(number)", problem: "it has an unknown type")
      }
      let rows =
        bulk.isShared
        ? adjacency[Int(bulk.type)].outgoing.base
        : try Self.rows(bulk.rows, .bulk, number, 0, of: file)
      let end = UInt64(rows.firstRelationship) + UInt64(rows.count)
      guard rows.firstRelationship >= nextFree, end <= UInt64(summary.nextRelationship) else {
        throw .malformedSection(name: "bulk range \(number)", problem: "its ids overlap others")
      }
      nextFree = UInt32(end)
      ranges.append(BulkRange(type: TypeID(rawValue: bulk.type), rows: rows))
    }
    return RelationshipTable(
      alive: try Self.bitmap(.relationships, 0, of: file, limit: summary.nextRelationship),
      nextID: summary.nextRelationship, bulkRanges: ranges,
      sources: try Self.pages(.sources, 0, of: file),
      targets: try Self.pages(.targets, 0, of: file), types: try Self.pages(.types, 0, of: file))
  }

  // MARK: Columns

  private mutating func readColumns(of file: SnapshotReader) throws(GraphError) {
    if let texts = file.section(GraphSection.texts.tag()) {
      arena.adopt(
        ArenaChunk(
          region: texts.region, start: texts.offset, capacity: texts.byteCount,
          used: texts.byteCount))
    }
    for number in keyTable.names.indices {
      nodeColumns[number] = try Self.column(.nodeColumn, number, of: file)
      relationshipColumns[number] = try Self.column(.relationshipColumn, number, of: file)
    }
  }

  private static func column(
    _ kind: GraphSection, _ key: Int, of file: SnapshotReader
  ) throws(GraphError) -> PropertyColumn {
    var column = PropertyColumn()
    guard let section = file.section(kind.tag(key)) else { return column }
    let entries = try directory(of: section, kind)
    var offset = entries.end
    for (number, detail) in entries.pages {
      let capacity = Int(detail & 0xff_ffff)
      guard let pageKind = ColumnKind(rawValue: UInt8(detail >> 24)), capacity <= pageSize,
        Int(number) < pageCountMax
      else { throw .malformedSection(name: "\(kind) \(key)", problem: "page \(number) is unknown") }
      let byteCount = ColumnPage.presenceByteCount + capacity * pageKind.width
      guard byteCount <= section.byteCount - offset else {
        throw .malformedSection(name: "\(kind) \(key)", problem: "page \(number) lies outside")
      }
      let page = ColumnPage(
        kind: pageKind,
        memory: Page(
          region: section.region, byteOffset: section.offset + offset, byteCount: byteCount))
      guard page.lastPresent < capacity else {
        throw .malformedSection(name: "\(kind) \(key)", problem: "page \(number) is too short")
      }
      column.setPage(Int(number), page)
      offset += byteCount
    }
    return column
  }

  private mutating func readStatistics(
    _ summary: GraphSummary, of file: SnapshotReader
  ) throws(GraphError) {
    for (pattern, count) in summary.patterns { statistics.add(count, to: pattern) }
    let registers: FlatArray<UInt8> = try Self.flat(.sketches, 0, 0, of: file)
    let size = DistinctSketch().registers.count
    for start in stride(from: 0, to: registers.count - size + 1, by: size) {
      let part = (start..<start + size).map { registers[$0] }
      if let sketch = DistinctSketch(registers: part) {
        statistics.distinctNodeValues.append(sketch)
      }
    }
  }

  // MARK: Indexes

  private static func index(
    _ definition: IndexDefinition, _ number: Int, of file: SnapshotReader
  ) throws(GraphError) -> GraphIndex {
    switch definition.kind {
    case .equality:
      return GraphIndex(
        definition,
        content: .equality(PackedRuns(sorted: try flat(.equalityPairs, number, 0, of: file))))
    case .range:
      let run = RangeRuns.Run(
        prefixes: try flat(.rangePrefixes, number, 0, of: file),
        nodes: try flat(.rangeNodes, number, 0, of: file))
      return GraphIndex(definition, content: .range(RangeRuns(sorted: run)))
    case .text:
      let run = TextRuns.Run(
        grams: try flat(.textGrams, number, 0, of: file),
        offsets: try flat(.textOffsets, number, 0, of: file),
        postings: try flat(.textPostings, number, 0, of: file))
      guard run.grams.count == 0 || run.offsets.count == run.grams.count + 1 else {
        throw .malformedSection(name: "textOffsets \(number)", problem: "its lists differ")
      }
      return GraphIndex(definition, content: .text(TextRuns(run: run)))
    }
  }
}

extension ColumnPage {
  /// The last place that holds a value, or -1.
  fileprivate var lastPresent: Int {
    for index in stride(from: Self.presenceWordCount - 1, through: 0, by: -1)
    where presence[index] != 0 {
      return index * 64 + 63 - presence[index].leadingZeroBitCount
    }
    return -1
  }
}

extension PropertyColumn {
  fileprivate mutating func setPage(_ number: Int, _ page: ColumnPage) {
    while pages.count <= number { pages.append(nil) }
    pages[number] = page
    count += page.presentCount
  }
}

extension PagedArray {
  fileprivate mutating func setPage(_ number: Int, _ page: Page) {
    while pages.count <= number { pages.append(nil) }
    pages[number] = page
  }
}
