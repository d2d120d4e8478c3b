// A plan as text, for EXPLAIN and PROFILE: a line per step with the rows that were expected and, in
// a profile, the rows and the time that there were; inner pipelines are indented. Where a step
// looks at all nodes although an index could find them, a sentence says which.

internal import Graph
internal import Text

/// Writes plans.
struct PlanPrinter {
  private let statement: BoundStatement
  private let graph: GraphSnapshot
  private let profile: Profile?

  init(_ statement: BoundStatement, _ graph: GraphSnapshot, _ profile: Profile?) {
    self.statement = statement
    self.graph = graph
    self.profile = profile
  }

  /// The lines of a plan.
  func lines(_ plan: QueryPlan) -> [String] {
    var rows: [Row] = []
    var advice: [String] = []
    append(plan, indent: 0, &rows, &advice)
    let width = rows.map { displayWidth(of: UTF8String($0.text)) }.max() ?? 0
    var lines = [heading(width)]
    for row in rows { lines.append(row.line(width: width, profiled: profile != nil)) }
    return lines + advice
  }

  private func heading(_ width: Int) -> String {
    let step = "step".padded(to: width) + "  " + "expected".padded(to: 12, left: true)
    if profile == nil { return step }
    return step + "rows".padded(to: 12, left: true) + "ms".padded(to: 10, left: true)
  }

  private struct Row {
    var text: String
    var expected: Double
    var rows: Int?
    var nanoseconds: Int64?

    func line(width: Int, profiled: Bool) -> String {
      let count =
        expected < 0.5 && expected > 0
        ? "<1" : "\(Int(clamping: Int64(min(expected.rounded(), 9e18))))"
      var line = text.padded(to: width) + "  " + count.padded(to: 12, left: true)
      if profiled {
        line += "\(rows ?? 0)".padded(to: 12, left: true)
        let hundredths = (nanoseconds ?? 0) / 10_000
        let fraction = "\(hundredths % 100)"
        line += "\(hundredths / 100).\(fraction.count < 2 ? "0" : "")\(fraction)".padded(
          to: 10, left: true)
      }
      return line
    }
  }

  private func append(
    _ plan: QueryPlan, indent: Int, _ rows: inout [Row], _ advice: inout [String]
  ) {
    for (place, part) in plan.parts.enumerated() {
      if place > 0 {
        rows.append(
          Row(text: indented(plan.isDistinct ? "union" : "union all", indent), expected: 0))
      }
      append(part.pipeline, indent: indent, &rows, &advice)
    }
  }

  private func append(
    _ pipeline: Pipeline, indent: Int, _ rows: inout [Row], _ advice: inout [String]
  ) {
    for (place, step) in pipeline.steps.enumerated() {
      var row = Row(text: indented(describe(step.operation), indent), expected: step.rows)
      if let profile {
        row.rows = profile.rows[step.number]
        row.nanoseconds = profile.nanoseconds[step.number]
      }
      rows.append(row)
      if let sentence = advise(place, of: pipeline), !advice.contains(sentence) {
        advice.append(sentence)
      }
      switch step.operation {
      case .optional(let inner, _, _), .semi(let inner, _, _), .forEach(_, _, let inner):
        append(inner, indent: indent + 1, &rows, &advice)
      case .merge(let merge): append(merge.match, indent: indent + 1, &rows, &advice)
      case .subquery(let inner, _, _): append(inner, indent: indent + 1, &rows, &advice)
      default: break
      }
    }
  }

  private func indented(_ text: String, _ indent: Int) -> String {
    String(repeating: "  ", count: indent) + text
  }

  /// What would make a step cheaper: an index that finds what it looks through.
  private func advise(_ step: Int, of pipeline: Pipeline) -> String? {
    switch pipeline.steps[step].operation {
    case .lookUp(let lookup):
      guard let label = lookup.label, !has(.equality, label, lookup.key) else { return nil }
      return advice("INDEX", label, lookup.key)
    case .scanLabel(let slot, let label):
      // The conditions on a scanned node stand right behind the scan.
      for next in pipeline.steps.dropFirst(step + 1) {
        guard case .filter(let condition) = next.operation else { return nil }
        for conjunct in condition.conjuncts {
          if let key = conjunct.rangeKey(of: slot), !has(.range, label, key) {
            return advice("RANGE INDEX", label, key)
          }
          if let key = conjunct.textKey(of: slot), !has(.text, label, key) {
            return advice("TEXT INDEX", label, key)
          }
        }
      }
      return nil
    default: return nil
    }
  }

  private func advice(_ kind: String, _ label: NameNumber, _ key: NameNumber) -> String {
    return "advice: an index would find these nodes at once: "
      + "CREATE \(kind) FOR (n:\(identifier(label))) ON (n.\(identifier(key)))"
  }

  /// A name as it can be typed, in backticks only where it needs them.
  private func identifier(_ name: NameNumber) -> String {
    let text = quoted(name)
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x80 || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
        || (0x61...0x7a).contains(byte | 0x20)
    }
    let startsWithDigit = text.utf8.first.map { (0x30...0x39).contains($0) } ?? true
    return isPlain && !startsWithDigit ? text : quoteIdentifier(text)
  }

  private func has(
    _ kind: IndexDefinition.Kind, _ label: NameNumber, _ key: NameNumber
  ) -> Bool {
    graph.indexes.contains { definition in
      definition.kind == kind && graph.name(of: definition.key) == statement.names[key.number]
        && (definition.label.map { graph.name(of: $0) == statement.names[label.number] } ?? true)
    }
  }
}

extension BoundExpression {
  /// The key of a node that the expression compares by size with something else.
  fileprivate func rangeKey(of node: Slot) -> NameNumber? {
    guard case .compare(let comparison, let left, let right) = kind, comparison != .equal,
      comparison != .notEqual
    else { return nil }
    if let key = left.key(of: node), !right.slots.contains(node) { return key }
    if let key = right.key(of: node), !left.slots.contains(node) { return key }
    return nil
  }

  /// The key of a node whose text is searched.
  fileprivate func textKey(of node: Slot) -> NameNumber? {
    guard case .binary(.contains, let text, let part) = kind, !part.slots.contains(node) else {
      return nil
    }
    return text.key(of: node)
  }

  private func key(of node: Slot) -> NameNumber? {
    if case .property(let owner, let key) = kind, owner.slot == node { key } else { nil }
  }
}

// MARK: - Steps in words

extension PlanPrinter {
  private func quoted(_ name: NameNumber) -> String {
    statement.names[name.number].string
  }

  /// A variable as it was written, or what stands for one without a name.
  private func name(_ slot: Slot) -> String {
    guard slot.number < statement.slots.count else { return "_\(slot.number)" }
    let name = statement.slots[slot.number].name.string
    return name.isEmpty ? "_\(slot.number)" : name
  }

  private func names(_ slots: [Slot]) -> String { slots.map(name).joined(separator: ", ") }

  private func source(_ expression: BoundExpression) -> String {
    let bytes = statement.source.bytes
    let span = expression.span
    guard span.end <= bytes.count else { return "…" }
    let text = String(decoding: bytes[span.start..<span.end], as: UTF8.self)
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 60 ? line.prefix(59) + "…" : line
  }

  private func arrow(
    _ relationship: Slot?, _ types: [NameNumber], _ direction: RelationshipPatternSyntax.Direction,
    _ length: String = ""
  ) -> String {
    let inner =
      (relationship.map { name($0).hasPrefix("_") ? "" : name($0) } ?? "")
      + (types.isEmpty ? "" : ":" + types.map(quoted).joined(separator: "|")) + length
    let body = inner.isEmpty ? "-" : "-[\(inner)]-"
    return switch direction {
    case .right: body + (inner.isEmpty ? "->" : ">")
    case .left: "<" + body + (inner.isEmpty ? "-" : "")
    case .either: inner.isEmpty ? "--" : body
    }
  }

  private func labels(_ labels: [NameNumber]) -> String {
    labels.map { ":" + quoted($0) }.joined()
  }

  private func describe(_ expansion: Expansion) -> String {
    "(\(name(expansion.from)))"
      + arrow(expansion.relationship, expansion.types, expansion.direction)
      + "(\(name(expansion.to))\(labels(expansion.labels)))"
  }

  private func describe(_ expansion: VariableExpansion) -> String {
    let length = "*\(expansion.minimum)..\(expansion.maximum.map(String.init) ?? "")"
    return "(\(name(expansion.from)))"
      + arrow(expansion.relationships, expansion.types, expansion.direction, length)
      + "(\(name(expansion.to))\(labels(expansion.labels)))"
  }

  private func describe(_ branch: CountBranch) -> String {
    let rest = branch.branches.map(describe)
    let tail = rest.count > 1 ? rest.map { "{\($0)}" }.joined() : rest.joined()
    return (branch.isOptional ? "optional " : "") + arrow(nil, branch.types, branch.direction)
      + "(\(labels(branch.labels)))" + tail
  }

  private func describe(_ operation: Operation) -> String {
    switch operation {
    case .scanNodes(let slot): "scan all nodes (\(name(slot)))"
    case .scanLabel(let slot, let label): "scan (\(name(slot)):\(quoted(label)))"
    case .lookUp(let lookup):
      "look up (\(name(lookup.slot))\(lookup.label.map { ":" + quoted($0) } ?? "") "
        + "{\(quoted(lookup.key)): \(source(lookup.value))})"
    case .seek(let seek):
      "seek (\(name(seek.slot))\(seek.label.map { ":" + quoted($0) } ?? "")) "
        + "by .\(quoted(seek.key))"
    case .nodeByID(let slot, let id): "node (\(name(slot))) with id \(source(id))"
    case .expand(let expansion): "expand \(describe(expansion))"
    case .expandInto(let expansion): "join \(describe(expansion))"
    case .intersect(let intersection):
      "intersect " + intersection.legs.map(describe).joined(separator: " and ")
    case .expandVariable(let expansion):
      (expansion.isReachability ? "reach " : "walk ") + describe(expansion)
    case .shortestPath(let expansion):
      (expansion.shortest == .all ? "all shortest paths " : "shortest path ") + describe(expansion)
        + (expansion.pathConditions.isEmpty
          ? "" : " where " + expansion.pathConditions.map(source).joined(separator: " and "))
    case .bindPath(let path): "path \(name(path.slot))"
    case .weigh(let tree):
      "count (\(name(tree.from)))" + tree.branches.map { "{\(describe($0))}" }.joined()
    default: describeRows(operation)
    }
  }

  private func describeRows(_ operation: Operation) -> String {
    switch operation {
    case .filter(let condition): "filter \(source(condition))"
    case .project(let items):
      "compute "
        + items.map { "\(source($0.expression)) as \(name($0.slot))" }.joined(separator: ", ")
    case .unwind(let list, let slot): "unwind \(source(list)) as \(name(slot))"
    case .aggregate(let aggregation):
      "group by (\(aggregation.keys.map { source($0.expression) }.joined(separator: ", "))): "
        + aggregation.aggregates.map(\.function).joined(separator: ", ")
    case .distinct(let slots): "distinct \(names(slots))"
    case .sort(let keys, let limit):
      (limit == nil ? "sort by " : "first rows by ")
        + keys.map { source($0.expression) + ($0.isDescending ? " desc" : "") }.joined(
          separator: ", ")
    case .skip(let count): "skip \(source(count))"
    case .limit(let count): "limit \(source(count))"
    case .optional(_, let introduces, _): "optional (\(names(introduces)))"
    case .semi(_, let isAnti, _): isAnti ? "unless there is" : "if there is"
    case .subquery: "for each row"
    case .call(let call): "call \(call.procedure.name)"
    case .loadCSV(let load): "load csv \(source(load.source))"
    default: describeWriting(operation)
    }
  }

  private func describeWriting(_ operation: Operation) -> String {
    switch operation {
    case .create(let creation):
      "create " + names(creation.nodes.map(\.slot) + creation.relationships.map(\.slot))
    case .merge(let plan): "merge \(names(plan.introduces))"
    case .set: "set"
    case .remove: "remove"
    case .delete(_, let isDetaching): isDetaching ? "detach delete" : "delete"
    case .forEach(let slot, let list, _): "for each \(name(slot)) in \(source(list))"
    default: ""
    }
  }
}

extension String {
  /// The text filled with blanks to a width in cells.
  fileprivate func padded(to width: Int, left: Bool = false) -> String {
    let missing = String(repeating: " ", count: max(width - displayWidth(of: UTF8String(self)), 0))
    return left ? missing + self : self + missing
  }
}
