// What a graph looks like: which keys the nodes of a label and the relationships of a type have,
// with values of which types, on how many of them; and which labels are joined by which types.
// Whole pages are counted by their presence bits; only pages of mixed values are looked into.

internal import Graph
import Text

/// The shape of a graph.
struct GraphSchema {
  /// A key as it stands on the nodes of a label or the relationships of a type.
  struct Property: Equatable {
    let key: UTF8String
    var types: PropertyTypes
    var count: Int
  }

  /// A label or type, with what stands on its nodes or relationships.
  struct Group: Equatable {
    /// Absent for the nodes that have no label.
    let name: UTF8String?
    let count: Int
    let properties: [Property]
  }

  /// Which labels a type joins; an end without a label is absent.
  struct Join: Equatable {
    let source: UTF8String?
    let type: UTF8String
    let target: UTF8String?
    let count: Int
  }

  let labels: [Group]
  let types: [Group]
  let joins: [Join]

  init(of graph: GraphSnapshot) {
    labels = Self.labelGroups(of: graph)
    types = Self.typeGroups(of: graph)
    joins = Self.joins(in: graph)
  }

  private static func labelGroups(of graph: GraphSnapshot) -> [Group] {
    var groups: [Group] = []
    for number in graph.labels.indices {
      let label = LabelID(rawValue: UInt16(number))
      let members = graph.members(of: label)
      if members.count == 0 { continue }
      groups.append(
        Group(
          name: graph.name(of: label), count: members.count,
          properties: properties(of: members, in: graph)))
    }
    groups.sort { ($1.count, $0.name ?? "") < ($0.count, $1.name ?? "") }
    let unlabelled = nodesWithoutLabel(in: graph)
    if unlabelled.count > 0 {
      groups.append(
        Group(
          name: nil, count: unlabelled.count, properties: properties(of: unlabelled, in: graph)))
    }
    return groups
  }

  private static func nodesWithoutLabel(in graph: GraphSnapshot) -> Bitmap {
    var rest = graph.allNodes
    for number in graph.labels.indices {
      for id in graph.members(of: LabelID(rawValue: UInt16(number))).members { rest.remove(id) }
    }
    return rest
  }

  private static func properties(of members: Bitmap, in graph: GraphSnapshot) -> [Property] {
    var properties: [Property] = []
    for number in graph.keys.indices {
      let key = KeyID(rawValue: UInt16(number))
      let column = graph.nodeColumn(key)
      if column.count == 0 { continue }
      var property = Property(key: graph.name(of: key), types: PropertyTypes(), count: 0)
      for page in 0..<column.pageCount {
        Self.count(page, of: column, among: members, graph.texts, into: &property)
      }
      if property.count > 0 { properties.append(property) }
    }
    return properties.sorted { ($1.count, $0.key) < ($0.count, $1.key) }
  }

  /// Counts the values on one page of a column that belong to members of a set.
  private static func count(
    _ number: Int, of column: PropertyColumn, among members: Bitmap, _ texts: TextArena,
    into property: inout Property
  ) {
    guard let page = column.page(number) else { return }
    let presence = page.presence
    let firstWord = number * presence.count
    let wordsPerPage = Bitmap.idsPerPage / 64
    guard firstWord / wordsPerPage < members.pageCount else { return }
    let memberWords = members.page(firstWord / wordsPerPage)
    let offset = firstWord % wordsPerPage
    for place in presence.indices where offset + place < memberWords.count {
      var shared = presence[place] & memberWords[offset + place]
      if shared == 0 { continue }
      property.count += shared.nonzeroBitCount
      if page.kind != .encoded {
        property.types.insert(page.kind)
        continue
      }
      while shared != 0 {
        let id = (firstWord + place) * 64 + shared.trailingZeroBitCount
        if let value = column.value(at: UInt32(id), in: texts) { property.types.insert(value) }
        shared &= shared - 1
      }
    }
  }

  private static func typeGroups(of graph: GraphSnapshot) -> [Group] {
    var byType: [[Property]] = Array(repeating: [], count: graph.types.count)
    for number in graph.keys.indices {
      let key = KeyID(rawValue: UInt16(number))
      let column = graph.relationshipColumn(key)
      if column.count == 0 { continue }
      let found = properties(on: column, named: graph.name(of: key), in: graph)
      for (type, property) in found.enumerated() where property.count > 0 {
        byType[type].append(property)
      }
    }
    var groups: [Group] = []
    for number in graph.types.indices {
      let type = TypeID(rawValue: UInt16(number))
      let count = graph.count(of: type)
      if count == 0 { continue }
      let properties = byType[number].sorted { ($1.count, $0.key) < ($0.count, $1.key) }
      groups.append(Group(name: graph.name(of: type), count: count, properties: properties))
    }
    return groups.sorted { ($1.count, $0.name ?? "") < ($0.count, $1.name ?? "") }
  }

  /// What a column holds for the relationships of each type.
  private static func properties(
    on column: PropertyColumn, named name: UTF8String, in graph: GraphSnapshot
  ) -> [Property] {
    let nothing = Property(key: name, types: PropertyTypes(), count: 0)
    var found = Array(repeating: nothing, count: graph.types.count)
    for number in 0..<column.pageCount {
      guard let page = column.page(number) else { continue }
      let presence = page.presence
      for place in presence.indices {
        var word = presence[place]
        while word != 0 {
          let id = UInt32((number * presence.count + place) * 64 + word.trailingZeroBitCount)
          word &= word - 1
          guard let record = graph.record(of: RelationshipID(rawValue: id)) else { continue }
          let type = Int(record.type.rawValue)
          found[type].count += 1
          if page.kind != .encoded {
            found[type].types.insert(page.kind)
          } else if let value = column.value(at: id, in: graph.texts) {
            found[type].types.insert(value)
          }
        }
      }
    }
    return found
  }

  /// Relationships by the labels of their ends.
  ///
  /// What is left over when all labelled ends are
  /// counted has ends without a label; where nodes have several labels, less may be left over.
  private static func joins(in graph: GraphSnapshot) -> [Join] {
    let patterns = graph.statistics.sortedPatterns
    var left: [RelationshipPattern: Int] = [:]
    for (pattern, count) in patterns { left[pattern] = count }
    for labelledEnds in [2, 1] {
      for (pattern, _) in patterns where pattern.labelledEnds == labelledEnds {
        guard let count = left[pattern], count > 0 else { continue }
        for wider in pattern.widened { left[wider, default: 0] -= count }
      }
    }
    let joins = patterns.compactMap { pattern, _ -> Join? in
      guard let count = left[pattern], count > 0 else { return nil }
      return Join(
        source: pattern.source.map(graph.name(of:)), type: graph.name(of: pattern.type),
        target: pattern.target.map(graph.name(of:)), count: count)
    }
    return joins.sorted {
      ($1.count, $0.source ?? "", $0.type, $0.target ?? "")
        < ($0.count, $1.source ?? "", $1.type, $1.target ?? "")
    }
  }
}

extension RelationshipPattern {
  fileprivate var labelledEnds: Int { (source == nil ? 0 : 1) + (target == nil ? 0 : 1) }

  /// The patterns that count this one's relationships as well and name fewer labels.
  fileprivate var widened: [RelationshipPattern] {
    switch (source, target) {
    case (.some, .some):
      [
        RelationshipPattern(source, type, nil), RelationshipPattern(nil, type, target),
        RelationshipPattern(nil, type, nil),
      ]
    case (nil, nil): []
    default: [RelationshipPattern(nil, type, nil)]
    }
  }
}
