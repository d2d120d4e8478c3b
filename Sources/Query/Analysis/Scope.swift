// Which names are in scope. Scopes are frames on a stack: a query has one, whose names WITH
// replaces, and so have the inside of a subquery and each expression that binds a variable. A name
// is looked up from the innermost frame outwards, so that inner variables hide outer ones. A frame
// also says how its names may be read while a projection with aggregates, or its ORDER BY, is
// bound.

internal import Graph
internal import Text

/// One scope.
struct Frame {
  /// What an outer scope is to this one.
  enum Border {
    case open
    /// Names outside are not seen: `CALL { … }`.
    case closed
    /// No variable may be read at all: SKIP and LIMIT.
    case constant
  }

  var names: [UTF8String: Slot] = [:]
  var border = Border.open
  /// Where an expression with aggregates is bound: what its other parts may read.
  var grouping: Grouping?
  /// The aggregates of its projection that were met so far.
  var gathered = GatheredAggregates()
  /// Where ORDER BY, or WHERE after WITH, is bound: what the projection gives.
  var ordering: Ordering?
}

/// What a subquery reads from outside.
struct Reading {
  /// Slots below this number are of the outside.
  var border: Int
  var slots: Set<Slot> = []
}

/// What an aggregate function may be at a place.
enum AggregatePlace {
  /// It has no meaning here.
  case refused
  /// It belongs to the projection of the frame with this number.
  case welcome(frame: Int)
  /// It is inside of another one.
  case nested
}

extension Binder {
  /// The innermost scope.
  var top: Int { frames.count - 1 }

  /// Notes that a slot is read here, for the imports of the subqueries around.
  mutating func read(_ slot: Slot) {
    guard let last = readings.indices.last, slot.number < readings[last].border else { return }
    readings[last].slots.insert(slot)
  }

  /// Ends the reading of a subquery, and gives the slots it reads from outside.
  mutating func endReading() -> [Slot] {
    guard let reading = readings.popLast() else { return [] }
    let imports = reading.slots.sorted()
    for slot in imports { read(slot) }
    return imports
  }

  /// The slot of a name and the frame it stands in, or nil; says nothing of whether it may be read.
  func find(_ name: UTF8String) -> (slot: Slot, frame: Int)? {
    for index in frames.indices.reversed() {
      if let slot = frames[index].names[name] { return (slot, index) }
      if let ordering = frames[index].ordering, ordering.readsPrevious,
        let slot = ordering.previous[name]
      {
        return (slot, index)
      }
      if frames[index].border != .open { return nil }
    }
    return nil
  }

  /// The slot that a variable stands for at this place.
  mutating func resolve(_ name: Name) throws(QueryError) -> Slot {
    guard let slot = try reuse(name) else {
      guard !frames.contains(where: { $0.border == .constant }) else {
        throw .syntax(
          .nonConstantExpression, "no variable can be used here: `\(name.text)`",
          subject: name.text.string, at: name.span, hint: "use a number or a parameter")
      }
      throw undefined(name)
    }
    return slot
  }

  /// The slot that a name has from before, or nil if it has none.
  mutating func reuse(_ name: Name) throws(QueryError) -> Slot? {
    guard let (slot, frame) = find(name.text) else { return nil }
    if let grouping = frames[frame].grouping, !grouping.variables.contains(slot) {
      throw ambiguous(name.text, at: name.span)
    }
    read(slot)
    return slot
  }

  /// Puts a new variable into the innermost scope.
  mutating func declare(_ name: UTF8String, _ type: StaticType) -> Slot {
    let slot = makeSlot(name, type)
    frames[top].names[name] = slot
    return slot
  }

  /// Puts a new variable into the innermost scope, unless the name is taken.
  mutating func declareNew(_ name: Name, _ type: StaticType) throws(QueryError) -> Slot {
    guard find(name.text) == nil else { throw alreadyBound(name) }
    return declare(name.text, type)
  }

  // MARK: - Errors

  func alreadyBound(_ name: Name) -> QueryError {
    .syntax(
      .variableAlreadyBound, "the variable `\(name.text)` is bound already",
      subject: name.text.string, at: name.span, hint: "use another name")
  }

  func undefined(_ name: Name) -> QueryError {
    if let frame = orderingFrame, let ordering = frames[frame].ordering, ordering.hasAggregate,
      let hidden = ordering.previous[name.text], ordering.compounded.contains(hidden)
    {
      return ambiguous(name.text, at: name.span)
    }
    return .syntax(
      .undefinedVariable, "the variable `\(name.text)` is not defined",
      subject: name.text.string, at: name.span,
      hint: suggestion(for: name.text, among: visibleNames()))
  }

  func ambiguous(_ name: UTF8String, at span: SourceSpan) -> QueryError {
    .syntax(
      .ambiguousAggregationExpression,
      "`\(name)` stands beside an aggregate, but is not a column by itself", subject: name.string,
      at: span, hint: "give `\(name)` a column of its own, or compute it in a WITH before")
  }

  private func visibleNames() -> [UTF8String] {
    var visible: [UTF8String] = []
    for frame in frames.reversed() {
      visible += frame.names.keys
      if let ordering = frame.ordering, ordering.readsPrevious { visible += ordering.previous.keys }
      if frame.border != .open { break }
    }
    return visible.sorted()
  }
}
