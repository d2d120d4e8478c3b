// How a command ends: the exit codes that scripts rely on, and what is said when it does not end
// well. A failure carries both languages; the text is chosen when it is written.

/// The exit codes of every command.
enum ExitCode: Int32, Sendable, CaseIterable {
  case success = 0
  case dataError = 1
  case usage = 2
  case finishedWithRejects = 3
  case file = 4
  case cancelled = 5
  case internalError = 70
}

/// Why a command did not do what it was asked to.
struct Failure: Error, Equatable {
  let code: ExitCode
  let message: Phrase
  /// What to do about it.
  let hint: Phrase?

  init(_ code: ExitCode, _ message: Phrase, hint: Phrase? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// A failure whose hint is to read the help of a command.
  static func usage(_ message: Phrase, command: String? = nil) -> Failure {
    let help = command.map { "kin help \($0)" } ?? "kin help"
    return Failure(.usage, message, hint: Phrase("see '\(help)'", "请看“\(help)”"))
  }
}
