// From tree to bound tree: the way into analysis, and what all of its parts share. Relies on the
// tables of functions and procedures and on nothing of any graph. The parts are extensions of the
// binder: Bind… turn a piece of tree into a piece of bound tree, CheckTypes knows the operators.

internal import Graph
internal import Text

/// What analysis knows besides the text.
struct AnalysisSurroundings {
  /// Procedures by name in lower case.
  var procedures: [String: Procedure]
  /// The indexes that statements before gave a name; the graph does not keep such names.
  var namedIndexes: [UTF8String: IndexStatement] = [:]
}

extension AnalysisSurroundings {
  /// A statement about the index that a statement before gave this name.
  fileprivate func index(
    named name: Name, isConditional: Bool, at span: SourceSpan
  ) throws(QueryError) -> IndexStatement {
    if var index = namedIndexes[name.text] {
      index.isConditional = isConditional
      index.span = span
      return index
    }
    throw QueryError(
      .storageError, .indexNotFound, .compile,
      "no statement of this session made an index named \(name.text)",
      subject: name.text.string, at: name.span,
      hint: suggestion(for: name.text, among: namedIndexes.keys.sorted())
        ?? "graphs keep no names of indexes; write DROP INDEX FOR (n:Label) ON (n.key)")
  }
}

/// Resolves the names of a statement and checks its meaning.
func analyze(
  _ statement: Statement, of source: SourceText, in surroundings: AnalysisSurroundings
) throws(QueryError) -> BoundStatement {
  var binder = Binder(source: source, procedures: surroundings.procedures)
  let body: BoundStatement.Body =
    switch statement.body {
    case .query(let query): .query(try binder.bindStatement(query))
    case .createIndex(let index): .createIndex(binder.bindIndex(index))
    case .dropIndex(let index): .dropIndex(binder.bindIndex(index))
    case .dropNamedIndex(let name, let isConditional):
      .dropIndex(
        binder.bindIndex(
          try surroundings.index(named: name, isConditional: isConditional, at: statement.span)))
    }
  // A name that the statement itself writes is not one that the graph ought to know already.
  let mentions = binder.mentions.filter {
    !binder.written.contains(NamedThing($0)) && !($0.kind == .key && binder.writesAnyKey)
  }
  return BoundStatement(
    mode: statement.mode, body: body, slots: binder.slots, names: binder.names,
    mentions: mentions, parameters: binder.parameters,
    parameterSpans: binder.parameterSpans, isWriting: binder.isWriting,
    source: source)
}

/// A label, type or key, told apart by what it is.
struct NamedThing: Hashable {
  var kind: NameMention.Kind
  var name: NameNumber

  init(_ kind: NameMention.Kind, _ name: NameNumber) {
    self.kind = kind
    self.name = name
  }

  init(_ mention: NameMention) {
    self.init(mention.kind, mention.name)
  }
}

/// The state of analysis: tables that become part of the bound statement, and what is in scope.
struct Binder {
  let source: SourceText
  let procedures: [String: Procedure]

  var slots: [SlotInfo] = []
  var names: [UTF8String] = []
  var parameters: [UTF8String] = []
  var parameterSpans: [SourceSpan] = []
  var mentions: [NameMention] = []
  /// Whether keys are written that only the values tell.
  var writesAnyKey = false
  /// What the statement writes, so that its mentions are no cause of warnings.
  var written: Set<NamedThing> = []
  var isWriting = false

  /// The scopes around the place that is being bound; never empty.
  var frames: [Frame] = [Frame()]
  /// One for each subquery around that place.
  var readings: [Reading] = []
  /// What an aggregate function at that place is.
  var aggregates = AggregatePlace.refused

  private var nameNumbers: [UTF8String: NameNumber] = [:]
  private var parameterNumbers: [UTF8String: Int] = [:]

  init(source: SourceText, procedures: [String: Procedure]) {
    self.source = source
    self.procedures = procedures
  }

  // MARK: - Tables

  /// A new slot.
  mutating func makeSlot(_ name: UTF8String, _ type: StaticType) -> Slot {
    slots.append(SlotInfo(name: name, type: type))
    return Slot(number: slots.count - 1)
  }

  /// What is known of a slot's values.
  func type(of slot: Slot) -> StaticType { slots[slot.number].type }

  /// The number of a label, type or key.
  mutating func number(of name: UTF8String) -> NameNumber {
    if let known = nameNumbers[name] { return known }
    let number = NameNumber(number: names.count)
    names.append(name)
    nameNumbers[name] = number
    return number
  }

  /// The number of a name that a reading place asks for.
  mutating func mention(_ name: Name, as kind: NameMention.Kind) -> NameNumber {
    let number = number(of: name.text)
    mentions.append(NameMention(kind: kind, name: number, span: name.span))
    return number
  }

  /// The number of a name that the statement writes.
  mutating func write(_ name: Name, as kind: NameMention.Kind) -> NameNumber {
    let number = number(of: name.text)
    written.insert(NamedThing(kind, number))
    return number
  }

  /// The number of a parameter.
  mutating func parameterNumber(of name: UTF8String, at span: SourceSpan) -> Int {
    if let known = parameterNumbers[name] { return known }
    parameters.append(name)
    parameterSpans.append(span)
    parameterNumbers[name] = parameters.count - 1
    return parameters.count - 1
  }

  mutating func bindIndex(_ index: IndexStatement) -> BoundIndex {
    isWriting = true
    var label: NameNumber?
    if let name = index.label { label = number(of: name.text) }
    return BoundIndex(
      kind: index.kind, label: label, key: number(of: index.key.text),
      isConditional: index.isConditional, span: index.span)
  }
}

/// A sentence that names what was perhaps meant, or nil where nothing is near.
func suggestion(for name: UTF8String, among known: some Sequence<UTF8String>) -> String? {
  let near = nearNames(to: name, among: known)
  guard !near.isEmpty else { return nil }
  return "did you mean " + near.map { "`\($0)`" }.joined(separator: " or ") + "?"
}
