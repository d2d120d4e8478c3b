// Golden queries changed at random: whatever comes out, the parser ends with a tree or an error
// whose place lies within the text.

import Foundation
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct ParserMutationTests {
  private func check(_ bytes: [UInt8]) {
    let source = SourceText(bytes)
    do {
      let statement = try parseStatement(source)
      #expect(!statement.treeText.isEmpty)
    } catch {
      let span = error.span ?? SourceSpan(start: -1, end: -1)
      #expect(span.start >= 0 && span.end <= bytes.count, "\(error.message)")
    }
    let parts = splitStatements(source)
    #expect(parts.allSatisfy { $0.start < $0.end && $0.end <= bytes.count })
  }

  private func join(_ tokens: [Token], _ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for token in tokens {
      result += bytes[token.span.start..<token.span.end]
      result.append(0x20)
    }
    return result
  }

  @Test func tokensTakenAwayDoubledAndSwapped() throws {
    for block in try GoldenQuery.all() {
      let bytes = Array(block.query.utf8)
      let tokens = tokenize(bytes, in: SourceSpan(start: 0, end: bytes.count)).dropLast()
      for index in tokens.indices {
        var fewer = Array(tokens)
        fewer.remove(at: index)
        check(join(fewer, bytes))
        var more = Array(tokens)
        more.insert(tokens[index], at: index)
        check(join(more, bytes))
        if index > 0 {
          var swapped = Array(tokens)
          swapped.swapAt(index - 1, index)
          check(join(swapped, bytes))
        }
      }
    }
  }

  @Test func textsCutShort() throws {
    for block in try GoldenQuery.all() {
      let bytes = Array(block.query.utf8)
      for count in bytes.indices { check(Array(bytes[..<count])) }
    }
  }

  @Test func bytesFlippedAndPutIn() throws {
    let blocks = try GoldenQuery.all()
    let special = Array("()[]{}<>-|:.,;'\"`\\$*/!%&=+~^0x9eE uU\u{0}中".utf8)
    try checkProperty(runs: 2_000) { random in
      var bytes = Array(random.pick(blocks).query.utf8)
      for _ in 0...random.below(4) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.below(256))
        case 1: bytes.insert(random.pick(special), at: place)
        default: bytes[place] = random.pick(special)
        }
      }
      check(bytes)
    }
  }

  @Test func halvesOfTwoQueries() throws {
    let blocks = try GoldenQuery.all()
    try checkProperty(runs: 2_000) { random in
      let first = Array(random.pick(blocks).query.utf8)
      let second = Array(random.pick(blocks).query.utf8)
      check(
        Array(first.prefix(random.below(first.count + 1)))
          + second.suffix(random.below(second.count + 1)))
    }
  }
}
