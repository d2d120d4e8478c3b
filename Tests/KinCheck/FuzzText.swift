// R7 for what reads pieces of text: regular expressions, numbers and temporal values, encodings.
// Besides the promises of all fuzzing: a value that was read is written as text that reads as the
// same value, and whatever is decoded is valid UTF-8.

import Graph
import Query
import TestSupport
import Text

/// Regular expressions, on short and on long text.
struct RegexFuzz: FuzzTarget {
  let name = "regex"
  private static let pieces = [
    "(", ")", "(?:", "(?i)", "(?s:", "|", "*", "+", "?", "{2}", "{1,}", "{0,3}", "{999}", "[", "]",
    "[^", "a-z", "-", "&&", "\\", "\\d", "\\W", "\\p{L}", "\\p{IsHan}", "\\P{Lu}", "\\x{1F600}",
    "\\u4e2d", "\\Q", "\\E", "^", "$", ".", "a", "b", "A", "总工会", "é", "\u{301}", "\\b", "\\1",
    "(a+)+", "(a|aa)*", "[[:alpha:]]", "😀", "\u{0}", ".*", "{", "}", ",",
  ]
  private let session = QuerySession(
    Graph(), options: fuzzOptions(milliseconds: 500, bytes: 256 << 20))

  /// A pattern, a zero byte, and a text.
  func input(_ random: inout Random) -> [UInt8] {
    var pattern = (0..<random.below(12)).map { _ in random.pick(Self.pieces) }.joined()
    if random.oneIn(20) { pattern = String(repeating: pattern, count: 1 << random.below(12)) }
    var bytes = Array(pattern.utf8)
    if random.oneIn(3) { random.mutate(&bytes, pieces: Self.pieces) }
    bytes.removeAll { $0 == 0 }
    var text = random.phrase(lengthMax: 12)
    if random.oneIn(4) { text = String(repeating: "a", count: 1 << random.below(17)) + text }
    return bytes + [0] + Array(text.utf8)
  }

  func take(_ input: [UInt8]) throws -> Bool {
    let end = input.firstIndex(of: 0) ?? input.count
    let parameters: [String: Value] = [
      "p": .string(UTF8String(repairing: Array(input[..<end]).span)),
      "t": .string(UTF8String(repairing: Array(input[end...].dropFirst()).span)),
    ]
    let answer: QueryResult
    do throws(QueryError) {
      answer = try session.query("RETURN $t =~ $p", parameters: parameters)
    } catch { return false }
    guard case .boolean? = answer.rows.first?.first else {
      throw Violation("=~ gave no truth value")
    }
    return true
  }
}

/// Limits as fuzzers set them.
func fuzzOptions(milliseconds: Int, bytes: Int) -> QueryOptions {
  var options = QueryOptions()
  options.limits.milliseconds = milliseconds
  options.limits.memoryBytes = bytes
  options.limits.rows = 10_000
  options.threads = 1
  return options
}

/// Numbers, dates, times, moments, durations, points and JSON.
struct ValueFuzz: FuzzTarget {
  let name = "values"
  private static let seeds = [
    "2015-07-21", "20150721", "2015-W30-2", "2015-202", "2015-Q3-21", "+999999999-12-31",
    "-0001-01-01", "21:40:32.142", "214032,142+0100", "23:59:59.999999999Z", "24:00",
    "2015-07-21T21:40:32.142+01:00[Europe/Stockholm]", "2015-06-24T12:50:35[Asia/Shanghai]",
    "P14DT16H12M", "P5M1.5D", "P0.75M", "PT0.75M", "P2012-02-02T14:37:21.545", "-P1Y-2M",
    "P99999999999999999999Y", "1", "-9223372036854775808", "9223372036854775808", "1e308", "0x1f",
    "4.9E-324", "0.1", "NaN", "-Infinity", "1_000", "{x: 1.0, y: 2.0, crs: 'cartesian'}",
    "point({latitude: 39.9, longitude: 116.4, height: 44})",
    #"{"a":[1,-2.5e-3,"\u674e\ud83d\ude00",null,true,{"b":{}}]}"#, #"["\\\"\/\b\f\n\r\t"]"#,
  ]
  private static let pieces = [
    "-", "+", ":", ".", ",", "T", "Z", "[", "]", "P", "Y", "M", "D", "W", "Q", "0", "9", "29", "60",
    "99999999999", "e", "E", "{", "}", "\"", "\\", "\\u", "\\ud800", "'", "crs", "null", " ",
    "\u{0}",
    "总", "[[[[[[[[", "{\"a\":",
  ]

  func input(_ random: inout Random) -> [UInt8] {
    var bytes = Array(random.pick(Self.seeds).utf8)
    if random.oneIn(50) {
      bytes = Array(repeatElement(bytes, count: 1 << random.below(14)).joined())
    }
    random.mutate(&bytes, pieces: Self.pieces)
    return bytes
  }

  func take(_ input: [UInt8]) throws -> Bool {
    let text = String(decoding: input, as: UTF8.self)
    var isValid = try isNumber(input)
    for isRead in try [
      again(text, CalendarDate.init(parsing:)), again(text, LocalTime.init(parsing:)),
      again(text, ZonedTime.init(parsing:)), again(text, LocalDateTime.init(parsing:)),
      again(text, { try ZonedDateTime(parsing: $0) }), again(text, CalendarDuration.init(parsing:)),
    ] where isRead { isValid = true }
    if (try? Point(parsing: text)) != nil { isValid = true }
    return try isJSON(input) || isValid
  }

  private func isNumber(_ input: [UInt8]) throws -> Bool {
    let integer = parseInt64(input.span)
    if let integer, parseInt64(Array("\(integer)".utf8).span) != integer {
      throw Violation("\(integer) reads as another number")
    }
    guard let number = parseDouble(input.span, allowingNames: true) else { return integer != nil }
    let back = parseDouble(Array("\(number)".utf8).span, allowingNames: true)
    if !number.isNaN, number.isFinite, back != number {
      throw Violation("\(number) reads as another number")
    }
    return true
  }

  /// Whether the text is such a value; its own text must be read as the same.
  private func again<Read: Equatable & CustomStringConvertible>(
    _ text: String, _ parse: (String) throws -> Read
  ) throws -> Bool {
    guard let value = try? parse(text) else { return false }
    guard let back = try? parse(value.description), back == value else {
      throw Violation("\(value) reads as another value")
    }
    return true
  }

  private func isJSON(_ input: [UInt8]) throws -> Bool {
    guard let value = try? parseJSON(input.span) else { return false }
    var text: [UInt8] = []
    var writer = JSONWriter()
    writer.value(value, to: &text)
    guard let back = try? parseJSON(text.span), back == value else {
      throw Violation("JSON reads as another value")
    }
    return true
  }
}

/// Bytes of unknown encoding.
struct EncodingFuzz: FuzzTarget {
  let name = "encoding"
  private static let pieces = [
    "总工会", "职工", "😀", "a", "é", "\u{feff}", "\u{fffd}", "\u{0}", "\r\n", "\u{1b}", "<html>",
  ]
  private static let encodings: [TextEncoding] = [
    .utf8, .gb18030, .utf16LittleEndian, .utf16BigEndian,
  ]

  func input(_ random: inout Random) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<random.below(40) {
      switch random.below(5) {
      case 0: bytes += random.pick(Self.pieces).utf8
      case 1: bytes += [UInt8(0x81 + random.below(0x7e)), UInt8(0x40 + random.below(0xbf))]
      case 2:
        let four = [0x81, 0x30, 0x81, 0x30].map { UInt8($0 + random.below(10)) }
        bytes += random.oneIn(2) ? four : four.dropLast()
      case 3:
        for unit in random.phrase(lengthMax: 6).utf16 {
          bytes += [UInt8(unit & 0xff), UInt8(unit >> 8)]
        }
      default: bytes += (0..<random.below(6)).map { _ in UInt8(random.below(256)) }
      }
    }
    if random.oneIn(200) {
      bytes = Array(repeatElement(bytes, count: 1 << random.below(13)).joined())
    }
    random.mutate(&bytes, pieces: Self.pieces)
    return bytes
  }

  func take(_ input: [UInt8]) throws -> Bool {
    let detected = detectEncoding(input.span)
    for encoding in Self.encodings {
      let text = decodeText(input.span, from: encoding)
      guard firstInvalidUTF8(in: text.bytes.span) == nil else {
        throw Violation("\(encoding) gave broken UTF-8")
      }
      let offsets = text.badOffsets
      guard zip(offsets, offsets.dropFirst()).allSatisfy({ $0 < $1 }),
        offsets.last ?? -1 < input.count,
        min(text.badCount, DecodedText.maxOffsets) == offsets.count
      else { throw Violation("\(encoding) gave wrong offsets") }
    }
    let isValid = firstInvalidUTF8(in: input.span) == nil
    guard (UTF8String(validating: input) != nil) == isValid else {
      throw Violation("two readers of UTF-8 differ")
    }
    if case .text = detected { return true }
    return false
  }
}
