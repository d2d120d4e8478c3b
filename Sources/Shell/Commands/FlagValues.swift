// Values of flags that are more than text: numbers, single bytes, one of several names.

internal import Query

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

  /// A length of time in milliseconds, or nil where the flag was not given.
  ///
  /// Written `500ms`, `5s`, `1.5s`, `2min` or `1h`; a bare number is seconds.
  func milliseconds(_ flag: Flag) throws(Failure) -> Int? {
    guard let text = value(flag) else { return nil }
    let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let scales: [String: Double] = [
      "": 1000, "ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000,
    ]
    let scale = scales[String(text.dropFirst(number.count))]
    let milliseconds = Double(number).flatMap { number in scale.map { number * $0 } }
    guard let milliseconds, milliseconds >= 1, milliseconds < 1e12 else {
      throw .usage(Messages.notATime(text, flag: "--" + flag.name), command: command.name)
    }
    return Int(milliseconds)
  }

  /// How statements are to run.
  func queryOptions() throws(Failure) -> QueryOptions {
    var options = QueryOptions()
    options.limits.milliseconds = try milliseconds(.timeout)
    options.isReadOnly = has(.readOnly)
    options.isOptimized = !has(.noOptimizer)
    options.usesIndexes = !has(.noIndexes)
    if let folder = value(.importFolder) {
      guard pathKind(folder) == .folder else {
        throw .usage(Messages.noSuchFolder(folder), command: command.name)
      }
      options.importFolder = folder
    }
    options.threads = try number(.threads, in: 1...1024) ?? 0
    return options
  }
}
