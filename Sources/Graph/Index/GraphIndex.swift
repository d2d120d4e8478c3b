// An index over the values that nodes have under one key. An index answers with candidates: every
// node that matches is among them, and some may not match (a hash collision, a value that changed
// since). Whoever asks looks at the node itself.

public import Text

/// What an index is over and what it can answer.
public struct IndexDefinition: Hashable, Sendable {
  /// What questions an index answers.
  public enum Kind: UInt8, Sendable, CaseIterable {
    /// Which nodes have this value.
    case equality = 0
    /// Which nodes have a value between two.
    case range = 1
    /// Which nodes have a text that contains a phrase; texts in lists count too.
    case text = 2
  }

  /// What questions the index answers.
  public let kind: Kind
  /// The label that nodes must have to be in the index, or nil for all nodes.
  public let label: LabelID?
  /// The key whose values are indexed.
  public let key: KeyID

  /// Describes an index.
  public init(_ kind: Kind, label: LabelID? = nil, key: KeyID) {
    self.kind = kind
    self.label = label
    self.key = key
  }
}

/// One index and its content.
public struct GraphIndex: Sendable {
  /// What the index is over.
  public let definition: IndexDefinition
  internal var content: Content

  internal enum Content: Sendable {
    case equality(PackedRuns)
    case range(RangeRuns)
    case text(TextRuns)
  }

  internal init(_ definition: IndexDefinition) {
    self.definition = definition
    switch definition.kind {
    case .equality: content = .equality(PackedRuns())
    case .range: content = .range(RangeRuns())
    case .text: content = .text(TextRuns())
    }
  }

  internal init(_ definition: IndexDefinition, content: Content) {
    self.definition = definition
    self.content = content
  }

  /// Nodes that may have a value equal to the given one, in ascending order; nil where the index
  /// cannot tell.
  public func candidates(equalTo value: Value) -> [NodeID]? {
    switch content {
    case .equality(let runs):
      return runs.nodes(withKey: Self.hashKey(value)).map(NodeID.init(rawValue:))
    case .range(let runs):
      let prefix = value.orderPrefix
      return runs.nodes(from: prefix, through: prefix).map(NodeID.init(rawValue:))
    case .text: return nil
    }
  }

  /// Nodes whose value may lie between two of one type, both included, in ascending order; nil
  /// where the index cannot tell.
  ///
  /// An absent bound is open.
  public func candidates(from low: Value?, through high: Value?) -> [NodeID]? {
    guard let bounds = prefixes(from: low, through: high), case .range(let runs) = content else {
      return nil
    }
    return runs.nodes(from: bounds.low, through: bounds.high).map(NodeID.init(rawValue:))
  }

  /// An upper bound of how many nodes have a value between two; nil where the index cannot tell.
  public func candidateCount(from low: Value?, through high: Value?) -> Int? {
    guard let bounds = prefixes(from: low, through: high), case .range(let runs) = content else {
      return nil
    }
    return runs.count(from: bounds.low, through: bounds.high)
  }

  /// Nodes whose text may contain a phrase, in ascending order; nil where the index cannot tell.
  public func candidates(containing phrase: UTF8String) -> [NodeID]? {
    guard case .text(let runs) = content else { return nil }
    return phrase.withBytes { runs.nodes(containing: $0) }?.map(NodeID.init(rawValue:))
  }

  /// The prefixes of two bounds of one type, or nil where the bounds are of two types or none.
  private func prefixes(
    from low: Value?, through high: Value?
  ) -> (low: UInt64, high: UInt64)? {
    guard let family = (low ?? high)?.family.orderPrefixes else { return nil }
    if let high, high.family.orderPrefixes != family { return nil }
    return (low?.orderPrefix ?? family.lowerBound, high?.orderPrefix ?? family.upperBound)
  }

  internal static func hashKey(_ value: Value) -> UInt32 { hashKey(ofHash: value.stableHash) }

  internal static func hashKey(ofHash hash: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: hash >> 32)
  }

  /// Adds a value that a node has now.
  internal mutating func insert(_ value: Value, of node: NodeID) {
    switch content {
    case .equality(var runs):
      content = .equality(PackedRuns())
      runs.insert(key: Self.hashKey(value), node: node.rawValue)
      content = .equality(runs)
    case .range(var runs):
      content = .range(RangeRuns())
      runs.insert(prefix: value.orderPrefix, node: node.rawValue)
      content = .range(runs)
    case .text(var runs):
      content = .text(TextRuns())
      Self.forEachText(in: value) { text in
        text.withBytes { runs.insert($0, node: node.rawValue) }
      }
      content = .text(runs)
    }
  }

  private static func forEachText(in value: Value, _ body: (UTF8String) -> Void) {
    switch value {
    case .string(let text): body(text)
    case .list(let items):
      for case .string(let text) in items { body(text) }
    default: break
    }
  }

  /// The bytes that the index takes.
  internal var byteCount: Int {
    switch content {
    case .equality(let runs): runs.byteCount
    case .range(let runs): runs.byteCount
    case .text(let runs): runs.byteCount
    }
  }
}
