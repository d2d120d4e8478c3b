// Rules about single words and lines of Swift: what shipped code must not say, and what a line may
// look like. Words are searched for in code only; samples inside strings and comments do not count.

/// A spelling that shipped code must not hold, and what to write in its place.
struct BannedWord: Sendable {
  let spelling: String
  let advice: String
  /// The name of the one file in which the spelling is allowed, or nil.
  var allowedIn: String?
  /// Whether a member of the same name, with a dot before it, is meant as well.
  var matchesMembers = false

  static let all: [BannedWord] = [
    BannedWord(
      spelling: "import Foundation",
      advice: "shipped code uses the standard library and Glibc only; see decision 001"),
    BannedWord(spelling: "try!", advice: "throw the error on, or handle it"),
    BannedWord(spelling: "as!", advice: "use `as?` and say what happens when it fails"),
    BannedWord(
      spelling: "print(", advice: "write through the shell's Output", allowedIn: "Output.swift"),
    BannedWord(
      spelling: "debugPrint(", advice: "write through the shell's Output",
      allowedIn: "Output.swift"),
    BannedWord(
      spelling: "dump(", advice: "write through the shell's Output", allowedIn: "Output.swift"),
    BannedWord(
      spelling: "String(format:", advice: "it is Foundation's and slow; format the bytes by hand"),
    BannedWord(
      spelling: ".components(", advice: "it is Foundation's and slow; walk over the bytes",
      matchesMembers: true),
    BannedWord(spelling: "fatalError()", advice: "say in a message why this cannot happen"),
    BannedWord(spelling: "preconditionFailure()", advice: "say in a message what the caller broke"),
    BannedWord(spelling: "fatalError(\"\")", advice: "say in a message why this cannot happen"),
    BannedWord(
      spelling: "preconditionFailure(\"\")", advice: "say in a message what the caller broke"),
  ]

  func findings(in file: SwiftFile) -> [Finding] {
    guard file.name != allowedIn else { return [] }
    return file.code.enumerated().compactMap { index, line in
      guard holds(line) else { return nil }
      return Finding(path: file.path, line: index + 1, advice: "`\(spelling)`: \(advice)")
    }
  }

  private func holds(_ line: String) -> Bool {
    places(of: spelling, in: line).contains { place in
      guard let before = place.before else { return true }
      if matchesMembers { return true }
      return !before.isPartOfName && before != "."
    }
  }
}

enum WordRules {
  /// Unfinished work is written down as an issue or a decision, not left in the code.
  static func leftovers(in file: SwiftFile) -> [Finding] {
    file.comments.enumerated().compactMap { index, line in
      let words = line.split { !$0.isPartOfName }
      guard let word = words.first(where: { leftoverWords.contains(String($0)) }) else {
        return nil
      }
      return Finding(
        path: file.path, line: index + 1,
        advice: "`\(word)`: finish it, or write down in docs/ what is open")
    }
  }

  /// A promise that the compiler cannot check has the argument for it beside it.
  static func promises(in file: SwiftFile) -> [Finding] {
    file.code.indices.compactMap { index in
      let line = file.code[index]
      let isPromise = line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)")
      guard isPromise else { return nil }
      let near = max(0, index - 6)...min(file.comments.count - 1, index + 4)
      guard !near.contains(where: { file.comments[$0].contains("SAFETY:") }) else { return nil }
      return Finding(
        path: file.path, line: index + 1,
        advice: "write a `// SAFETY:` line beside it that says why it is sound")
    }
  }

  /// A file with unsafe code says at least once why it is sound.
  static func unsafeCode(in file: SwiftFile) -> [Finding] {
    guard !file.comments.contains(where: { $0.contains("SAFETY:") }) else { return [] }
    let first = file.code.firstIndex { line in
      places(of: "unsafe", in: line).contains { place in
        let isWord = place.before?.isPartOfName != true && place.after?.isPartOfName != true
        return isWord && place.before != "@" && place.before != "(" && place.before != "."
      }
    }
    guard let first else { return [] }
    return [
      Finding(
        path: file.path, line: first + 1,
        advice: "unsafe code without a `// SAFETY:` line in the file: say why it is sound")
    ]
  }

  /// No tabs, no blanks at the end of a line, no line wider than the page.
  static func layout(in file: SwiftFile) -> [Finding] {
    file.lines.enumerated().flatMap { index, line in
      var advice: [String] = []
      if line.contains("\t") { advice.append("a tab: indent with two spaces") }
      if line.last == " " || line.last == "\r" { advice.append("blanks at the end: remove them") }
      // The formatter fills a line to the page and puts the comma of a list after it.
      // What stands in a string is data; breaking it would change it.
      let isComment = file.comments[index].contains { $0 != " " }
      let isData = !isComment && (line.contains("\"") || !file.code[index].contains { $0 != " " })
      let width = isData ? 0 : displayWidth(line) - (line.last == "," ? 1 : 0)
      if width > columnMax { advice.append("\(width) columns wide: break it at \(columnMax)") }
      return advice.map { Finding(path: file.path, line: index + 1, advice: $0) }
    }
  }

  /// A file begins by saying what it is.
  static func header(in file: SwiftFile) -> [Finding] {
    let first = file.lines.first ?? ""
    guard !first.hasPrefix("//") || first.hasPrefix("///") else { return [] }
    return [
      Finding(
        path: file.path, line: 1,
        advice: "begin with a `//` comment: what the file is, relies on and does not do")
    ]
  }

  private static let leftoverWords: Set<String> = ["TODO", "FIXME", "XXX", "HACK"]
  private static let columnMax = 100
}

/// The cells that a line takes on a terminal, wide characters two and combining marks none.
func displayWidth(_ line: String) -> Int {
  line.unicodeScalars.reduce(0) { $0 + cells(of: $1.value) }
}

private func cells(of scalar: UInt32) -> Int {
  switch scalar {
  case 0x0300...0x036f, 0x200b...0x200f, 0xfe00...0xfe0f: 0
  case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f: 2
  case 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd: 2
  default: 1
  }
}

/// The characters around each place where a word stands in a line.
func places(of word: String, in line: String) -> [(before: Character?, after: Character?)] {
  var found: [(before: Character?, after: Character?)] = []
  var rest = line[...]
  while let range = rest.firstRange(of: word) {
    let before =
      range.lowerBound > line.startIndex ? line[line.index(before: range.lowerBound)] : nil
    let after = range.upperBound < line.endIndex ? line[range.upperBound] : nil
    found.append((before, after))
    rest = line[range.upperBound...]
  }
  return found
}

extension Character {
  var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}
