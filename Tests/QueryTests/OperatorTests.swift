// The operators over single values: results, nulls, overflows and the errors of wrong kinds.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct OperatorTests {
  // MARK: Arithmetic

  @Test func numbersAreAddedAndMultiplied() throws {
    expect(try Operators.sum(1, 2), is: 3)
    expect(try Operators.sum(1, 2.5), is: 3.5)
    expect(try Operators.sum(2.5, 1), is: 3.5)
    expect(try Operators.difference(1, 2), is: -1)
    expect(try Operators.difference(1, 0.5), is: 0.5)
    expect(try Operators.product(3, 4), is: 12)
    expect(try Operators.product(3, 0.5), is: 1.5)
    expect(try Operators.quotient(7, 2), is: 3)
    expect(try Operators.quotient(-7, 2), is: -3)
    expect(try Operators.quotient(7, 2.0), is: 3.5)
    expect(try Operators.quotient(1.0, 0), is: .float(.infinity))
    expect(try Operators.remainder(-7, 3), is: -1)
    expect(try Operators.remainder(7.5, 2), is: 1.5)
    expect(try Operators.power(4, 2), is: 16.0)
    expect(try Operators.negation(3), is: -3)
    expect(try Operators.negation(0.0), is: -0.0)
  }

  @Test func extremeIntegersDoNotWrap() throws {
    let least = Value.integer(.min)
    let largest = Value.integer(.max)
    expectError(.arithmeticError, .integerOverflow) {
      try Operators.sum(largest, 1)
    }
    expectError(.arithmeticError, .integerOverflow) {
      try Operators.difference(least, 1)
    }
    expectError(.arithmeticError, .integerOverflow) {
      try Operators.product(least, -1)
    }
    expectError(.arithmeticError, .integerOverflow) {
      try Operators.quotient(least, -1)
    }
    expectError(.arithmeticError, .integerOverflow) {
      try Operators.negation(least)
    }
    expect(try Operators.remainder(least, -1), is: 0)
    expectError(.arithmeticError, .divisionByZero) {
      try Operators.quotient(1, 0)
    }
    expectError(.arithmeticError, .divisionByZero) {
      try Operators.remainder(1, 0)
    }
  }

  @Test func textAndListsAreJoined() throws {
    expect(try Operators.sum("北", "京"), is: "北京")
    expect(try Operators.sum("a", 1), is: "a1")
    expect(try Operators.sum(1.5, "a"), is: "1.5a")
    expect(try Operators.sum("a", true), is: "atrue")
    expect(try Operators.sum(list(1), list(2)), is: list(1, 2))
    expect(try Operators.sum(list(1), 2), is: list(1, 2))
    expect(try Operators.sum(1, list(2)), is: list(1, 2))
    expect(try Operators.sum(list(list()), list(list())), is: list(list(), list()))
    expect(try Operators.sum(list(1), .null), is: .null)
    expect(try Operators.sum("a", .null), is: .null)
  }

  @Test func nullsAndWrongKinds() throws {
    let operators: [(Value, Value) throws -> Value] = [
      Operators.sum, Operators.difference, Operators.product, Operators.quotient,
      Operators.remainder, Operators.power,
    ]
    for operation in operators {
      expect(try operation(.null, 1), is: .null)
      expect(try operation(1, .null), is: .null)
      expectError(.typeError, .invalidArgumentType) {
        try operation(true, 1)
      }
      expectError(.typeError, .invalidArgumentType) {
        try operation(map("a", 1), 1)
      }
    }
    expectError(.typeError, .invalidArgumentType) {
      try Operators.negation("a")
    }
  }

  // MARK: Truth and comparison

  @Test func truthIsThreeValued() throws {
    let values: [Value] = [true, false, .null]
    for a in values {
      for b in values {
        let (conjunction, disjunction) = (try Operators.and(a, b), try Operators.or(a, b))
        let deMorgan = try Operators.not(Operators.or(Operators.not(a), Operators.not(b)))
        expect(conjunction, is: deMorgan)
        expect(conjunction, is: try Operators.and(b, a))
        expect(disjunction, is: try Operators.or(b, a))
        let either = try Operators.and(disjunction, Operators.not(conjunction))
        expect(try Operators.xor(a, b), is: either)
      }
    }
    expect(try Operators.and(.null, false), is: false)
    expect(try Operators.and(.null, true), is: .null)
    expect(try Operators.or(.null, true), is: true)
    expectError(.typeError, .invalidArgumentType) {
      try Operators.and(false, 1)
    }
  }

  @Test func comparisonsAcrossKindsAreUnknown() {
    expect(Operators.less(1, 3.14), is: true)
    expect(Operators.less("1", 1), is: .null)
    expect(Operators.less(.float(.nan), 1), is: false)
    expect(Operators.atLeast(.float(.nan), .float(.nan)), is: false)
    expect(Operators.atLeast(.float(.nan), "a"), is: .null)
    expect(Operators.atLeast(list(1, .null), list(1)), is: true)
    expect(Operators.atLeast(list(1, 2), list(1, .null)), is: .null)
    expect(Operators.atLeast(list(1, 2), list(3, .null)), is: false)
    expect(Operators.greater(2, 1), is: true)
    expect(Operators.atMost("a", "a"), is: true)
    expect(Operators.equal(.null, .null), is: .null)
    expect(Operators.notEqual(1, 1.0), is: false)
    expect(Operators.equal(list(1), list(1, .null)), is: false)
    expect(Operators.equal(map("k", .null), map("k", 1)), is: .null)
  }

  @Test func membershipIsThreeValued() throws {
    expect(try Operators.contains(list(1, 2), 2), is: true)
    expect(try Operators.contains(list(1, .null), 2), is: .null)
    expect(try Operators.contains(list(), .null), is: false)
    expect(try Operators.contains(list(1), .null), is: .null)
    expect(try Operators.contains(.null, 1), is: .null)
    expect(try Operators.contains(list(1, list(1, 2)), list(1, 2)), is: true)
    expect(try Operators.contains(list(list(1, .null)), list(1, 2)), is: .null)
    expectError(.typeError, .invalidArgumentType) {
      try Operators.contains("abc", "a")
    }
  }

  // MARK: Text, lists and maps

  @Test func textIsSearched() throws {
    expect(Operators.startsWith("北京大学", "北京"), is: true)
    expect(Operators.startsWith("北", "北京"), is: false)
    expect(Operators.endsWith("北京大学", "大学"), is: true)
    expect(Operators.containsText("北京大学", "京大"), is: true)
    expect(Operators.containsText("", ""), is: true)
    expect(Operators.containsText("abc", 1), is: .null)
    expect(Operators.startsWith(list(), .null), is: .null)
    expect(try Operators.matches("北京", "北.*"), is: true)
    expect(try Operators.matches("北京", "北"), is: false)
    expect(try Operators.matches(1, "1"), is: .null)
    expectError(.argumentError, .invalidPattern) { try Operators.matches("a", "(") }
  }

  @Test func longNeedlesAreFoundWhereNaiveSearchFindsThem() throws {
    try checkProperty(runs: 300) { random in
      let text = (0..<random.below(80)).map { _ in random.pick(["a", "b"]) }.joined()
      let needle = (0..<random.below(24)).map { _ in random.pick(["a", "b", "a", "a"]) }.joined()
      let (bytes, wanted) = (Array(text.utf8), Array(needle.utf8))
      let start = random.below(bytes.count + 1)
      let naive = (start...max(start, bytes.count)).first {
        bytes[$0...].starts(with: wanted)
      }
      let found = TextSearch(UTF8String(needle)).firstOffset(in: bytes.span, from: start)
      try #require(found == naive, "\(needle) in \(text) from \(start)")
    }
  }

  @Test func elementsAreReached() throws {
    let numbers = list(1, 2, 3)
    expect(try Operators.element(of: numbers, at: 0), is: 1)
    expect(try Operators.element(of: numbers, at: -1), is: 3)
    expect(try Operators.element(of: numbers, at: 3), is: .null)
    expect(try Operators.element(of: numbers, at: -4), is: .null)
    expect(try Operators.element(of: numbers, at: .integer(.min)), is: .null)
    expect(try Operators.element(of: numbers, at: .integer(.max)), is: .null)
    expect(try Operators.element(of: map("name", "a"), at: "name"), is: "a")
    expect(try Operators.element(of: map("name", "a"), at: "Name"), is: .null)
    expect(try Operators.element(of: map("name", "a"), at: .null), is: .null)
    expect(try Operators.element(of: .null, at: "x"), is: .null)
    expectError(.typeError, .mapElementAccessByNonString) {
      try Operators.element(of: map("name", "a"), at: 12.3)
    }
    expectError(.typeError, .invalidArgumentType) {
      try Operators.element(of: 100, at: 0)
    }
    expectError(.typeError, .invalidArgumentType) {
      try Operators.element(of: numbers, at: 4.7)
    }
  }

  @Test func listsAreSliced() throws {
    let numbers = list(1, 2, 3)
    expect(try Operators.slice(of: numbers, from: 1, to: nil), is: list(2, 3))
    expect(try Operators.slice(of: numbers, from: nil, to: 2), is: list(1, 2))
    expect(try Operators.slice(of: numbers, from: -3, to: -1), is: list(1, 2))
    expect(try Operators.slice(of: numbers, from: 3, to: 1), is: list())
    expect(try Operators.slice(of: numbers, from: -5, to: 5), is: numbers)
    expect(try Operators.slice(of: numbers, from: .integer(.min), to: .integer(.max)), is: numbers)
    expect(try Operators.slice(of: numbers, from: .null, to: 1), is: .null)
    expect(try Operators.slice(of: numbers, from: 1, to: .null), is: .null)
    expect(try Operators.slice(of: .null, from: 1, to: 2), is: .null)
    expectError(.typeError, .invalidArgumentType) {
      try Operators.slice(of: "abc", from: 0, to: 1)
    }
  }
}
