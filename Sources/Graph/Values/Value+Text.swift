// Values as text: what toString() gives, and literals that Cypher reads back, for CSV, scripts and
// people. Floats have the fewest digits that read back to the same number, in this one place.
// Nodes, relationships and paths have ids only: what they carry is known to the graph.

public import Text

extension Value {
  /// The plain text: strings without quotes, lists and maps as literals, null as `null`.
  public var plainText: String {
    var bytes: [UInt8] = []
    appendPlainText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value as a literal of the language: strings in quotes with escapes.
  public var literalText: String {
    var bytes: [UInt8] = []
    appendLiteral(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the plain text.
  public func appendPlainText(to bytes: inout [UInt8]) {
    switch self {
    case .string(let text): bytes.append(contentsOf: text.string.utf8)
    case .date(let date): bytes.append(date)
    case .time(let time): bytes.append(time)
    case .localTime(let time): bytes.append(time)
    case .dateTime(let moment): bytes.append(moment)
    case .localDateTime(let moment): bytes.append(moment)
    case .duration(let duration): bytes.append(duration)
    default: appendLiteral(to: &bytes)
    }
  }

  /// Appends the value as a literal; the value must be within the nesting limit.
  public func appendLiteral(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(ascii: "null")
    case .boolean(let flag): bytes.append(ascii: flag ? "true" : "false")
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .float(let number): bytes.append(floatText: number)
    case .string(let text): bytes.append(quoted: text)
    case .list(let items):
      bytes.append(ascii: "[")
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(ascii: ", ") }
        item.appendLiteral(to: &bytes)
      }
      bytes.append(ascii: "]")
    case .map(let map):
      bytes.append(ascii: "{")
      for (place, entry) in map.entries.enumerated() {
        if place > 0 { bytes.append(ascii: ", ") }
        bytes.append(name: entry.key)
        bytes.append(ascii: ": ")
        entry.value.appendLiteral(to: &bytes)
      }
      bytes.append(ascii: "}")
    case .node(let id): bytes.append(contentsOf: "(#\(id.rawValue))".utf8)
    case .relationship(let id): bytes.append(contentsOf: "[#\(id.rawValue)]".utf8)
    case .path(let path):
      bytes.append(contentsOf: "(#\(path.nodes[0].rawValue))".utf8)
      for (place, id) in path.relationships.enumerated() {
        bytes.append(contentsOf: "-[#\(id.rawValue)]-(#\(path.nodes[place + 1].rawValue))".utf8)
      }
    case .date: appendCall("date", to: &bytes)
    case .time: appendCall("time", to: &bytes)
    case .localTime: appendCall("localtime", to: &bytes)
    case .dateTime: appendCall("datetime", to: &bytes)
    case .localDateTime: appendCall("localdatetime", to: &bytes)
    case .duration: appendCall("duration", to: &bytes)
    case .point(let point):
      bytes.append(ascii: "point(")
      bytes.append(point)
      bytes.append(ascii: ")")
    }
  }

  /// Appends a call that makes the value: `date('2015-07-21')`.
  private func appendCall(_ function: StaticString, to bytes: inout [UInt8]) {
    bytes.append(ascii: function)
    bytes.append(ascii: "('")
    appendPlainText(to: &bytes)
    bytes.append(ascii: "')")
  }
}

extension Value: CustomStringConvertible {
  /// The value as a literal of the language.
  public var description: String { literalText }
}

extension [UInt8] {
  /// Appends a float as Cypher prints it: `1.0`, `0.1`, `1.0E10`, `1.0E-305`, `NaN`, `-Infinity`.
  ///
  /// Numbers from 0.001 up to ten million are written out, others with an exponent.
  public mutating func append(floatText number: Double) {
    guard number.isFinite else {
      return append(ascii: number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity")
    }
    // Swift's description has the fewest digits that read back; only its layout is changed.
    var (digits, exponent) = Array.decimalDigits(of: number.magnitude)
    if number.sign == .minus { append(UInt8(ascii: "-")) }
    if number == 0 { return append(ascii: "0.0") }
    if exponent >= -3 && exponent < 7 {
      if exponent < 0 {
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: -exponent), at: 0)
        exponent = 0
      }
      while digits.count < exponent + 2 { digits.append(UInt8(ascii: "0")) }
      append(contentsOf: digits[...exponent])
      append(UInt8(ascii: "."))
      append(contentsOf: digits[(exponent + 1)...])
    } else {
      append(digits[0])
      append(UInt8(ascii: "."))
      append(contentsOf: digits.count > 1 ? digits[1...] : [UInt8(ascii: "0")])
      append(UInt8(ascii: "E"))
      append(contentsOf: String(exponent).utf8)
    }
  }

  /// The significant digits of a number, and the power of ten of the first.
  private static func decimalDigits(of number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var pointPlace: Int?
    var exponent = 0
    var text = Array(number.description.utf8)[...]
    if let place = text.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: text[(place + 1)...], as: UTF8.self)) ?? 0
      text = text[..<place]
    }
    for byte in text {
      if byte == UInt8(ascii: ".") { pointPlace = digits.count } else { digits.append(byte) }
    }
    exponent += (pointPlace ?? digits.count) - 1
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while let last = digits.last, last == UInt8(ascii: "0") { digits.removeLast() }
    return (digits, exponent)
  }

  /// Appends text in single quotes, with escapes for quotes, backslashes and control characters.
  public mutating func append(quoted text: UTF8String) {
    append(UInt8(ascii: "'"))
    for byte in text.string.utf8 {
      switch byte {
      case UInt8(ascii: "'"): append(ascii: "\\'")
      case UInt8(ascii: "\\"): append(ascii: "\\\\")
      case UInt8(ascii: "\n"): append(ascii: "\\n")
      case UInt8(ascii: "\r"): append(ascii: "\\r")
      case UInt8(ascii: "\t"): append(ascii: "\\t")
      case 0..<0x20, 0x7f:
        append(ascii: "\\u00")
        append(contentsOf: String(byte >> 4, radix: 16).utf8)
        append(contentsOf: String(byte & 15, radix: 16).utf8)
      default: append(byte)
      }
    }
    append(UInt8(ascii: "'"))
  }

  /// Appends a name, in backquotes unless it is plain: ASCII letters, digits and underscores.
  public mutating func append(name: UTF8String) {
    let bytes = name.string.utf8
    let isPlain = bytes.allSatisfy { byte in
      byte == UInt8(ascii: "_") || byte &- 48 < 10 || (byte | 0x20) &- 97 < 26
    }
    if isPlain, let first = bytes.first, first &- 48 >= 10 {
      return append(contentsOf: bytes)
    }
    append(UInt8(ascii: "`"))
    for byte in bytes {
      if byte == UInt8(ascii: "`") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "`"))
  }

  fileprivate mutating func append(ascii text: StaticString) {
    append(contentsOf: text.description.utf8)
  }
}
