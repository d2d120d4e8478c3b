// One run of the program: the language is chosen, the arguments are understood, the command runs,
// and whatever went wrong is told once, here.

import Glibc

/// What every command needs of its surroundings.
struct Session {
  let output: Output
  let environment: Environment
  let language: Language

  /// Writes a line of what was asked for.
  func answer(_ phrase: Phrase, _ style: Style? = nil) {
    output.data.line(phrase[language], style)
  }

  /// Writes a line beside what was asked for.
  func notice(_ phrase: Phrase, _ style: Style? = nil) {
    output.notices.line(phrase[language], style)
  }

  /// Writes a warning beside what was asked for.
  func warn(_ phrase: Phrase) {
    output.notices.write(language == .english ? "warning: " : "警告：", .cyan)
    output.notices.line(phrase[language])
  }
}

/// Runs the program with arguments, the program's name left out, and says how it ended.
func runShell(_ arguments: [String], environment: Environment, output: Output) -> ExitCode {
  let language = askedLanguage(arguments) ?? Language(environment: environment)
  let session = Session(output: output, environment: environment, language: language)
  let code: ExitCode
  do throws(Failure) {
    code = try run(try parseArguments(arguments), session)
  } catch {
    code = error.code
    // Where the reader of the output went away, the failure is only that.
    if output.data.failure != EPIPE { output.report(error, in: language) }
  }
  let isClosed = output.data.failure == EPIPE
  let failure = output.finish()
  if let failure { output.report(failure, in: language) }
  output.notices.flush()
  return isClosed || output.data.failure == EPIPE ? .success : failure?.code ?? code
}

private func run(_ request: Request, _ session: Session) throws(Failure) -> ExitCode {
  switch request {
  case .command(let invocation): return try invocation.command.run(invocation, session)
  case .help(let topic):
    try writeHelp(topic, to: session.output.data, session.language)
    return .success
  case .version:
    writeVersion(to: session.output.data)
    return .success
  case .nothing:
    writeOverview(to: session.output.notices, session.language)
    return .usage
  }
}
