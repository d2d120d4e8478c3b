// Runs the program in memory: arguments in, what it wrote and how it ended out.

@testable import Shell

/// What a run of the program wrote, and its exit code.
struct ShellRun {
  let data: String
  let notices: String
  let code: ExitCode

  init(
    _ arguments: [String], environment: [String: String] = [:], terminalWidth: Int? = nil,
    showsStyles: Bool = false
  ) {
    let output = Output(
      data: Channel(memoryWithTerminalWidth: terminalWidth, showsStyles: showsStyles),
      notices: Channel(memoryWithTerminalWidth: terminalWidth, showsStyles: showsStyles))
    code = runShell(arguments, environment: Environment(environment), output: output)
    data = output.data.written
    notices = output.notices.written
  }
}
