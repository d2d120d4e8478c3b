// CSV: the scanner against a byte-by-byte oracle, blocks against the unsplit scan, and round trips
// through the writer.

import TestSupport
import Testing
import Text

/// What a scan gave, with texts in place of offsets.
private enum Item: Equatable, CustomStringConvertible {
  case record([String?])
  case fault(Int, CSVFault.Reason)

  var description: String {
    switch self {
    case .record(let fields):
      "(" + fields.map { $0.map { "\"\($0)\"" } ?? "null" }.joined(separator: ",") + ")"
    case .fault(let offset, let reason): "\(reason)@\(offset)"
    }
  }
}

private func scan(
  _ bytes: [UInt8], dialect: CSVDialect = .standard, startsFile: Bool = true, base: Int = 0
) -> [Item] {
  var scanner = CSVScanner(bytes.span, dialect: dialect, startsFile: startsFile)
  var items: [Item] = []
  var record: [String?] = []
  while true {
    switch scanner.next() {
    case .end: return items
    case .fault(let fault):
      record = []
      items.append(.fault(base + fault.offset, fault.reason))
    case .field(let field):
      var text: [UInt8] = []
      field.appendUnescaped(from: bytes.span, dialect: dialect, to: &text)
      record.append(field.isAbsent ? nil : String(decoding: text, as: UTF8.self))
      if field.endsRecord {
        items.append(.record(record))
        record = []
      }
    }
  }
}

/// The dumbest reader of the same grammar: one byte at a time, with copies.
private func oracle(_ bytes: [UInt8], dialect: CSVDialect = .standard) -> [Item] {
  var items: [Item] = []
  var index = 0
  func isLineEnd(_ i: Int) -> Bool { bytes[i] == 10 || bytes[i] == 13 }
  func skipLineEnd() {
    if index < bytes.count {
      index += bytes[index] == 13 && index + 1 < bytes.count && bytes[index + 1] == 10 ? 2 : 1
    }
  }
  func skipLine() {
    while index < bytes.count, !isLineEnd(index) { index += 1 }
    skipLineEnd()
  }
  nextRecord: while index < bytes.count {
    if isLineEnd(index), dialect.skipsBlankLines {
      skipLineEnd()
      continue
    }
    var record: [String?] = []
    while true {
      var text: [UInt8] = []
      var isQuoted = false
      if index < bytes.count, bytes[index] == dialect.quote {
        isQuoted = true
        let open = index
        index += 1
        while true {
          if index >= bytes.count {
            items.append(.fault(open, .unterminatedQuote))
            index = open
            skipLine()
            continue nextRecord
          }
          if bytes[index] == dialect.quote {
            if index + 1 < bytes.count, bytes[index + 1] == dialect.quote {
              index += 1
            } else {
              index += 1
              break
            }
          }
          text.append(bytes[index])
          index += 1
        }
        if index < bytes.count, bytes[index] != dialect.delimiter, !isLineEnd(index) {
          items.append(.fault(index, .textAfterQuote))
          skipLine()
          continue nextRecord
        }
      } else {
        while index < bytes.count, bytes[index] != dialect.delimiter, !isLineEnd(index) {
          text.append(bytes[index])
          index += 1
        }
      }
      let isNull = text.isEmpty && !isQuoted
      record.append(isNull ? nil : String(decoding: text, as: UTF8.self))
      if index < bytes.count, bytes[index] == dialect.delimiter {
        index += 1
        continue
      }
      skipLineEnd()
      items.append(.record(record))
      break
    }
  }
  return items
}

@Suite struct CSVTests {
  @Test func tellsEmptyTextFromNothing() {
    #expect(scan(Array("a,,\"\"\n".utf8)) == [.record(["a", nil, ""])])
    #expect(scan(Array("a,".utf8)) == [.record(["a", nil])])
    #expect(scan(Array("".utf8)) == [])
  }

  @Test func readsAllLineEndsAndTheLastLineWithoutOne() {
    #expect(
      scan(Array("a\r\nb\rc\nd".utf8)) == [
        .record(["a"]), .record(["b"]), .record(["c"]), .record(["d"]),
      ])
  }

  @Test func keepsLineEndsAndQuotesInsideQuotes() {
    #expect(
      scan(Array("\"a\r\n\"\"b\"\"\",5\" disk\n".utf8)) == [.record(["a\r\n\"b\"", "5\" disk"])])
  }

  @Test func skipsTheByteOrderMarkOnlyAtTheStartOfAFile() {
    #expect(
      scan(Array("\u{feff}\"a\"\n\u{feff}b".utf8)) == [.record(["a"]), .record(["\u{feff}b"])])
    #expect(scan(Array("\u{feff}a".utf8), startsFile: false) == [.record(["\u{feff}a"])])
  }

  @Test func blankLinesCanBeRecords() throws {
    let dialect = try #require(CSVDialect(delimiter: 9, skipsBlankLines: false))
    #expect(scan(Array("a\tb\n\n\"\"".utf8), dialect: dialect).count == 3)
    #expect(scan(Array("a,b\n\n\r\n\"\"\n".utf8)).count == 2)
  }

  @Test func refusesDialectsThatCannotBeTold() {
    #expect(CSVDialect(delimiter: 0x22) == nil)
    #expect(CSVDialect(delimiter: 0x0a) == nil)
    #expect(CSVDialect(delimiter: 0x2c, quote: 0xe4) == nil)
  }

  @Test func aBadRecordCostsItsLineOnly() {
    #expect(
      scan(Array("a\n\"b\"c,d\ne\n".utf8)) == [
        .record(["a"]), .fault(5, .textAfterQuote), .record(["e"]),
      ])
    #expect(
      scan(Array("a,\"b\nc,d\ne\n".utf8)) == [
        .fault(2, .unterminatedQuote), .record(["c", "d"]), .record(["e"]),
      ])
  }

  @Test func agreesWithTheOracle() throws {
    let zero = try #require(CSVDialect(delimiter: 0, quote: 0x27, skipsBlankLines: false))
    var random = Random(seed: 1)
    for round in 0..<6_000 {
      let dialect = round % 3 == 0 ? zero : .standard
      let alphabet: [UInt8] = [
        dialect.quote, dialect.quote, dialect.delimiter, 10, 13, 97, 98, 0xe4,
      ]
      let bytes = random.bytes(of: alphabet, maxCount: round % 50)
      #expect(scan(bytes, dialect: dialect) == oracle(bytes, dialect: dialect), "\(bytes)")
    }
  }

  @Test func blocksCutAnywhereScanAsTheWhole() {
    var random = Random(seed: 2)
    for round in 0..<1_500 {
      var bytes = random.bytes(of: [34, 34, 44, 10, 13, 97], maxCount: round % 40)
      if round % 7 == 0 { bytes = [0xef, 0xbb, 0xbf] + bytes }
      let whole = scan(bytes)
      let step = 1 + random.below(9)
      var blocks = CSVBlocks()
      var cut: [CSVBlock] = []
      for start in stride(from: 0, to: bytes.count, by: step) {
        let piece = Array(bytes[start..<min(start + step, bytes.count)])
        if let block = blocks.add(piece.span) { cut.append(block) }
      }
      if let block = blocks.finish() { cut.append(block) }
      let pieces = cut.flatMap { scan($0.bytes, startsFile: false, base: $0.offset) }
      #expect(pieces == whole, "\(bytes) by \(step)")
      for block in cut {
        let before = countLineEnds(in: bytes.span, before: block.offset)
        #expect(block.firstLine == before + 1)
        #expect(Array(bytes[block.offset...].prefix(block.bytes.count)) == block.bytes)
      }
    }
  }

  @Test func blocksComeAsSoonAsRecordsAreWhole() {
    var blocks = CSVBlocks()
    let first = blocks.add(Array("a,b\n\"x\ny".utf8).span)
    #expect(first?.bytes == Array("a,b\n".utf8))
    let second = blocks.add(Array("\",z\nrest".utf8).span)
    #expect(second?.bytes == Array("\"x\ny\",z\n".utf8))
    #expect(second?.firstLine == 2)
    #expect(second?.line(at: 8) == 4)
    #expect(blocks.finish()?.bytes == Array("rest".utf8))
  }

  /// Feeds a text by steps; gives whole records, the beginnings of those too long, and their lines.
  private func cut(_ text: String, limit: Int, step: Int) -> [String] {
    var blocks = CSVBlocks(maxRecordBytes: limit)
    let bytes = Array(text.utf8)
    var found: [CSVBlock] = []
    for start in stride(from: 0, to: bytes.count, by: step) {
      let piece = bytes.span.extracting(start..<min(start + step, bytes.count))
      if let block = blocks.add(piece) { found.append(block) }
    }
    if let block = blocks.finish() { found.append(block) }
    return found.flatMap { block in
      let end = block.tooLongRecord ?? block.bytes.count
      var lines = scan(Array(block.bytes[..<end]), startsFile: false).map(\.description)
      if let start = block.tooLongRecord {
        #expect(
          Array(block.bytes[start...])
            == Array(bytes[(block.offset + start)...].prefix(block.bytes.count - start)))
        lines.append("\(block.line(at: start)): too long")
      }
      return lines
    }
  }

  @Test(arguments: 1...7)
  func aQuoteLeftOpenCostsItsLine(_ step: Int) {
    for end in ["\n", "\r\n", "\r"] {
      var lines = ["a,1", "\"b", "c\",\"open", "d,2", "e,3"]
      lines += (0..<20).map { "\($0),\"\"" }
      let found = cut(lines.joined(separator: end), limit: 50, step: step)
      #expect(
        found.prefix(4) == ["(\"a\",\"1\")", "2: too long", "(\"d\",\"2\")", "(\"e\",\"3\")"])
      #expect(found.count == 24 && found.last == "(\"19\",\"\")")
    }
  }

  @Test(arguments: 1...7)
  func aLineOverTheLimitCostsItself(_ step: Int) {
    for end in ["\n", "\r\n", "\r"] {
      for long in [
        String(repeating: "x", count: 60), "\"\(end)\",\"" + String(repeating: "y", count: 60),
      ] {
        let found = cut("a\(end)\(long)\(end)\"b\"\(end)c", limit: 20, step: step)
        #expect(found == ["(\"a\")", "2: too long", "(\"b\")", "(\"c\")"])
      }
    }
    #expect(cut(String(repeating: "x", count: 60), limit: 20, step: step) == ["1: too long"])
  }

  @Test func writtenRecordsReadBack() {
    var random = Random(seed: 3)
    for round in 0..<1_500 {
      var writer = CSVWriter(quoting: round % 4 == 0 ? .always : .whereNeeded)
      var output: [UInt8] = []
      var expected: [Item] = []
      for _ in 0..<3 {
        let fields = (0..<2 + random.below(3)).map { _ -> String? in
          random.below(5) == 0 ? nil : random.text(maxPieces: 4)
        }
        for field in fields {
          if let field {
            writer.text(UTF8String(field), to: &output)
          } else {
            writer.null(to: &output)
          }
        }
        writer.endRecord(to: &output)
        expected.append(.record(fields))
      }
      let read = scan(output)
      #expect(read.map(\.description) == expected.map(\.description))
    }
  }

  @Test func quotesOnlyWhereNeeded() {
    var writer = CSVWriter()
    var output: [UInt8] = []
    for text in ["plain", "", "a,b", "a\"b", "北京"] { writer.text(UTF8String(text), to: &output) }
    writer.null(to: &output)
    writer.endRecord(to: &output)
    #expect(String(decoding: output, as: UTF8.self) == "plain,\"\",\"a,b\",\"a\"\"b\",北京,\n")
  }

  @Test func spreadsheetsGetNoFormulas() {
    var writer = CSVWriter.excel
    var output: [UInt8] = []
    writer.beginFile(to: &output)
    for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "x=1", ""] {
      writer.text(UTF8String(text), to: &output)
    }
    writer.plain(Array("-1".utf8).span, to: &output)
    writer.endRecord(to: &output)
    let expected = "\u{feff}'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",x=1,\"\",-1\r\n"
    #expect(output == Array(expected.utf8))
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 40])
  func countsLines(_ padding: Int) {
    let text = String(repeating: "x", count: padding) + "\r\na\rb\n\r\n\n" + "tail"
    #expect(countLineEnds(in: Array(text.utf8).span, before: text.utf8.count) == 5)
    #expect(countLineEnds(in: Array(text.utf8).span, before: padding) == 0)
  }
}
