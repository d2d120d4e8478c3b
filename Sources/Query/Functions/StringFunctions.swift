// Functions of text. Sizes and places count code points.

internal import Graph
internal import Text

/// Functions of text.
enum StringFunctions {
  static let all: [ScalarFunction] = letters + trimming + parts + pieces

  private static let letters: [ScalarFunction] = [
    toUpper, toUpper.named("upper"), toLower, toLower.named("lower"), charLength,
    charLength.named("character_length"),
    ScalarFunction(
      "normalize", [("text", .string), ("form", .string)], gives: .string,
      "A string in a normal form of Unicode: NFC, or NFD.", required: 1, normalize),
    ScalarFunction(
      "pinyin", [("text", .string), ("style", .string)], gives: .string,
      "The pinyin of a string, for search; the style is 'initials', 'spaced' or 'tone'.",
      required: 1, spelled),
  ]

  private static let toUpper = ScalarFunction(
    "toUpper", [("text", .string)], gives: .string, "A string in upper case."
  ) { (arguments, context) throws(QueryError) -> Value in
    let text = try arguments.text(0, of: "toUpper")
    try context.willBuild(bytes: text.byteCount * 2)
    return .string(uppercased(text))
  }

  private static let toLower = ScalarFunction(
    "toLower", [("text", .string)], gives: .string, "A string in lower case."
  ) { (arguments, context) throws(QueryError) -> Value in
    let text = try arguments.text(0, of: "toLower")
    try context.willBuild(bytes: text.byteCount * 2)
    return .string(lowercased(text))
  }

  private static let charLength = ScalarFunction(
    "char_length", [("text", .string)], gives: .integer, "The number of characters of a string."
  ) { (arguments, _) throws(QueryError) -> Value in
    .integer(Int64(try arguments.text(0, of: "char_length").codePointCount))
  }

  private static let trimming: [ScalarFunction] = [
    trim("trim", atStart: true, atEnd: true), trim("btrim", atStart: true, atEnd: true),
    trim("ltrim", atStart: true, atEnd: false), trim("rtrim", atStart: false, atEnd: true),
  ]

  private static func trim(_ name: String, atStart: Bool, atEnd: Bool) -> ScalarFunction {
    let ends = atStart && atEnd ? "both ends" : atStart ? "the start" : "the end"
    return ScalarFunction(
      name, [("text", .string), ("characters", .string)], gives: .string,
      "A string without white space, or the given characters, at \(ends).", required: 1
    ) { (arguments, _) throws(QueryError) -> Value in
      let text = try arguments.text(0, of: name)
      guard arguments.count > 1 else {
        return .string(
          text.trimmed(atStart: atStart, atEnd: atEnd) { CharacterClass($0).isWhitespace })
      }
      let cut = Set(try arguments.text(1, of: name).string.unicodeScalars)
      return .string(text.trimmed(atStart: atStart, atEnd: atEnd) { cut.contains($0) })
    }
  }

  private static let parts: [ScalarFunction] = [
    ScalarFunction(
      "substring", [("text", .string), ("start", .integer), ("length", .integer)],
      gives: .string, "The part of a string from a place on, counted from 0.", required: 2
    ) { (arguments, _) throws(QueryError) -> Value in
      let text = try arguments.text(0, of: "substring")
      let start = try arguments.count(1, of: "substring")
      let length = arguments.count > 2 ? try arguments.count(2, of: "substring") : .max
      return .string(text.codePoints(from: start, count: length))
    },
    ScalarFunction(
      "left", [("text", .string), ("length", .integer)], gives: .string,
      "The first characters of a string."
    ) { (arguments, _) throws(QueryError) -> Value in
      let length = try arguments.count(1, of: "left")
      return .string(try arguments.text(0, of: "left").codePoints(from: 0, count: length))
    },
    ScalarFunction(
      "right", [("text", .string), ("length", .integer)], gives: .string,
      "The last characters of a string."
    ) { (arguments, _) throws(QueryError) -> Value in
      let length = try arguments.count(1, of: "right")
      return .string(try arguments.text(0, of: "right").lastCodePoints(length))
    },
  ]

  private static let pieces: [ScalarFunction] = [
    ScalarFunction(
      "replace", [("text", .string), ("search", .string), ("replacement", .string)],
      gives: .string, "A string with every occurrence of another replaced.", replace),
    ScalarFunction(
      "split", [("text", .string), ("delimiter", [.string, .list])], gives: .list(of: .string),
      "The pieces of a string between delimiters.", split),
  ]

  @Sendable private static func replace(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let text = try arguments.text(0, of: "replace")
    let search = TextSearch(try arguments.text(1, of: "replace"))
    let replacement = try arguments.text(2, of: "replace")
    guard !search.needle.isEmpty else { return .string(text) }
    var counted = 0
    let output = try text.withBytes { (bytes) throws(QueryError) -> [UInt8] in
      var output: [UInt8] = []
      var start = 0
      while let hit = search.firstOffset(in: bytes, from: start) {
        output.append(bytes.extracting(start..<hit))
        replacement.withBytes { output.append($0) }
        try ValueLimits.check(textBytes: output.count, of: "replace")
        if output.count - counted > 1 << 16 {
          // The bytes, what they leave behind when they grow, and the string made of them.
          try context.willBuild(bytes: (output.count - counted) * 3)
          try context.spend((output.count - counted) >> 6)
          counted = output.count
        }
        start = hit + search.needle.count
      }
      try context.willBuild(bytes: (bytes.count - start) * 2)
      output.append(bytes.extracting(start..<bytes.count))
      return output
    }
    return .string(UTF8String(repairing: output.span))
  }

  @Sendable private static func split(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let text = try arguments.text(0, of: "split")
    var delimiters: [TextSearch] = []
    if case .list(let items) = arguments[1] {
      for item in items { delimiters.append(TextSearch(try [item].text(0, of: "split"))) }
    } else {
      delimiters = [TextSearch(try arguments.text(1, of: "split"))]
    }
    // An empty delimiter stands between any two characters.
    if delimiters.contains(where: \.needle.isEmpty) {
      try ValueLimits.check(elements: text.codePointCount, of: "split")
      try context.willBuild(elements: text.codePointCount * 2)
      return .list(text.string.unicodeScalars.map { .string(UTF8String(String($0))) })
    }
    return .list(
      try text.withBytes { (bytes) throws(QueryError) -> [Value] in
        try pieces(of: bytes, between: delimiters, context)
      })
  }

  /// The pieces between delimiters; of two that begin at one place the longer counts.
  private static func pieces(
    of bytes: Span<UInt8>, between delimiters: [TextSearch], _ context: ExecutionContext
  ) throws(QueryError) -> [Value] {
    var pieces: [Value] = []
    var start = 0
    var held = 0
    // Where each delimiter stands next, so that none is looked for twice over the same bytes.
    var hits = delimiters.map { $0.firstOffset(in: bytes, from: 0) ?? .max }
    while true {
      for place in hits.indices where hits[place] < start {
        hits[place] = delimiters[place].firstOffset(in: bytes, from: start) ?? .max
      }
      var end = Int.max
      var length = 0
      for place in hits.indices {
        let count = delimiters[place].needle.count
        guard hits[place] < end || hits[place] == end && count > length else { continue }
        (end, length) = (hits[place], count)
      }
      let piece = bytes.extracting(start..<min(end, bytes.count))
      // An array that grows is copied to one of twice its size.
      held += Value.place * 2 + (piece.count < 16 ? 0 : piece.count + 32)
      if held > 1 << 16 {
        try context.willBuild(bytes: held)
        try context.spend(held >> 6)
        held = 0
      }
      pieces.append(.string(UTF8String(repairing: piece)))
      guard end < .max else { return pieces }
      try ValueLimits.check(elements: pieces.count + 1, of: "split")
      start = end + length
    }
  }

  @Sendable private static func spelled(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let text = try arguments.text(0, of: "pinyin")
    // A character of three bytes gives seven at most, with its tone and a blank.
    try ValueLimits.check(textBytes: 3 * text.byteCount, of: "pinyin")
    guard arguments.count > 1 else { return .string(pinyin(of: text)) }
    let style = try arguments.text(1, of: "pinyin")
    switch style.string.asciiLowercased {
    case "joined": return .string(pinyin(of: text))
    case "initials": return .string(pinyin(of: text, style: .initials))
    case "spaced": return .string(pinyin(of: text, style: .spaced))
    case "tone": return .string(pinyin(of: text, style: .toned))
    default:
      throw .argument(
        .invalidArgumentValue, "pinyin does not know the style \(style)", subject: style.string,
        hint: "use joined, initials, spaced or tone")
    }
  }

  @Sendable private static func normalize(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let text = try arguments.text(0, of: "normalize")
    // Three code points for one at most, and the parts that a string is gathered from.
    try context.willBuild(bytes: text.byteCount * 4)
    let form = arguments.count > 1 ? try arguments.text(1, of: "normalize") : "NFC"
    switch form.string.asciiLowercased {
    case "nfc": return .string(text.composed)
    case "nfd": return .string(text.decomposed)
    default:
      throw .argument(
        .invalidArgumentValue, "normalize does not know the form \(form)", subject: form.string,
        hint: "use NFC or NFD")
    }
  }
}
