// Help, made from the table of commands and flags. The overview fits a screen; each command and a
// few topics have a page of their own.

/// Writes the page of a command or topic, or the overview.
func writeHelp(_ topic: String?, to channel: Channel, _ language: Language) throws(Failure) {
  guard let topic else {
    writeOverview(to: channel, language)
    return
  }
  if let command = Command.named(topic) {
    writeHelp(on: command, to: channel, language)
    return
  }
  if let page = HelpTopic.all.first(where: { $0.name == topic }) {
    channel.line(page.title[language], .bold)
    channel.line()
    channel.line(page.text[language])
    return
  }
  let names = Command.all.map(\.name) + HelpTopic.all.map(\.name)
  throw Failure(
    .usage, Messages.unknownTopic(topic, near: suggestions(for: topic, among: names)),
    hint: Messages.existingTopics(names))
}

/// Writes what there is.
func writeOverview(to channel: Channel, _ language: Language) {
  channel.line(Messages.tagline[language], .bold)
  channel.line()
  writeHeading(Messages.usageHeading, to: channel, language)
  channel.line("  kin COMMAND [ARGUMENT…]")
  channel.line()
  writeHeading(Messages.commandsHeading, to: channel, language)
  var commands = Table([.text(""), .text("")])
  for command in Command.all { commands.add([synopsis(command), command.summary[language]]) }
  commands.write(to: channel)
  channel.line()
  writeHeading(Messages.topicsHeading, to: channel, language)
  var topics = Table([.text(""), .text("")])
  for topic in HelpTopic.all { topics.add(["help " + topic.name, topic.title[language]]) }
  topics.write(to: channel)
  channel.line()
  writeHeading(Messages.everywhereHeading, to: channel, language)
  writeFlags(Flag.common, to: channel, language)
}

private func writeHelp(on command: Command, to channel: Channel, _ language: Language) {
  channel.line(command.summary[language], .bold)
  channel.line()
  writeHeading(Messages.usageHeading, to: channel, language)
  let flags = command.flags.isEmpty ? "" : " [FLAG…]"
  channel.line("  kin \(synopsis(command))\(flags)")
  let details = command.details[language]
  if !details.isEmpty {
    channel.line()
    channel.line(details)
  }
  channel.line()
  writeHeading(Messages.flagsHeading, to: channel, language)
  writeFlags(command.allFlags, to: channel, language)
  channel.line()
  writeHeading(Messages.examplesHeading, to: channel, language)
  for example in command.examples { channel.line("  " + example) }
}

private func synopsis(_ command: Command) -> String {
  command.operands.isEmpty ? command.name : command.name + " " + command.operands
}

private func writeHeading(_ phrase: Phrase, to channel: Channel, _ language: Language) {
  channel.line(phrase[language], .bold)
}

private func writeFlags(_ flags: [Flag], to channel: Channel, _ language: Language) {
  var table = Table([.text(""), .text("")])
  for flag in flags {
    let short = flag.short.map { "-\($0), " } ?? "    "
    let argument = flag.argument.map { " " + $0 } ?? ""
    table.add(["\(short)--\(flag.name)\(argument)", flag.help[language]])
  }
  table.write(to: channel)
}
