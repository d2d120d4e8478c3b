// JSON: what is read, what is refused and where, and that everything written reads back.

import TestSupport
import Testing
import Text

private func parse(_ text: String) throws -> JSONValue {
  try parseJSON(Array(text.utf8).span)
}

private func failure(_ bytes: [UInt8]) -> JSONError? {
  do {
    _ = try parseJSON(bytes.span)
    return nil
  } catch {
    return error
  }
}

private func write(_ value: JSONValue, _ nonFinite: JSONWriter.NonFinite = .null) -> String {
  var output: [UInt8] = []
  var writer = JSONWriter(nonFinite: nonFinite)
  writer.value(value, to: &output)
  return String(decoding: output, as: UTF8.self)
}

@Suite struct JSONTests {
  @Test func readsEveryKindOfValue() throws {
    let text = " {\"a\":[1,-0,2.50,1e2,true,false,null],\"名\":\"北京\",\"e\":{},\"l\":[ ]} \n"
    #expect(
      try parse(text)
        == .object([
          JSONMember(
            key: "a",
            value: .array([
              .integer(1), .integer(0), .number(2.5), .number(100), .bool(true), .bool(false),
              .null,
            ])),
          JSONMember(key: "名", value: .string("北京")),
          JSONMember(key: "e", value: .object([])),
          JSONMember(key: "l", value: .array([])),
        ]))
    #expect(try parse("{\"k\":{\"n\":7}}")["k"]?["n"] == .integer(7))
  }

  @Test func integersAreExactAndLargerOnesBecomeDoubles() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
  }

  @Test func readsEscapesAndSurrogatePairs() throws {
    #expect(
      try parse(#""\"\\\/\b\f\n\r\t\u5317\ud83d\ude00""#) == .string("\"\\/\u{8}\u{c}\n\r\t北😀"))
    #expect(try parse("\"\u{2028}é\"") == .string("\u{2028}é"))
  }

  @Test func ofEqualKeysTheLastValueCounts() throws {
    #expect(try parse(#"{"a":1,"b":2,"a":3}"#) == parse(#"{"a":3,"b":2}"#))
    let many = (0..<100).map { "\"k\($0 % 40)\":\($0)" }.joined(separator: ",")
    guard case .object(let members) = try parse("{\(many)}") else {
      Issue.record("no object")
      return
    }
    #expect(members.count == 40)
    #expect(members[0] == JSONMember(key: "k0", value: .integer(80)))
    #expect(members[39] == JSONMember(key: "k39", value: .integer(79)))
  }

  @Test(arguments: [
    ("", 0, JSONError.Reason.unexpectedEnd), ("[1,", 3, .unexpectedEnd),
    ("\"ab", 3, .unexpectedEnd),
    ("[1 2]", 3, .unexpectedByte(0x32)), ("{a:1}", 1, .unexpectedByte(0x61)),
    ("[1,]", 3, .unexpectedByte(0x5d)), ("1 2", 2, .textAfterValue), ("01", 0, .malformedNumber),
    ("1.", 0, .malformedNumber), ("-", 0, .malformedNumber), ("[1e+]", 1, .malformedNumber),
    ("1e999", 0, .numberTooLarge), ("\"\\x\"", 1, .malformedEscape),
    ("\"\\u12g4\"", 1, .malformedEscape), ("\"a\\ud800\"", 2, .loneSurrogate),
    ("\"\\udc00\\ud800\"", 1, .loneSurrogate), ("\"\\ud800\\u0041\"", 1, .loneSurrogate),
    ("\"a\nb\"", 2, .controlCharacter), ("tru", 3, .unexpectedEnd),
    ("nul1", 3, .unexpectedByte(0x31)),
    ("'a'", 0, .unexpectedByte(0x27)), ("NaN", 0, .unexpectedByte(0x4e)),
  ])
  func refuses(_ text: String, _ offset: Int, _ reason: JSONError.Reason) {
    let error = failure(Array(text.utf8))
    #expect(error?.offset == offset)
    #expect(error?.reason == reason)
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let error = failure([0x22, 0x61, 0xff, 0x22])
    #expect(error?.offset == 2)
    #expect(error?.reason == .invalidUTF8)
  }

  @Test func nestingHasALimit() throws {
    let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
    _ = try parse(deep)
    #expect(failure(Array("[\(deep)]".utf8))?.reason == .tooDeep)
    #expect(failure([UInt8](repeating: 0x5b, count: 1_000_000))?.reason == .tooDeep)
  }

  @Test func writesNumbersSoThatTheirKindSurvives() {
    #expect(write(.number(1)) == "1.0")
    #expect(write(.number(1e20)) == "1e+20")
    #expect(write(.number(-0.0)) == "-0.0")
    #expect(write(.number(0.1)) == "0.1")
    #expect(write(.integer(.min)) == "-9223372036854775808")
    #expect(write(.number(.nan)) == "null")
    #expect(write(.number(-.infinity), .string) == "\"-Infinity\"")
    #expect(write(.number(.nan), .bareWord) == "NaN")
  }

  @Test func writesControlCharactersEscaped() {
    #expect(write(.string("a\"\\\n\u{1b}\u{7f}é")) == "\"a\\\"\\\\\\n\\u001b\\u007fé\"")
  }

  @Test func writesLineEndsOfUnicodeEscaped() throws {
    let text = "a\u{85}b\u{2028}c\u{2029}d\u{2027}\u{2030}\u{84}é“京”"
    let written = write(.string(UTF8String(text)))
    #expect(written == #""a\u0085b\u2028c\u2029d"# + "\u{2027}\u{2030}\u{84}é“京”\"")
    #expect(try parse(written) == .string(UTF8String(text)))
  }

  @Test func writesLinesStepByStep() {
    var output: [UInt8] = []
    var writer = JSONWriter()
    for round in 0..<2 {
      writer.beginObject(to: &output)
      writer.key("id" as StaticString, to: &output)
      writer.integer(Int64(round), to: &output)
      writer.key(UTF8String("a\"b"), to: &output)
      writer.beginArray(to: &output)
      writer.null(to: &output)
      writer.bool(true, to: &output)
      writer.endArray(to: &output)
      writer.endObject(to: &output)
      writer.endLine(to: &output)
    }
    let line = "{\"id\":0,\"a\\\"b\":[null,true]}\n"
    #expect(String(decoding: output, as: UTF8.self) == line + line.replacing("0", with: "1"))
  }

  @Test func everythingWrittenReadsBack() throws {
    var random = Random(seed: 4)
    for _ in 0..<1_500 {
      let value = randomValue(&random, depth: 4)
      #expect(try parse(write(value)) == value)
    }
  }

  @Test func mutatedTextsNeverTrap() {
    var random = Random(seed: 5)
    for _ in 0..<4_000 {
      var bytes = Array(write(randomValue(&random, depth: 3)).utf8)
      for _ in 0..<1 + random.below(3) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(random.pick([0x22, 0x5c, 0x75, 0x7b, 0x5d, 0x2c, 0x65]), at: place)
        }
      }
      if let error = failure(bytes) { #expect((0...bytes.count).contains(error.offset)) }
    }
  }

  private func randomValue(_ random: inout Random, depth: Int) -> JSONValue {
    switch random.below(depth > 0 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .integer(Int64(bitPattern: random.next() >> UInt64(random.below(64))))
    case 3:
      let number = Double(bitPattern: random.next())
      return .number(number.isFinite ? number : 0.5)
    case 4: return .string(UTF8String(random.text(maxPieces: 4)))
    case 5:
      return .array((0..<random.below(4)).map { _ in randomValue(&random, depth: depth - 1) })
    default:
      return .object(
        (0..<random.below(4)).map { index in
          JSONMember(
            key: UTF8String("\(index)" + random.text(maxPieces: 2)),
            value: randomValue(&random, depth: depth - 1))
        })
    }
  }
}
