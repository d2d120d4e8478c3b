// The program `kin`: takes the arguments and the environment, and ends with an exit code. All else
// is in functions that tests call.

import Glibc

@main
struct Main {
  static func main() {
    ignoreClosedPipes()
    let environment = Environment.process
    let output = Output.standard(environment)
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(runShell(arguments, environment: environment, output: output).rawValue)
  }
}
