// How queries are read: golden trees and errors, and what must hold for every one of them.

import Foundation
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct ParserTests {
  @Test func thereAreGoldenFiles() throws {
    #expect(GoldenQuery.names.count >= 6)
  }

  @Test(arguments: GoldenQuery.names)
  func queriesAreReadAsTheGoldenFileSays(_ name: String) throws {
    let blocks = try GoldenQuery.read(name)
    if ProcessInfo.processInfo.environment["KIN_UPDATE"] == "1" {
      return try GoldenQuery.write(blocks, to: name)
    }
    for block in blocks {
      #expect(block.outcome == block.expected, "\(name) \(block.title)")
    }
  }

  @Test func whatIsWrittenAnewIsReadTheSame() throws {
    for block in try GoldenQuery.all() where block.expected.hasPrefix("tree") {
      let statement = try parseStatement(SourceText(block.query))
      let text = CypherText.of(statement)
      do {
        let again = try parseStatement(SourceText(text))
        #expect(again.treeText == statement.treeText, "\(block.title): \(text)")
      } catch {
        Issue.record("\(block.title): \(text)\n\(error.message)")
      }
    }
  }

  @Test func spansLieWithinTheText() throws {
    for block in try GoldenQuery.all() {
      let count = block.query.utf8.count
      do {
        let span = try parseStatement(SourceText(block.query)).span
        #expect(span.start >= 0 && span.end <= count)
      } catch {
        let span = try #require(error.span, "\(block.title)")
        #expect(span.start >= 0 && span.start <= span.end && span.end <= count, "\(block.title)")
        #expect(error.phase == .compile)
      }
    }
  }

  @Test func anExpressionMayStandAlone() throws {
    #expect(
      try parseExpressionOnly(SourceText("{a: [1, -2.5], b: date('2020-01-01')}")).treeText
        == "(map (a (list 1 -2.5)) (b (call date '2020-01-01')))")
    #expect(throws: QueryError.self) { try parseExpressionOnly(SourceText("1 2")) }
    #expect(throws: QueryError.self) { try parseExpressionOnly(SourceText("")) }
    #expect(throws: QueryError.self) { try parseExpressionOnly(SourceText("(a)-->(b)")) }
  }

  @Test func aStatementOfALongerTextHasItsPlacesThere() throws {
    let source = SourceText("RETURN 1; MACTH (n); RETURN 2")
    let spans = splitStatements(source)
    #expect(spans.count == 3)
    #expect(try parseStatement(source, in: spans[2]).span == spans[2])
    let error = #expect(throws: QueryError.self) { try parseStatement(source, in: spans[1]) }
    #expect(error?.span == SourceSpan(start: 10, end: 15))
  }
}

/// What somebody could write to break a parser.
@Suite struct ParserLimitTests {
  private func detail(_ query: String) -> QueryError.Detail? {
    do {
      _ = try parseStatement(SourceText(query))
      return nil
    } catch {
      return error.detail
    }
  }

  private func times(_ count: Int, _ text: String) -> String {
    String(repeating: text, count: count)
  }

  @Test func bracketsNestAHundredDeep() {
    let pairs = [
      ("(", ")"), ("[", "]"), ("{a: ", "}"), ("f(", ")"), ("-(", ")"), ("NOT (", ")"),
      ("a[", "]"), ("CASE WHEN ", " THEN 1 END"), ("[x IN ", " | 1]"),
      ("all(x IN [] WHERE ", ")"), ("reduce(a = 1, x IN [] | ", ")"), ("n {a: ", "}"),
    ]
    for (open, close) in pairs {
      #expect(detail("RETURN " + times(100, open) + "1" + times(100, close)) == nil, "\(open)")
      #expect(
        detail("RETURN " + times(101, open) + "1" + times(101, close)) == .nestingTooDeep,
        "\(open)")
      #expect(detail("RETURN " + times(20_000, open)) == .nestingTooDeep, "\(open)")
    }
  }

  @Test func clausesNestToo() {
    let pairs = [
      ("CALL { ", " }", "CREATE ()"), ("FOREACH (x IN [] | ", ")", "CREATE ()"),
      ("RETURN EXISTS { ", " }", "RETURN 1"), ("RETURN COLLECT { ", " } AS x", "RETURN 1"),
    ]
    for (open, close, inner) in pairs {
      #expect(detail(times(40, open) + inner + times(40, close)) == nil, "\(open)")
      #expect(detail(times(10_000, open) + inner) == .nestingTooDeep, "\(open)")
    }
    #expect(detail("MATCH " + times(10_000, "(")) == .nestingTooDeep)
    #expect(detail("MATCH (n:" + times(10_000, "(")) == .nestingTooDeep)
    #expect(detail("MATCH " + times(10_000, "(a {x: (a)-->")) != nil)
  }

  @Test func chainsAreBalancedOrRefused() {
    for word in ["AND", "OR", "XOR"] {
      #expect(detail("RETURN true" + times(20_000, " \(word) true")) == nil)
    }
    #expect(detail("RETURN 1" + times(400, " + 1")) == nil)
    for step in [" + 1", " * 2", " ^ 2", " IS NULL", " IN []", ".a", "[0]", " =~ 'a'"] {
      #expect(detail("RETURN 1" + times(20_000, step)) == .nestingTooDeep, "\(step)")
    }
    for sign in ["NOT ", "- ", "+"] {
      #expect(detail("RETURN " + times(20_000, sign) + "a") == .nestingTooDeep, "\(sign)")
    }
    #expect(detail("RETURN 1" + times(20_000, " < 1")) == nil)
    #expect(detail("RETURN 1" + times(20_000, ", 1")) == nil)
    #expect(detail("RETURN n" + times(20_000, ":A")) == nil)
    #expect(detail("MATCH (n:A" + times(20_000, "|A") + ") RETURN n") == nil)
    #expect(detail("MATCH (n:" + times(20_000, "!") + "A) RETURN n") == .nestingTooDeep)
    #expect(detail("MATCH ()" + times(50_000, "--()") + " RETURN 1") == nil)
    #expect(detail(times(50_000, "MATCH () ") + "RETURN 1") == nil)
    #expect(detail("RETURN 1 AS a" + times(50_000, " UNION RETURN 1 AS a")) == nil)
  }

  @Test func depthAddsUpThroughBrackets() {
    // Each level is within the limits, all together are not.
    let level = times(10, " + 1") + ")"
    #expect(detail("RETURN " + times(40, "(") + "1" + times(40, level)) == nil)
    #expect(detail("RETURN " + times(90, "(") + "1" + times(90, level)) == .nestingTooDeep)
    func wrapped(_ inner: String) -> String {
      "size([(a {x: \(inner)\(times(300, " + 1"))})--() | 1])"
    }
    #expect(detail("RETURN " + wrapped("1")) == nil)
    #expect(detail("RETURN " + wrapped(wrapped("1"))) == .nestingTooDeep)
  }

  @Test func lookingAheadTakesNoLongerThanReading() {
    // Every one of these is read in one pass; going back would take time beyond measure.
    for open in ["(a)-[", "((a)--", "[x IN [", "[p = (a)-->(", "(a {x: ("] {
      #expect(detail("RETURN " + times(20_000, open)) != nil, "\(open)")
    }
    #expect(detail("RETURN " + times(90, "((a) - ") + "(b)" + times(90, ")")) == nil)
    #expect(detail("RETURN [" + times(20_000, "(a)-(b), ") + "1]") == nil)
  }
}
