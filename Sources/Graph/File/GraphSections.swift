// What the sections of a snapshot hold, by the kind in their tags. docs/file-format.md has the
// bytes of each. Numbers are never given a second meaning; a kind that is no longer written stays
// taken.

/// The kinds of sections.
internal enum GraphSection: UInt32, CaseIterable {
  /// Names, counts, index definitions, bulk ranges, pattern counts: everything small.
  case summary = 1
  /// One sketch of distinct values per key.
  case sketches = 2
  /// Bitmap of the living nodes.
  case nodes = 3
  /// Bitmap of a label's nodes; a: label.
  case labelMembers = 4
  /// Bitmap of the living relationships.
  case relationships = 5
  /// Starts, ends and types of relationships outside bulk ranges.
  case sources = 6
  case targets = 7
  case types = 8
  /// The bytes of all long texts.
  case texts = 9
  /// A property column; a: key.
  case nodeColumn = 10
  case relationshipColumn = 11
  /// Rows of a type; a: type, b: direction.
  case rowBlocks = 12
  case rowEnds = 13
  case neighbours = 14
  case rowRelationships = 15
  /// Rows of a bulk range that the type's adjacency shares no longer; a: number of the range.
  case bulkBlocks = 16
  case bulkEnds = 17
  case bulkNeighbours = 18
  /// Content of an index; a: its number.
  case equalityPairs = 19
  case rangePrefixes = 20
  case rangeNodes = 21
  case textGrams = 22
  case textOffsets = 23
  case textPostings = 24

  /// The tag of a section of this kind.
  func tag(_ a: Int = 0, _ b: Int = 0) -> SectionTag {
    SectionTag(kind: rawValue, a: UInt32(a), b: UInt32(b))
  }
}

/// The kinds of sections that one set of compressed rows takes.
internal struct RowSections {
  let blocks: GraphSection
  let ends: GraphSection
  let neighbours: GraphSection
  let relationships: GraphSection?

  static let adjacency = RowSections(
    blocks: .rowBlocks, ends: .rowEnds, neighbours: .neighbours,
    relationships: .rowRelationships)
  static let bulk = RowSections(
    blocks: .bulkBlocks, ends: .bulkEnds, neighbours: .bulkNeighbours, relationships: nil)
}
