// R14: text that stops other programs. Long runs of combining marks in two orders, U+0000, marks of
// direction, a megabyte for a regular expression that backtracks: every operation ends within 50
// milliseconds, and what is stored comes back byte for byte.

import Graph
import Query
import TestSupport
import Text

/// Runs every operation of text on every victim.
struct QueryText {
  private static let millisecondsMax = 50.0
  private let rounds: UInt64

  init(_ options: Options) throws { rounds = try options.number("rounds", 3) }

  private static let marks = String(repeating: "\u{301}\u{316}", count: 40_000)
  private static let victims: [(name: String, text: String)] = [
    ("160 KB of combining marks", marks),
    ("the same in another order", String(repeating: "\u{316}\u{301}", count: 40_000)),
    ("U+0000", String(repeating: "a\u{0}b", count: 30_000)),
    ("marks of direction", String(repeating: "\u{202e}abc\u{2066}\u{200f}", count: 10_000)),
    ("the ends of Unicode", String(repeating: "\u{d7ff}\u{e000}\u{ffff}\u{10ffff}", count: 10_000)),
    ("Han", String(repeating: "总工会", count: 30_000)),
    ("one megabyte of a", String(repeating: "a", count: 1_000_000)),
  ]

  private static let operations = [
    "RETURN $t = $t, $t = $u, $t < $u, $t <> $u", "RETURN $t STARTS WITH $u, $t ENDS WITH $u",
    "RETURN $t CONTAINS $u, $u CONTAINS $t", "RETURN size($t), left($t, 5), right($t, 5)",
    "UNWIND [$t, $u, $t] AS x RETURN DISTINCT size(x)",
    "UNWIND [$t, $u, $t] AS x WITH x ORDER BY x RETURN size(x)",
    "UNWIND [$t, $u, $t] AS x RETURN size(x), count(*)", "RETURN $t IN [$u, $t]",
    "RETURN size($t + $u)", "RETURN size(reverse($t))", "RETURN size(trim($t))",
    "RETURN size(toUpper($t)), size(toLower($t))", "RETURN size(replace($t, 'b', 'cc'))",
    "RETURN size(split($t, 'b'))", "RETURN substring($t, 3, 5)",
    "RETURN $t =~ '(a+)+$'", "RETURN $t =~ '(a|aa)+b'", "RETURN $t =~ '.*总.*会.*b'",
    "MATCH (n:Victim {text: $t}) RETURN count(n)", "MATCH (n:Victim) WHERE n.text < $u RETURN n.i",
    "MATCH (n:Victim) WHERE n.text CONTAINS $u RETURN count(n)", "RETURN {a: $t} = {a: $u}",
  ]

  func run() throws {
    let graph = Graph()
    let session = QuerySession(graph)
    for (number, victim) in Self.victims.enumerated() {
      let parameters: [String: Value] = [
        "t": .string(UTF8String(victim.text)), "i": .integer(Int64(number)),
      ]
      _ = try session.query("CREATE (:Victim {i: $i, text: $t})", parameters: parameters)
      let stored = try session.query(
        "MATCH (n:Victim {i: $i}) RETURN n.text, $t", parameters: parameters)
      let isSame = (stored.rows.first ?? []).allSatisfy { value in
        if case .string(let text) = value { text == UTF8String(victim.text) } else { false }
      }
      if !isSame { throw Violation("\(victim.name) did not come back as it was") }
    }
    _ = try session.query("CREATE INDEX FOR (n:Victim) ON (n.text)")
    var slowest = (milliseconds: 0.0, name: "")
    for (place, victim) in Self.victims.enumerated() {
      let other = Self.victims[(place + 1) % Self.victims.count]
      for operation in Self.operations {
        let time = try milliseconds(of: operation, victim.text, other.text, session)
        if time > slowest.milliseconds { slowest = (time, "\(operation) on \(victim.name)") }
      }
    }
    guard slowest.milliseconds < Self.millisecondsMax else {
      throw Violation("\(slowest.name) took \(slowest.milliseconds) ms")
    }
    write(
      "text: \(Self.operations.count) operations on \(Self.victims.count) texts, the slowest "
        + "\(slowest.name) in \(slowest.milliseconds) ms\n")
  }

  /// The error of a query, but for those of limits, which are fine.
  private func failure(
    of query: String, _ parameters: [String: Value], _ session: QuerySession
  ) -> QueryError? {
    do throws(QueryError) {
      _ = try session.query(query, parameters: parameters)
      return nil
    } catch {
      return error.kind == .limitExceeded ? nil : error
    }
  }

  /// The best of some rounds, since the machine may be busy.
  private func milliseconds(
    of operation: String, _ text: String, _ other: String, _ session: QuerySession
  ) throws -> Double {
    let parameters: [String: Value] = [
      "t": .string(UTF8String(text)), "u": .string(UTF8String(other)),
    ]
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      if let error = failure(of: operation, parameters, session) { throw error }
      best = min(best, (ContinuousClock.now - start) / .milliseconds(1))
    }
    return best
  }
}
