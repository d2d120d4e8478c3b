// The text of a procedure's signature, and a procedure that answers from a table.
//
//   signature ::= name '(' [ column { ',' column } ] ')' '::' ( '(' [ column { ',' column } ] ')'
//               | 'VOID' )
//   name      ::= identifier { '.' identifier }
//   column    ::= identifier '::' type
//   type      ::= word [ '?' ] | 'LIST' [ '?' ] 'OF' type

internal import Graph
import Query
import Text

/// The name, the arguments and the results of a procedure.
struct ProcedureSignature {
  let name: String
  let arguments: [Procedure.Column]
  let results: [Procedure.Column]

  /// Reads a signature; what is thrown is a sentence about what is wrong.
  init(parsing text: String) throws(TaggedValueError) {
    var parser = SignatureParser(bytes: Array(text.utf8))
    name = try parser.parseName()
    arguments = try parser.parseColumns()
    try parser.expect("::")
    results = parser.skipWord("VOID") ? [] : try parser.parseColumns()
    try parser.expectEnd()
  }

  /// A procedure whose calls give the results of all rows whose arguments are those of the call.
  ///
  /// Each row holds the arguments and then the results.
  func procedure(answering table: [[Value]]) -> Procedure {
    let argumentCount = arguments.count
    return Procedure(name, arguments: arguments, results: results) {
      (given, _) throws(QueryError) -> [[Value]] in
      var found: [[Value]] = []
      for row in table {
        let isMeant = given.indices.allSatisfy { given[$0].isEquivalent(to: row[$0]) }
        if isMeant { found.append(Array(row[argumentCount...])) }
      }
      return found
    }
  }
}

private struct SignatureParser {
  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseName() throws(TaggedValueError) -> String {
    var name = try parseIdentifier()
    while skip(".") { name += "." + (try parseIdentifier()) }
    return name
  }

  mutating func parseColumns() throws(TaggedValueError) -> [Procedure.Column] {
    try expect("(")
    var columns: [Procedure.Column] = []
    if skip(")") { return columns }
    repeat {
      let name = try parseIdentifier()
      try expect("::")
      columns.append(Procedure.Column(name, try parseType()))
    } while skip(",")
    try expect(")")
    return columns
  }

  private mutating func parseType() throws(TaggedValueError) -> Procedure.ColumnType {
    let word = try parseIdentifier()
    _ = skip("?")
    let upper = String(decoding: word.utf8.map { Self.upper($0) }, as: UTF8.self)
    guard let type = Procedure.ColumnType(rawValue: upper) else {
      let known = Procedure.ColumnType.allCases.map(\.rawValue).joined(separator: ", ")
      throw TaggedValueError(message: "there is no type \(word); types are \(known)")
    }
    // The kind of the elements is not checked.
    if type == .list, skipWord("OF") { _ = try parseType() }
    return type
  }

  private mutating func parseIdentifier() throws(TaggedValueError) -> String {
    skipSpace()
    if skip("`") {
      let start = offset
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "`") { offset += 1 }
      let name = bytes[start..<offset]
      try expect("`")
      return String(decoding: name, as: UTF8.self)
    }
    let start = offset
    while offset < bytes.count, Self.isPartOfName(bytes[offset]) { offset += 1 }
    guard offset > start else { throw failure("a name") }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func upper(_ byte: UInt8) -> UInt8 {
    byte &- 0x61 < 26 ? byte - 0x20 : byte
  }

  private mutating func skipSpace() {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] &- 9 < 5 { offset += 1 }
  }

  private mutating func skip(_ text: StaticString) -> Bool {
    skipSpace()
    let wanted = Array(text.description.utf8)
    guard bytes[offset...].starts(with: wanted) else { return false }
    offset += wanted.count
    return true
  }

  /// Steps over a word, in any case, that is not the start of a longer one.
  mutating func skipWord(_ word: StaticString) -> Bool {
    skipSpace()
    let wanted = Array(word.description.utf8)
    let rest = bytes[offset...]
    guard rest.prefix(wanted.count).map(Self.upper) == wanted,
      !(rest.dropFirst(wanted.count).first.map(Self.isPartOfName) ?? false)
    else { return false }
    offset += wanted.count
    return true
  }

  mutating func expect(_ text: StaticString) throws(TaggedValueError) {
    guard skip(text) else { throw failure(text.description) }
  }

  mutating func expectEnd() throws(TaggedValueError) {
    skipSpace()
    guard offset == bytes.count else { throw failure("the end") }
  }

  private func failure(_ expected: String) -> TaggedValueError {
    TaggedValueError(
      message: "the signature has something else than \(expected) at byte \(offset); write "
        + "name(argument :: TYPE?, …) :: (result :: TYPE?, …)")
  }
}
