// R16: injection. Whatever text is given as a parameter, as a quoted literal or as a quoted name
// comes back as the very text, and does nothing else.

import Graph
import Query
import TestSupport
import Text

/// Sends random text through every way into a query.
struct QueryQuote {
  private let count: UInt64
  private let seed: UInt64

  init(_ options: Options) throws {
    count = try options.number("strings", 10_000)
    seed = try options.seed()
  }

  private static let attacks = [
    "Robby' WITH true AS x MATCH (s) DETACH DELETE s; //", "` RETURN 1 //", "\\", "\\'", "'", "\"",
    "\\u0027", "``", "`", "$p", "*/ DELETE /*", "\u{0}", "\u{2028}", "\\\\'", "{x: 1}", "\u{feff}",
  ]

  func run() throws {
    let graph = Graph()
    try graph.write { transaction in _ = try transaction.createNode(["Student"]) }
    let session = QuerySession(graph)
    var random = Random(seed: seed)
    for number in 0..<count {
      var text =
        random.oneIn(2) ? random.text(maxPieces: 8) : random.text(lengthMax: 12).string
      if random.oneIn(4) { text += random.pick(Self.attacks) + random.text(maxPieces: 2) }
      try check(UTF8String(text), session, "string \(number) of seed \(seed)")
    }
    guard graph.snapshot.nodeCount == 1 else { throw Violation("nodes were changed") }
    write("quote: \(count) strings, each in 5 ways, 0 differences, seed \(seed)\n")
  }

  private func check(_ text: UTF8String, _ session: QuerySession, _ name: String) throws {
    let parameter = try session.query("RETURN $p AS v", parameters: ["p": .string(text)])
    try same(text, parameter.rows.first?.first, "\(name) as a parameter")
    var literal: [UInt8] = []
    literal.append(cypher: .string(text))
    let quoted = String(decoding: literal, as: UTF8.self)
    let written = try session.query("RETURN \(quoted) AS v, {k: \(quoted)}.k AS w")
    try same(text, written.rows.first?.first, "\(name) as a literal")
    try same(text, written.rows.first?.last, "\(name) as a literal in a map")
    // A name has at least one character.
    if text.byteCount == 0 { return }
    let identifier = quoteIdentifier(text.string)
    let named = try session.query("WITH 1 AS \(identifier) RETURN \(identifier)")
    try same(text, named.columns.first.map { .string(UTF8String($0)) }, "\(name) as a name")
    let key = try session.query("RETURN keys({\(identifier): 1})[0] AS v")
    try same(text, key.rows.first?.first, "\(name) as a key")
  }

  private func same(_ text: UTF8String, _ value: Value?, _ how: String) throws {
    guard case .string(let found)? = value, found == text else {
      throw Violation("\(how): \(Array(text.string.utf8)) gave \(String(describing: value))")
    }
  }
}
