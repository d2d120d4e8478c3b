// Finds functions, initializers, subscripts and computed properties by their braces. It reads the
// code view of a file, so that braces in strings and comments do not count; it is no parser, and
// what it takes for the body of a declaration is the first brace at the declaration's own depth.

/// The lines from the first word of a declaration to the brace that closes its body.
struct FunctionExtent: Equatable {
  let name: String
  let firstLine: Int
  let lastLine: Int

  var lineCount: Int { lastLine - firstLine + 1 }
}

struct FunctionScanner {
  private struct Pending {
    let name: String
    let line: Int
    let parentheses: Int
  }

  private var open: [Pending?] = []
  private var pending: Pending?
  private var parentheses = 0
  private var line = 1
  private var before: Character = "\n"
  private var extents: [FunctionExtent] = []

  static func extents(in code: [String]) -> [FunctionExtent] {
    var scanner = FunctionScanner()
    for line in code {
      scanner.scan(line)
      scanner.line += 1
    }
    return scanner.extents.sorted { ($0.firstLine, $0.lastLine) < ($1.firstLine, $1.lastLine) }
  }

  private mutating func scan(_ text: String) {
    var rest = text[...]
    while let character = rest.first {
      if character.isPartOfName || character == "`" {
        let word = rest.prefix { $0.isPartOfName || $0 == "`" }
        rest = rest.dropFirst(word.count)
        see(word: String(word), then: rest)
        before = "a"
      } else {
        rest.removeFirst()
        see(mark: character, then: rest.first)
        if !character.isWhitespace { before = character }
      }
    }
  }

  private mutating func see(word: String, then rest: Substring) {
    guard before != "." else { return }
    switch word {
    case "func":
      let name = rest.drop { $0 == " " }.prefix { $0 != "(" && $0 != " " }
      let isOperator = name.first?.isPartOfName == false && name.first != "`"
      begin(String(isOperator ? name : name.prefix { $0 != "<" }))
    case "init" where "(?<!".contains(rest.first ?? " "), "subscript", "deinit", "var":
      begin(word)
    case "protocol", "let", "case", "struct", "class", "enum", "extension":
      if pending?.parentheses == parentheses { pending = nil }
    default:
      break
    }
  }

  private mutating func begin(_ name: String) {
    guard pending.map({ $0.parentheses == parentheses }) ?? true else { return }
    pending = Pending(name: name, line: line, parentheses: parentheses)
  }

  private mutating func see(mark: Character, then next: Character?) {
    switch mark {
    case "(", "[":
      parentheses += 1
    case ")", "]":
      parentheses -= 1
    case "=" where pending?.name == "var" && pending?.parentheses == parentheses && next != "=":
      pending = nil
    case "{":
      let isBody = pending?.parentheses == parentheses
      open.append(isBody ? pending : nil)
      if isBody { pending = nil }
    case "}":
      if pending?.parentheses == parentheses { pending = nil }
      guard let closed = open.popLast(), let closed else { return }
      extents.append(
        FunctionExtent(name: closed.name, firstLine: closed.line, lastLine: line))
    default:
      break
    }
  }
}
