// Text in the two languages Kin speaks, side by side, so that none is forgotten; which of them is
// shown is decided late, by whoever writes. Numbers and plurals are the caller's business.

/// A language that Kin speaks.
enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case chinese = "zh"

  /// The language that the environment asks for: the first of these variables that is set decides.
  init(environment: Environment) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    self = locale?.utf8.starts(with: "zh".utf8) == true ? .chinese : .english
  }
}

/// The same text in every language.
struct Phrase: Sendable, Equatable {
  let english: String
  let chinese: String

  init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  /// Text that is the same everywhere: names, paths, commands.
  init(same text: String) { self.init(text, text) }

  subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }
}
