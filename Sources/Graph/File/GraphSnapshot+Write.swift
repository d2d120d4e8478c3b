// Writing a version of the graph as the sections of a snapshot. What is written depends on the
// graph alone and not on its history in memory: writing what was just read gives the same bytes.

internal import Text

extension GraphSnapshot {
  /// Brings the version into the form that a file has: no changed rows beside the compressed ones,
  /// one run per index, no pairs that no longer hold in indexes that grew.
  internal mutating func compact() {
    for number in adjacency.indices { adjacency[number].compact(nodeCount: Int(nextNode)) }
    for place in indexTable.indices where !indexTable[place].isCompact {
      indexTable[place] = builtIndex(indexTable[place].definition)
    }
  }

  /// Writes all sections; the version must be compact.
  internal func write(to writer: inout SnapshotWriter) throws(FileError) {
    try writeSummary(to: &writer)
    try Self.write(nodes.words, as: GraphSection.nodes.tag(), to: &writer)
    for (number, members) in labelMembers.enumerated() {
      try Self.write(members.words, as: GraphSection.labelMembers.tag(number), to: &writer)
    }
    try Self.write(
      relationships.alive.words, as: GraphSection.relationships.tag(), to: &writer)
    try Self.write(relationships.sources, as: GraphSection.sources.tag(), to: &writer)
    try Self.write(relationships.targets, as: GraphSection.targets.tag(), to: &writer)
    try Self.write(relationships.types, as: GraphSection.types.tag(), to: &writer)
    try writeRows(to: &writer)
    try writeColumns(to: &writer)
    for (number, index) in indexTable.enumerated() {
      try Self.write(index, number: number, to: &writer)
    }
  }

  private func writeSummary(to writer: inout SnapshotWriter) throws(FileError) {
    var summary = GraphSummary()
    summary.labels = labels
    summary.types = types
    summary.keys = keys
    summary.nextNode = nextNode
    summary.nextRelationship = relationships.nextID
    summary.adjacency = adjacency.map { (Self.rows($0.outgoing.base), Self.rows($0.incoming.base)) }
    summary.bulkRanges = relationships.bulkRanges.map { range in
      GraphSummary.Bulk(
        type: range.type.rawValue, rows: Self.rows(range.rows), isShared: isShared(range))
    }
    summary.indexes = indexes
    summary.patterns = statistics.sortedPatterns
    try Self.write(summary.encode().span, as: GraphSection.summary.tag(), to: &writer)
    let sketches = statistics.distinctNodeValues.flatMap(\.registers)
    try Self.write(sketches.span, as: GraphSection.sketches.tag(), to: &writer)
  }

  private static func rows(_ rows: CompressedRows) -> GraphSummary.Rows {
    GraphSummary.Rows(
      firstNode: rows.index.firstNode, firstRelationship: rows.firstRelationship)
  }

  /// Whether a type's outgoing adjacency is still what was loaded in bulk.
  private func isShared(_ range: BulkRange) -> Bool {
    range.rows.neighbours.isSame(as: adjacency[Int(range.type.rawValue)].outgoing.base.neighbours)
  }

  private static func write<Element: BitwiseCopyable>(
    _ elements: Span<Element>, as tag: SectionTag, to writer: inout SnapshotWriter
  ) throws(FileError) {
    if elements.count == 0 { return }
    writer.begin(tag)
    try writer.append(elements)
    try writer.end()
  }

  // MARK: Pages

  /// Writes the pages of an array that are not all zero, each without the zeros at its end.
  private static func write<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ array: PagedArray<Element>, as tag: SectionTag, to writer: inout SnapshotWriter
  ) throws(FileError) {
    var pages: [(number: Int, count: Int)] = []
    for number in 0..<array.pageCount {
      let page = array.page(number)
      var count = page.count
      while count > 0, page[count - 1] == 0 { count -= 1 }
      if count > 0 { pages.append((number, (count + 63) & ~63)) }
    }
    if pages.isEmpty { return }
    writer.begin(tag)
    var directory: [UInt32] = [UInt32(pages.count), 0]
    for (number, count) in pages { directory += [UInt32(number), UInt32(count)] }
    while directory.count % 4 != 0 { directory.append(0) }
    try writer.append(directory.span)
    for (number, count) in pages {
      let page = array.page(number)
      let held = min(count, page.count)
      try writer.append(page.extracting(0..<held))
      try writer.append([Element](repeating: 0, count: count - held).span)
    }
    try writer.end()
  }

  // MARK: Rows

  private func writeRows(to writer: inout SnapshotWriter) throws(FileError) {
    for (number, type) in adjacency.enumerated() {
      try Self.write(type.outgoing.base, as: .adjacency, number, 0, to: &writer)
      try Self.write(type.incoming.base, as: .adjacency, number, 1, to: &writer)
    }
    for (number, range) in relationships.bulkRanges.enumerated() where !isShared(range) {
      try Self.write(range.rows, as: .bulk, number, 0, to: &writer)
    }
  }

  private static func write(
    _ rows: CompressedRows, as sections: RowSections, _ a: Int, _ b: Int,
    to writer: inout SnapshotWriter
  ) throws(FileError) {
    try write(rows.index.blocks.span, as: sections.blocks.tag(a, b), to: &writer)
    try write(rows.index.ends.span, as: sections.ends.tag(a, b), to: &writer)
    try write(rows.neighbours.span, as: sections.neighbours.tag(a, b), to: &writer)
    if let relationships = sections.relationships {
      try write(rows.relationships.span, as: relationships.tag(a, b), to: &writer)
    }
  }

  // MARK: Columns

  private func writeColumns(to writer: inout SnapshotWriter) throws(FileError) {
    // Texts first: where each will lie follows from the order, so that nothing must be kept.
    writer.begin(GraphSection.texts.tag())
    for column in nodeColumns + relationshipColumns {
      for case let page? in column.pages where page.kind.width == 16 {
        for place in 0..<page.capacity where page.isPresent(place) {
          let reference = page.values(as: StringReference.self)[place]
          if !reference.isInline { try writer.append(arena.longBytes(of: reference)) }
        }
      }
    }
    try writer.end()
    var textOffset: UInt64 = 0
    for (number, column) in nodeColumns.enumerated() {
      try write(
        column, as: GraphSection.nodeColumn.tag(number), textOffset: &textOffset, to: &writer)
    }
    for (number, column) in relationshipColumns.enumerated() {
      try write(
        column, as: GraphSection.relationshipColumn.tag(number), textOffset: &textOffset,
        to: &writer)
    }
  }

  private func write(
    _ column: PropertyColumn, as tag: SectionTag, textOffset: inout UInt64,
    to writer: inout SnapshotWriter
  ) throws(FileError) {
    if column.count == 0 { return }
    writer.begin(tag)
    var directory: [UInt32] = [0, 0]
    for (number, page) in column.pages.enumerated() {
      guard let page, page.presentCount > 0 else { continue }
      directory[0] += 1
      directory += [
        UInt32(number), UInt32(page.kind.rawValue) << 24 | UInt32(Self.trimmedCapacity(of: page)),
      ]
    }
    while directory.count % 4 != 0 { directory.append(0) }
    try writer.append(directory.span)
    for case let page? in column.pages where page.presentCount > 0 {
      try Self.write(page, textOffset: &textOffset, to: &writer)
    }
    try writer.end()
  }

  /// Room up to the last value, in steps of 32.
  private static func trimmedCapacity(of page: ColumnPage) -> Int {
    var capacity = page.capacity
    while capacity > 0, !page.isPresent(capacity - 1) { capacity -= 1 }
    return (capacity + 31) & ~31
  }

  private static func write(
    _ page: ColumnPage, textOffset: inout UInt64, to writer: inout SnapshotWriter
  ) throws(FileError) {
    try writer.append(page.presence)
    let capacity = trimmedCapacity(of: page)
    switch page.kind {
    case .integer, .date: try writer.append(present(Int64.self, of: page, capacity).span)
    case .float: try writer.append(present(UInt64.self, of: page, capacity).span)
    case .boolean: try writer.append(present(UInt8.self, of: page, capacity).span)
    case .string, .encoded:
      var words = [UInt64](repeating: 0, count: capacity * 2)
      let references = page.values(as: StringReference.self)
      for place in 0..<min(capacity, references.count) where page.isPresent(place) {
        let reference = references[place]
        words[place * 2] = reference.head
        words[place * 2 + 1] = reference.isInline ? reference.tail : textOffset
        if !reference.isInline { textOffset += UInt64(reference.byteCount) }
      }
      try writer.append(words.span)
    }
  }

  /// The values of a page, zero where there is none: what was once there is nobody's business.
  private static func present<Element: FixedWidthInteger & BitwiseCopyable>(
    _ type: Element.Type, of page: ColumnPage, _ capacity: Int
  ) -> [Element] {
    var values = [Element](repeating: 0, count: capacity)
    let stored = page.values(as: Element.self)
    for place in 0..<min(capacity, stored.count) where page.isPresent(place) {
      values[place] = stored[place]
    }
    return values
  }

  // MARK: Indexes

  private static func write(
    _ index: GraphIndex, number: Int, to writer: inout SnapshotWriter
  ) throws(FileError) {
    switch index.content {
    case .equality(let runs):
      guard let run = runs.runs.first else { return }
      try write(run.span, as: GraphSection.equalityPairs.tag(number), to: &writer)
    case .range(let runs):
      guard let run = runs.runs.first else { return }
      try write(run.prefixes.span, as: GraphSection.rangePrefixes.tag(number), to: &writer)
      try write(run.nodes.span, as: GraphSection.rangeNodes.tag(number), to: &writer)
    case .text(let runs):
      guard let run = runs.runs.first else { return }
      try write(run.grams.span, as: GraphSection.textGrams.tag(number), to: &writer)
      try write(run.offsets.span, as: GraphSection.textOffsets.tag(number), to: &writer)
      try write(run.postings.span, as: GraphSection.textPostings.tag(number), to: &writer)
    }
  }
}

extension GraphIndex {
  /// Whether the content is one sorted run.
  fileprivate var isCompact: Bool {
    switch content {
    case .equality(let runs): runs.end.isEmpty && runs.runs.count <= 1
    case .range(let runs): runs.end.isEmpty && runs.runs.count <= 1
    case .text(let runs): runs.end.isEmpty && runs.runs.count <= 1
    }
  }
}
