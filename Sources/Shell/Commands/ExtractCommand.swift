// `kin extract`: pages in, lines of facts out, in the order they came. Each line follows from its
// page alone, so that parts of the input can be read on different machines and joined by `kin
// build`.

internal import Extract
internal import Graph
import Text

/// Runs `kin extract`.
func runExtract(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let operands = invocation.operands.isEmpty ? ["-"] : invocation.operands
  let files = try PageFiles(operands, isSorted: false)
  let reading = try pageReading(rules: invocation.value(.rules))
  let jobs = try invocation.number(.jobs, in: 1...1024) ?? coreCount
  let reader = ReadPages(reading: reading, jobs: jobs)
  var stream = PageStream(files.files)
  var problems = files.problems
  let channel = session.output.data
  while !channel.isClosed {
    let found = stream.nextBatch(
      byteCount: BuildWork.batchByteCount, pageCount: BuildWork.batchPageCount)
    if found.isEmpty { break }
    for outcome in reader.outcomes(of: found) {
      switch outcome {
      case .read(let page):
        var line: [UInt8] = []
        page.appendLine(to: &line)
        channel.write(line.span)
      case .bad(let problem): problems.append(problem)
      case .unchanged: break
      }
    }
    channel.flush()
  }
  problems += stream.problems
  session.report(problems)
  return problems.isEmpty ? .success : .finishedWithRejects
}

extension Session {
  /// Lists the pages with problems, if there are any.
  func report(_ problems: [PageProblem]) {
    if problems.isEmpty { return }
    warn(Messages.pagesWithProblems(problems.count))
    for problem in problems {
      let message = problem.message
      notice(Phrase("  " + message.english, "  " + message.chinese))
    }
  }
}
