// `kin pipe`: requests in, answers out, line by line. The standard output holds answers and nothing
// else; each is passed on at once, since the other side waits for it.

internal import Graph
import Glibc
import Query

/// Runs `kin pipe`.
func runPipe(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let options = try invocation.queryOptions()
  guard let path = invocation.operands.first else {
    try answerLines(PipeSession(options: options), session)
    return .success
  }
  let graph = try openGraph(
    path, options.isReadOnly ? .readOnly : .readWrite, createIfMissing: invocation.has(.create),
    session)
  defer { graph.close() }
  session.output.notices.flush()
  try answerLines(PipeSession(graph, options: options), session)
  return .success
}

private func answerLines(_ pipe: PipeSession, _ session: Session) throws(Failure) {
  var reader = LineReader(descriptor: STDIN_FILENO)
  let channel = session.output.data
  while !channel.isClosed {
    let line: LineReader.Line
    do {
      line = try reader.next()
    } catch {
      throw Failure(.file, Messages.cannotReadInput(error.code))
    }
    switch line {
    case .whole(let range):
      write(pipe.answer(to: reader.buffer.span.extracting(range)), to: channel)
    case .tooLong:
      write(pipe.answerToLongLine(byteLimit: reader.byteLimit), to: channel)
    case .end: return
    }
  }
}

private func write(_ answer: [UInt8], to channel: Channel) {
  channel.write(answer.span)
  channel.flush()
}
