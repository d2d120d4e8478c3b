// From arguments to an invocation, by the table of commands and flags: `--flag value`,
// `--flag=value`, `-f value`, `-fvalue`, combined short flags, and `--` before operands that begin
// with a dash. Whatever is wrong is a usage failure that names what was meant, if it can be told.

import Text

/// What the arguments ask for.
enum Request {
  case command(Invocation)
  case help(topic: String?)
  case version
  /// There were no arguments.
  case nothing
}

/// The language that the arguments ask for, told before anything else so that messages about the
/// other arguments are in it; nil where there is none or no such language.
func askedLanguage(_ arguments: [String]) -> Language? {
  let flag = "--" + Flag.language.name
  var asked: Language?
  for (place, argument) in arguments.enumerated() {
    if argument == "--" { break }
    if argument == flag, place + 1 < arguments.count {
      asked = Language(rawValue: arguments[place + 1]) ?? asked
    } else if argument.utf8.starts(with: (flag + "=").utf8) {
      asked = Language(rawValue: String(argument.dropFirst(flag.count + 1))) ?? asked
    }
  }
  return asked
}

/// Understands arguments, the program's name left out.
func parseArguments(_ arguments: [String]) throws(Failure) -> Request {
  if arguments.isEmpty { return .nothing }
  var parser = ArgumentParser(arguments: arguments)
  return try parser.parse()
}

/// The known names that a mistyped or cut one may stand for, the likeliest first.
func suggestions(for typed: String, among known: [String]) -> [String] {
  let near = nearNames(to: UTF8String(typed), among: known.map { UTF8String($0) })
  if !near.isEmpty { return near.map(\.string) }
  return typed.utf8.count < 2 ? [] : known.filter { $0.utf8.starts(with: typed.utf8) }
}

private struct ArgumentParser {
  let arguments: [String]
  var next = 0
  var command: Command?
  var operands: [String] = []
  var given: [(name: String, value: String)] = []

  init(arguments: [String]) { self.arguments = arguments }

  private var flags: [Flag] { command?.allFlags ?? Flag.common }

  mutating func parse() throws(Failure) -> Request {
    var takesFlags = true
    while next < arguments.count {
      let argument = arguments[next]
      next += 1
      if takesFlags, argument == "--" {
        takesFlags = false
      } else if takesFlags, argument.utf8.starts(with: "--".utf8) {
        try parseLong(argument)
      } else if takesFlags, argument.utf8.first == 0x2d, argument.utf8.count > 1 {
        try parseShort(argument)
      } else if command == nil {
        command = try Self.command(named: argument)
      } else {
        operands.append(argument)
      }
    }
    return try request()
  }

  private func request() throws(Failure) -> Request {
    if given.contains(where: { $0.name == Flag.help.name }) {
      return .help(topic: command?.name)
    }
    if given.contains(where: { $0.name == Flag.version.name }) { return .version }
    guard let command else { return .nothing }
    guard operands.count >= command.operandCount.lowerBound else {
      throw .usage(
        Messages.missingOperand(command.operands, of: command.name), command: command.name)
    }
    guard operands.count <= command.operandCount.upperBound else {
      let first = operands[command.operandCount.upperBound]
      throw .usage(Messages.unexpectedOperand(first, of: command.name), command: command.name)
    }
    return .command(Invocation(command: command, operands: operands, given: given))
  }

  private static func command(named name: String) throws(Failure) -> Command {
    if let command = Command.named(name) { return command }
    let names = Command.all.map(\.name)
    throw Failure(
      .usage, Messages.unknownCommand(name, near: suggestions(for: name, among: names)),
      hint: Messages.existingCommands(names))
  }

  private mutating func parseLong(_ argument: String) throws(Failure) {
    let body = argument.dropFirst(2)
    let name = String(body.prefix { $0 != "=" })
    guard let flag = flags.first(where: { $0.name == name }) else {
      throw unknownFlag("--" + name, among: flags.map { "--" + $0.name })
    }
    guard name.utf8.count < body.utf8.count else {
      try take(flag, as: "--" + name, attached: nil)
      return
    }
    guard flag.argument != nil else {
      throw .usage(Messages.flagTakesNoValue("--" + name), command: command?.name)
    }
    try take(flag, as: "--" + name, attached: String(body.dropFirst(name.count + 1)))
  }

  private mutating func parseShort(_ argument: String) throws(Failure) {
    var letters = argument.dropFirst()
    while let letter = letters.popFirst() {
      let written = "-\(letter)"
      guard let flag = flags.first(where: { $0.short == String(letter) }) else {
        throw unknownFlag(written, among: flags.compactMap { $0.short.map { "-" + $0 } })
      }
      let hasAttached = flag.argument != nil && !letters.isEmpty
      if hasAttached, letters.first == "=" { letters.removeFirst() }
      try take(flag, as: written, attached: hasAttached ? String(letters) : nil)
      if hasAttached { return }
    }
  }

  private mutating func take(_ flag: Flag, as written: String, attached: String?) throws(Failure) {
    guard let argument = flag.argument else {
      given.append((flag.name, ""))
      return
    }
    if let attached {
      given.append((flag.name, attached))
    } else if next < arguments.count {
      given.append((flag.name, arguments[next]))
      next += 1
    } else {
      throw .usage(Messages.missingValue(of: written, argument), command: command?.name)
    }
    if flag.name == Flag.language.name, let value = given.last?.value,
      Language(rawValue: value) == nil
    {
      throw .usage(
        Messages.notOneOf(value, Language.allCases.map(\.rawValue), flag: written),
        command: command?.name)
    }
  }

  private func unknownFlag(_ written: String, among known: [String]) -> Failure {
    let near = written.utf8.count > 2 ? suggestions(for: written, among: known) : []
    if let command {
      return .usage(
        Messages.unknownFlag(written, of: command.name, near: near), command: command.name)
    }
    return .usage(Messages.unknownFlag(written, of: nil, near: near))
  }
}
