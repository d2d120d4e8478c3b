// Regular expressions as Java writes them: text → tree. What no machine can match in linear time,
// back references and looking around, is refused by name, and so is what would change which text
// matches without being regular (possessive repetition, atomic groups). Case is ignored by the
// simple mappings of Unicode under (?i), not only for ASCII. `$` is the end of the text, or under
// (?m) of a line.

internal import Text

/// Reads one pattern.
struct RegexParser {
  /// How deep groups and sets may be nested.
  static let nestingMax = 100
  /// The largest count in `{m,n}`.
  private static let repetitionMax = 100_000

  private struct Flags {
    var ignoresCase = false
    var dotMatchesAll = false
    var isMultiline = false
  }

  private let scalars: [Unicode.Scalar]
  var place = 0
  private var depth = 0
  private var flags = Flags()

  init(_ pattern: UTF8String) { scalars = Array(pattern.string.unicodeScalars) }

  // pattern = choice end
  mutating func parse() throws(QueryError) -> RegexNode {
    let node = try parseChoice()
    guard place == scalars.count else { throw error("there is a ) too much") }
    return node
  }

  // choice = sequence ("|" sequence)*
  private mutating func parseChoice() throws(QueryError) -> RegexNode {
    var branches = [try parseSequence()]
    while accept("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  // sequence = (atom quantifier?)*
  private mutating func parseSequence() throws(QueryError) -> RegexNode {
    var items: [RegexNode] = []
    while let next = peek, next != "|", next != ")" {
      if accept("\\", "Q") {
        items.append(contentsOf: quotedLiterals())
        if let last = items.popLast() { items.append(try parseQuantifier(of: last)) }
      } else if let atom = try parseAtom() {
        items.append(try parseQuantifier(of: atom))
      }
    }
    return items.count == 1 ? items[0] : items.isEmpty ? .empty : .sequence(items)
  }

  /// The text up to `\E`, or to the end.
  private mutating func quotedLiterals() -> [RegexNode] {
    var literals: [RegexNode] = []
    while let scalar = peek, !accept("\\", "E") {
      place += 1
      literals.append(literal(scalar.value))
    }
    return literals
  }

  // atom = "(" group | "[" set | "." | "^" | "$" | "\" escape | literal; nil for flags alone
  private mutating func parseAtom() throws(QueryError) -> RegexNode? {
    guard let scalar = peek else { return nil }
    place += 1
    switch scalar {
    case "(": return try parseGroup()
    case "[": return .set(try parseSet())
    case ".": return .set(flags.dotMatchesAll ? .all : RegexSet.lineEnds.inverted)
    case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case "\\": return try parseEscape()
    case "*", "+", "?", "{":
      place -= 1
      throw error("\(scalar) has nothing before it to repeat", hint: "write \\\(scalar)")
    default: return literal(scalar.value)
    }
  }

  private func literal(_ value: UInt32) -> RegexNode { .set(folded(RegexSet(value...value))) }

  private func folded(_ set: RegexSet) -> RegexSet {
    flags.ignoresCase ? set.withBothCases : set
  }

  // MARK: Repetition

  // quantifier = ("*" | "+" | "?" | "{" number ("," number?)? "}") "?"?
  private mutating func parseQuantifier(of atom: RegexNode) throws(QueryError) -> RegexNode {
    let node: RegexNode
    if accept("*") {
      node = .repetition(atom, least: 0, most: nil)
    } else if accept("+") {
      node = .repetition(atom, least: 1, most: nil)
    } else if accept("?") {
      node = .repetition(atom, least: 0, most: 1)
    } else if accept("{") {
      node = try parseCounts(of: atom)
    } else {
      return atom
    }
    if peek == "+" { throw error("possessive repetition is not known", hint: "leave out the +") }
    _ = accept("?")
    if let next = peek, "*+?{".unicodeScalars.contains(next) {
      throw error("\(next) repeats a repetition", hint: "put the repetition before it in ( )")
    }
    return node
  }

  private mutating func parseCounts(of atom: RegexNode) throws(QueryError) -> RegexNode {
    guard let least = try parseNumber() else { throw error("a number is missing after {") }
    var most: Int? = least
    if accept(",") { most = try parseNumber() }
    guard accept("}") else { throw error("a } is missing") }
    if let most, most < least { throw error("{\(least),\(most)} ends before it begins") }
    return .repetition(atom, least: least, most: most)
  }

  private mutating func parseNumber() throws(QueryError) -> Int? {
    var number: Int?
    while let scalar = peek, let digit = scalar.value.digit, digit < 10 {
      number = (number ?? 0) * 10 + Int(digit)
      guard let number, number <= Self.repetitionMax else {
        throw error("no more than \(Self.repetitionMax) repetitions can be asked for")
      }
      place += 1
    }
    return number
  }

  // MARK: Groups

  // group = ("?:" | "?<" name ">" | "?" flags (":" | ")"))? choice ")"
  private mutating func parseGroup() throws(QueryError) -> RegexNode? {
    let outer = flags
    if accept("?") {
      if accept("<"), peek != "=", peek != "!" {
        while let scalar = peek, scalar != ">" {
          guard scalar.properties.isAlphabetic || scalar.value.digit != nil else {
            throw error("the name of a group has letters and digits only")
          }
          place += 1
        }
        guard accept(">") else { throw error("a > is missing") }
      } else if let next = peek, "=!".unicodeScalars.contains(next) {
        throw error("looking around with (?=, (?!, (?<= or (?<! is not known")
      } else if accept(">") {
        throw error("atomic groups are not known", hint: "write (?: instead of (?>")
      } else if try parseFlags() {
        return nil
      }
    }
    try enter()
    let node = try parseChoice()
    depth -= 1
    guard accept(")") else { throw error("a ) is missing") }
    flags = outer
    return node
  }

  /// Reads the flags behind `(?`; true where no group follows them.
  private mutating func parseFlags() throws(QueryError) -> Bool {
    var isOn = true
    while let scalar = peek {
      place += 1
      switch scalar {
      case "i": flags.ignoresCase = isOn
      case "s": flags.dotMatchesAll = isOn
      case "m": flags.isMultiline = isOn
      case "u": break
      case "-": isOn = false
      case ":": return false
      case ")": return true
      default:
        place -= 1
        throw error("the flag \(scalar) is not known", hint: "the flags are i, s, m and u")
      }
    }
    throw error("a ) is missing")
  }

  private mutating func enter() throws(QueryError) {
    depth += 1
    guard depth <= Self.nestingMax else {
      throw error("groups are nested more than \(Self.nestingMax) deep")
    }
  }

  // MARK: Sets

  // set = "^"? ("&&" | "[" set | item ("-" item)?)* "]"
  private mutating func parseSet() throws(QueryError) -> RegexSet {
    try enter()
    let isInverted = accept("^")
    var current: [ClosedRange<UInt32>] = []
    var before: RegexSet?
    var isFirst = true
    // A ] in the first place is a member.
    while isFirst || peek != "]" {
      guard peek != nil else { throw error("a ] is missing") }
      if accept("&", "&") {
        before = before?.intersection(RegexSet(current)) ?? RegexSet(current)
        current = []
        isFirst = false
        continue
      }
      isFirst = false
      current += try parseSetItem().ranges
    }
    place += 1
    depth -= 1
    var set = before?.intersection(RegexSet(current)) ?? RegexSet(current)
    set = folded(set)
    return isInverted ? set.inverted : set
  }

  private mutating func parseSetItem() throws(QueryError) -> RegexSet {
    if accept("[") { return try parseSet() }
    let first = try parseSetMember()
    guard case .one(let low) = first, peek == "-", place + 1 < scalars.count,
      scalars[place + 1] != "]", scalars[place + 1] != "["
    else { return first.set }
    place += 1
    guard case .one(let high) = try parseSetMember(), low <= high else {
      throw error("a range in [ ] ends before it begins")
    }
    return RegexSet(low...high)
  }

  private enum SetMember {
    case one(UInt32)
    case many(RegexSet)

    var set: RegexSet {
      switch self {
      case .one(let value): RegexSet(value...value)
      case .many(let set): set
      }
    }
  }

  private mutating func parseSetMember() throws(QueryError) -> SetMember {
    guard let scalar = peek else { throw error("a ] is missing") }
    place += 1
    guard scalar == "\\" else { return .one(scalar.value) }
    guard let escape = peek else { throw error("there is nothing after \\") }
    place += 1
    if let set = RegexSet(escape: escape) { return .many(set) }
    if escape == "p" || escape == "P" { return .many(try parseProperty(escape)) }
    return .one(try parseCharacter(escape))
  }

  // MARK: Escapes

  private mutating func parseEscape() throws(QueryError) -> RegexNode {
    guard let escape = peek else { throw error("there is nothing after \\") }
    place += 1
    if let set = RegexSet(escape: escape) { return .set(set) }
    switch escape {
    case "p", "P": return .set(folded(try parseProperty(escape)))
    case "b": return .assertion(.wordBoundary)
    case "B": return .assertion(.noWordBoundary)
    case "A": return .assertion(.textStart)
    case "z", "Z": return .assertion(.textEnd)
    case "1"..."9", "k":
      place -= 2
      throw error("references to groups are not known")
    default: return literal(try parseCharacter(escape))
    }
  }

  // property = letter | "{" name "}"
  private mutating func parseProperty(_ escape: Unicode.Scalar) throws(QueryError) -> RegexSet {
    var name = ""
    if accept("{") {
      while let scalar = peek, scalar != "}" {
        name.unicodeScalars.append(scalar)
        place += 1
      }
      guard accept("}") else { throw error("a } is missing") }
    } else if let scalar = peek {
      name.unicodeScalars.append(scalar)
      place += 1
    }
    guard let set = RegexSet(property: name) else {
      throw error(
        "there is no set of characters named \(name)",
        hint: "use a category such as L, Lu or Nd, a class such as Alpha, or Han")
    }
    return escape == "P" ? set.inverted : set
  }

  /// The code point that an escape stands for; its letter has been read.
  private mutating func parseCharacter(_ escape: Unicode.Scalar) throws(QueryError) -> UInt32 {
    switch escape {
    case "t": return 0x09
    case "n": return 0x0a
    case "r": return 0x0d
    case "f": return 0x0c
    case "a": return 0x07
    case "e": return 0x1b
    case "0": return try parseDigits(count: 1...3, radix: 8)
    case "x":
      guard accept("{") else { return try parseDigits(count: 2...2, radix: 16) }
      let value = try parseDigits(count: 1...6, radix: 16)
      guard accept("}") else { throw error("a } is missing") }
      return value
    case "u": return try parseUnit()
    case "a"..."z", "A"..."Z", "1"..."9":
      place -= 2
      throw error("\\\(escape) is not known")
    default: return escape.value
    }
  }

  /// Four digits, or two times four that are a pair of surrogates.
  private mutating func parseUnit() throws(QueryError) -> UInt32 {
    let unit = try parseDigits(count: 4...4, radix: 16)
    guard unit & 0xfc00 == 0xd800, accept("\\", "u") else { return unit }
    let low = try parseDigits(count: 4...4, radix: 16)
    guard low & 0xfc00 == 0xdc00 else { throw error("a surrogate stands alone") }
    return 0x1_0000 + (unit & 0x3ff) << 10 + low & 0x3ff
  }

  private mutating func parseDigits(
    count: ClosedRange<Int>, radix: UInt32
  ) throws(QueryError) -> UInt32 {
    var value: UInt32 = 0
    var read = 0
    while read < count.upperBound, let digit = peek?.value.digit, digit < radix {
      value = value * radix + digit
      place += 1
      read += 1
    }
    guard read >= count.lowerBound, value <= RegexSet.last else {
      throw error("the number of a character is missing or too large")
    }
    return value
  }

  // MARK: Reading

  private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  /// Reads a character if it stands here.
  private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    place += 1
    return true
  }

  /// Reads two characters if they stand here.
  private mutating func accept(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    guard peek == first, place + 1 < scalars.count, scalars[place + 1] == second else {
      return false
    }
    place += 2
    return true
  }

  private func error(_ what: String, hint: String? = nil) -> QueryError {
    RegexProgram.invalidPattern("\(what), at character \(place + 1)", hint: hint)
  }
}

extension UInt32 {
  /// The value of an ASCII digit or a letter that is one in hexadecimal numbers, or nil.
  fileprivate var digit: UInt32? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}
