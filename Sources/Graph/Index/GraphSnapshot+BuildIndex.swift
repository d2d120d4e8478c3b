// Building an index over what a graph holds: when one is created, after loading in bulk, and when a
// snapshot is written that leaves pairs behind which no longer hold.

internal import Text

extension GraphSnapshot {
  /// The indexes that every graph has over the key `name`.
  internal static let automaticKey: UTF8String = "name"

  /// Builds an index over the nodes that there are.
  internal func builtIndex(_ definition: IndexDefinition) -> GraphIndex {
    switch definition.kind {
    case .equality: GraphIndex(definition, content: .equality(builtEquality(definition)))
    case .range: GraphIndex(definition, content: .range(builtRange(definition)))
    case .text: GraphIndex(definition, content: .text(builtText(definition)))
    }
  }

  /// Calls a function with every node that belongs into an index.
  private func forEachIndexed(
    _ definition: IndexDefinition, _ body: (UInt32, PropertyColumn) -> Void
  ) {
    let column = nodeColumn(definition.key)
    let label = definition.label.map(members(of:))
    for number in 0..<column.pageCount {
      guard let page = column.page(number) else { continue }
      for word in page.presence.indices {
        var bits = page.presence[word]
        while bits != 0 {
          let id = UInt32(number << pageShift + word << 6 + bits.trailingZeroBitCount)
          bits &= bits - 1
          if label?.contains(id) ?? true { body(id, column) }
        }
      }
    }
  }

  private func builtEquality(_ definition: IndexDefinition) -> PackedRuns {
    var pairs: [UInt64] = []
    pairs.reserveCapacity(nodeColumn(definition.key).count)
    forEachIndexed(definition) { id, column in
      pairs.append(PackedRuns.pack(key: hashKey(at: id, in: column), node: id))
    }
    radixSort(&pairs)
    return PackedRuns(sorted: FlatArray(pairs))
  }

  private func hashKey(at id: UInt32, in column: PropertyColumn) -> UInt32 {
    if let reference = column.stringReference(at: id) {
      return GraphIndex.hashKey(
        ofHash: arena.withBytes(of: reference) { bytes in Value.stableHash(ofText: bytes) })
    }
    return GraphIndex.hashKey(column.value(at: id, in: arena) ?? .null)
  }

  private func builtRange(_ definition: IndexDefinition) -> RangeRuns {
    var pairs: [RangeRuns.Pair] = []
    pairs.reserveCapacity(nodeColumn(definition.key).count)
    forEachIndexed(definition) { id, column in
      pairs.append(RangeRuns.Pair(prefix: prefix(at: id, in: column), node: id))
    }
    // The nodes come in order, and the sort keeps it among equal prefixes.
    radixSort(&pairs) { $0.prefix }
    return RangeRuns(sorted: RangeRuns.run(of: pairs))
  }

  private func prefix(at id: UInt32, in column: PropertyColumn) -> UInt64 {
    if let reference = column.stringReference(at: id) {
      return arena.withBytes(of: reference) { bytes in Value.orderPrefix(ofText: bytes) }
    }
    return (column.value(at: id, in: arena) ?? .null).orderPrefix
  }

  private func builtText(_ definition: IndexDefinition) -> TextRuns {
    var pairs: [UInt64] = []
    func add(_ text: Span<UInt8>, _ id: UInt32) {
      TextRuns.forEachGram(of: text) { pairs.append(PackedRuns.pack(key: $0, node: id)) }
    }
    forEachIndexed(definition) { id, column in
      if let reference = column.stringReference(at: id) {
        arena.withBytes(of: reference) { add($0, id) }
      } else if case .list(let items)? = column.value(at: id, in: arena) {
        for case .string(let text) in items { text.withBytes { add($0, id) } }
      } else if case .string(let text)? = column.value(at: id, in: arena) {
        text.withBytes { add($0, id) }
      }
    }
    radixSort(&pairs)
    return TextRuns(run: TextRuns.run(ofSorted: pairs))
  }
}
