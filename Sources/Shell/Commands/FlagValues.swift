// Values of flags that are more than text: numbers, single bytes, one of several names.

extension Invocation {
  /// One of the names of an enumeration, or nil where the flag was not given.
  func choice<Choice>(_ flag: Flag, _ type: Choice.Type) throws(Failure) -> Choice?
  where Choice: RawRepresentable<String> & CaseIterable {
    guard let text = value(flag) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue)
    throw .usage(Messages.notOneOf(text, known, flag: "--" + flag.name), command: command.name)
  }

  /// A single ASCII character, or nil where the flag was not given.
  func byte(_ flag: Flag) throws(Failure) -> UInt8? {
    guard let text = value(flag) else { return nil }
    if text == "tab" || text == "\\t" { return 0x09 }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, byte > 0x1f || byte == 0x09
    else {
      throw .usage(Messages.notACharacter(text, flag: "--" + flag.name), command: command.name)
    }
    return byte
  }

  /// A number within bounds, or nil where the flag was not given.
  func number(_ flag: Flag, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = value(flag) else { return nil }
    if let number = Int(text), range.contains(number) { return number }
    throw .usage(
      Messages.notANumber(text, flag: "--" + flag.name, range: range), command: command.name)
  }
}
