// `kin query`: statements from the arguments, a file or the standard input, run one after the
// other. All of them are checked before the first one runs, so that a slip in the last changes
// nothing. Each is a transaction of its own; the first that fails ends the command. Data goes to
// the standard output, everything else to the standard error. Ctrl-C cancels a statement; twice,
// the program.

internal import Graph
import Glibc
import Query
import Text

/// Runs `kin query`.
func runQuery(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let format = try invocation.choice(.resultFormat, ResultFormat.self)
  let script = try QueryScript(
    source: try readScript(invocation), session: session,
    format: format ?? (session.output.data.isTerminal ? .box : .csv),
    limit: try invocation.number(.limit, in: 0...Int.max),
    parameters: try readParameters(invocation))
  var options = try invocation.queryOptions()
  // A dump holds its data in its statements.
  if invocation.value(.queryFile) != nil { options.limits.textBytes = 64 << 20 }
  guard let isWriting = script.check(options) else { return .dataError }
  let graph = try openGraph(
    invocation.operands[0], isWriting && !options.isReadOnly ? .readWrite : .readOnly,
    createIfMissing: invocation.has(.create), session)
  defer { graph.close() }
  session.output.notices.flush()
  let cancellation = Cancellation()
  let interruption = Interruption {}
  interruption.finishUnlessAskedTwice(warn: { cancellation.cancel() }, cleanUp: {})
  defer { interruption.end() }
  return script.run(QuerySession(graph, options: options), cancellation)
}

/// The statements, wherever they come from.
private func readScript(_ invocation: Invocation) throws(Failure) -> SourceText {
  let operand = invocation.operands.count > 1 ? invocation.operands[1] : nil
  switch (operand, invocation.value(.queryFile)) {
  case (let text?, nil) where text != "-": return SourceText(text)
  case (_?, nil): return SourceText(try readText("-", limit: 1 << 30).utf8Bytes)
  case (nil, let path?):
    let name = path == "-" ? nil : path
    return SourceText(try readText(path, limit: 1 << 30).utf8Bytes, name: name)
  case (_?, _?): throw .usage(Messages.statementTwice, command: "query")
  case (nil, nil): throw .usage(Messages.noStatement, command: "query")
  }
}

/// The parameters: `name=value`, `name=@file.json`, or `@file.json` for all members of its object.
private func readParameters(_ invocation: Invocation) throws(Failure) -> [String: Value] {
  var parameters: [String: Value] = [:]
  for given in invocation.values(.parameter) {
    if given.utf8.first == UInt8(ascii: "@") {
      let path = String(given.dropFirst())
      guard case .map(let map) = try readJSONValue(path) else {
        throw Failure(.dataError, Messages.notAnObject(path))
      }
      for entry in map.entries { parameters[entry.key.string] = entry.value }
      continue
    }
    guard let equals = given.utf8.firstIndex(of: UInt8(ascii: "=")), equals > given.startIndex
    else { throw .usage(Messages.notAParameter(given), command: "query") }
    var name = String(given[..<equals])
    if name.utf8.first == UInt8(ascii: "$"), name.utf8.count > 1 { name.removeFirst() }
    let text = String(given[given.utf8.index(after: equals)...])
    if text.utf8.first == UInt8(ascii: "@") {
      parameters[name] = try readJSONValue(String(text.dropFirst()))
      continue
    }
    do {
      parameters[name] = try Value(parameter: text)
    } catch {
      throw .usage(Messages.notALiteral(text, of: name, at: error.offset), command: "query")
    }
  }
  return parameters
}

private func readJSONValue(_ path: String) throws(Failure) -> Value {
  let bytes = try readText(path, limit: 256 << 20).utf8Bytes
  let json: JSONValue
  do {
    json = try parseJSON(bytes.span)
  } catch {
    let place = SourceText(bytes).place(at: error.offset)
    throw Failure(
      .dataError, Messages.notJSON(path, line: place.line, place.column, error.message))
  }
  do {
    return try Value(tagged: json)
  } catch {
    throw Failure(.dataError, Messages.notAValue(path, error.message))
  }
}

/// The text of a file, or of the standard input for `-`, without a byte order mark.
func readText(_ path: String, limit: Int) throws(Failure) -> UTF8String {
  var bytes: [UInt8] = []
  if let error = readFile(path == "-" ? nil : path, into: &bytes, limit: limit) {
    if path == "-" { throw Failure(.file, Messages.cannotReadInput(error.code)) }
    throw Failure(.file, Messages.cannotRead(path, error.code))
  }
  let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  guard let text = UTF8String(validating: bytes[start...]) else {
    throw Failure(.dataError, Messages.notUTF8(path))
  }
  return text
}

extension UTF8String {
  /// A copy of the bytes.
  var utf8Bytes: [UInt8] { Array(string.utf8) }
}
