// When two expressions of a projection are the same: ORDER BY and items beside aggregates may
// repeat what an item says, and are then read from the item. The signature of an expression is its
// tree written in one way, with the slots of variables instead of their names. Expressions with
// patterns and subqueries are compared by their text.

internal import Graph
internal import Text

extension Binder {
  /// A text that is equal for equal expressions of this scope.
  func signature(of expression: Expression) -> String {
    var text = ""
    sign(expression, into: &text)
    return text
  }

  private func sign(_ parts: [Expression], _ head: String, into text: inout String) {
    text += "\(head)("
    for part in parts {
      sign(part, into: &text)
      text += ","
    }
    text += ")"
  }

  /// Lengths stand before names, so that no name can look like structure.
  private func sign(name: UTF8String, into text: inout String) {
    text += "\(name.byteCount):\(name)"
  }

  private func signVariable(_ name: UTF8String, into text: inout String) {
    // Inside of ORDER BY a repeated item means what it meant in the projection.
    for frame in frames.reversed() {
      if let slot = frame.ordering?.previous[name] ?? frame.names[name] {
        text += "s\(slot.number)"
        return
      }
      if frame.border == .closed { break }
    }
    text += "v"
    sign(name: name, into: &text)
  }

  private func sign(_ expression: Expression, into text: inout String) {
    switch expression.kind {
    case .literal, .patternComprehension, .patternPredicate, .exists, .count, .collect,
      .shortestPath, .hasLabels, .mapProjection, .listComprehension, .quantifier, .reduce:
      let span = expression.span
      let bytes = source.bytes
      let start = min(span.start, bytes.count)
      text += "t"
      sign(
        name: UTF8String(
          String(decoding: bytes[start..<min(span.end, bytes.count)], as: UTF8.self)),
        into: &text)
    case .parameter(let name):
      text += "$"
      sign(name: name.text, into: &text)
    case .variable(let name): signVariable(name.text, into: &text)
    case .property(let subject, let key):
      sign([subject], ".", into: &text)
      sign(name: key.text, into: &text)
    case .subscripted(let subject, let index): sign([subject, index], "[]", into: &text)
    case .slice(let subject, let from, let to):
      let head = "[\(from == nil ? "" : "f")..\(to == nil ? "" : "t")]"
      sign([subject] + [from, to].compactMap(\.self), head, into: &text)
    case .list(let elements): sign(elements, "l", into: &text)
    case .map(let entries):
      for entry in entries { sign(name: entry.key.text, into: &text) }
      sign(entries.map(\.value), "m", into: &text)
    case .unary(let op, let operand): sign([operand], op.rawValue, into: &text)
    case .binary(let op, let left, let right): sign([left, right], op.rawValue, into: &text)
    case .comparison(let first, let rest):
      let operators = rest.map(\.0.rawValue).joined(separator: " ")
      sign([first] + rest.map(\.1), operators, into: &text)
    case .call(let call):
      let name = call.name.text.string.asciiLowercased
      sign(call.arguments, "\(name)\(call.isDistinct ? "!" : "")", into: &text)
    case .countStar: text += "count(*)"
    case .caseOf(let subject, let branches, let otherwise):
      let head = "case\(subject == nil ? "" : "s")\(otherwise == nil ? "" : "e")"
      var parts = [subject].compactMap(\.self)
      for branch in branches { parts += [branch.when, branch.then] }
      if let otherwise { parts.append(otherwise) }
      sign(parts, head, into: &text)
    }
  }
}
