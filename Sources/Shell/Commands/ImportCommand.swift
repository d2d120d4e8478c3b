// `kin import`: files into a new graph. Nothing of the graph is on the disk before all is read;
// then it appears, or replaces the old one, in one step. Rejected rows go to files beside their
// own.

internal import Graph
import Glibc
internal import Synchronization
import Text

/// Runs `kin import`.
func runImport(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  guard let target = invocation.value(.graphOutput) else {
    throw .usage(Messages.missingFlag(.graphOutput, of: "import"), command: "import")
  }
  let format = try invocation.choice(.importFormat, InputFormat.self)
  let options = try importOptions(invocation)
  let scripts = try ScriptImport(invocation.operands, format: format, session)
  let files =
    scripts == nil ? try importFiles(invocation.operands, format: format?.plain) : []
  let isReplacing = invocation.has(.replace)
  try checkTarget(target, isReplacing: isReplacing)
  let work = ImportWork(
    files: files, scripts: scripts, target: target, isReplacing: isReplacing, session: session)
  return try work.run(options)
}

/// Finds out before anything is read whether the graph can be written.
private func checkTarget(_ target: String, isReplacing: Bool) throws(Failure) {
  if let code = obstacle(toCreating: target) {
    throw Failure(.file, Messages.cannotCreate(target, code))
  }
  if pathKind(target) == .missing { return }
  guard isReplacing else {
    throw Failure(.file, Messages.graphExists(target), hint: Messages.useReplace)
  }
  do {
    try Graph.checkIsWritable(at: target)
  } catch {
    throw Failure(error)
  }
}

private func importOptions(_ invocation: Invocation) throws(Failure) -> ImportOptions {
  var options = ImportOptions()
  options.delimiter = try invocation.byte(.delimiter)
  if let byte = try invocation.byte(.arrayDelimiter) { options.arrayDelimiter = byte }
  options.jobs = try invocation.number(.jobs, in: 1...1024)
  return options
}

/// One import from files to a file.
private struct ImportWork {
  let files: [ImportFile]
  /// Instead of files of data.
  let scripts: ScriptImport?
  let target: String
  let isReplacing: Bool
  let session: Session

  func run(_ options: ImportOptions) throws(Failure) -> ExitCode {
    let start = ContinuousClock.now
    let progress = ProgressBar(
      on: session.output.notices, environment: session.environment, session.language)
    let rejects = RejectFiles()
    let interruption = interruption(progress, rejects)
    defer { interruption.end() }
    let graph: GraphSnapshot
    let report: ImportReport
    if let scripts {
      guard let made = try scripts.run(progress) else { return .dataError }
      (graph, report) = made
    } else {
      do {
        (graph, report) = try importGraph(
          files, options: options, rejects: { rejects.add($0) }, progress: { progress.show($0) })
      } catch {
        progress.clear()
        throw Failure(error)
      }
    }
    finish(interruption, progress, rejects)
    do {
      try Graph.create(at: target, from: graph, replacing: isReplacing)
    } catch {
      progress.clear()
      throw Failure(error)
    }
    progress.clear()
    let seconds = start.duration(to: .now).seconds
    try tell(graph, report, rejects, seconds: seconds)
    return report.rejectCount > 0 ? .finishedWithRejects : .success
  }

  /// Listens for Ctrl-C while nothing is written yet.
  private func interruption(_ progress: ProgressBar, _ rejects: RejectFiles) -> Interruption {
    let message = Messages.interrupted[session.language]
    return Interruption {
      progress.clear()
      rejects.remove()
      _ = writeAll(Array((message + "\n").utf8).span, to: STDERR_FILENO)
    }
  }

  /// From now on the graph is written; only a second Ctrl-C stops that.
  private func finish(
    _ interruption: Interruption, _ progress: ProgressBar, _ rejects: RejectFiles
  ) {
    progress.showWriting()
    let language = session.language
    let (target, wasMissing) = (target, pathKind(target) == .missing)
    interruption.finishUnlessAskedTwice(
      warn: {
        progress.clear()
        let text = Messages.writingNow[language] + "\n"
        _ = writeAll(Array(text.utf8).span, to: STDERR_FILENO)
      },
      cleanUp: {
        let leftovers = wasMissing ? [".new", "-journal", "", "-lock"] : [".new", "-lock"]
        for end in leftovers { removeFile(target + end) }
        rejects.remove()
        let text = wasMissing ? Messages.interrupted : Messages.interruptedReplacing(target)
        _ = writeAll(Array((text[language] + "\n").utf8).span, to: STDERR_FILENO)
      })
  }

  /// Tells what came in, what did not, and what to do next.
  private func tell(
    _ graph: GraphSnapshot, _ report: ImportReport, _ rejects: RejectFiles, seconds: Double
  ) throws(Failure) {
    let channel = session.output.notices
    var byteCount = 0
    if case .file(let count) = pathKind(target) { byteCount = count }
    // The counts come last, where they are seen on a small terminal.
    writeCounts(of: graph, to: channel, session.language)
    if graph.nodeCount > 0 { channel.line() }
    session.notice(
      Messages.imported(
        nodes: graph.nodeCount, relationships: graph.relationshipCount,
        properties: report.propertyCount, seconds: seconds, target, byteCount: byteCount), .bold)
    let written = try rejects.finish()
    for (path, count) in written { session.warn(Messages.rejected(count, path)) }
    session.notice(Messages.tryNext("kin schema \(target)"))
  }
}

/// The files of rejected rows, one beside each file that has some.
private final class RejectFiles: Sendable {
  private let files = Mutex<[(source: String, file: RejectsFile)]>([])

  func add(_ row: RejectedRow) {
    let file = files.withLock { files in
      if let known = files.first(where: { $0.source == row.path }) { return known.file }
      let new = RejectsFile(besides: row.path)
      files.append((row.path, new))
      return new
    }
    file.write(row)
  }

  /// Writes what is left; the paths with the number of their rows.
  func finish() throws(Failure) -> [(path: String, count: Int)] {
    let files = files.withLock { $0 }
    for (_, file) in files {
      let code = file.finish()
      if code != 0 { throw Failure(.file, Messages.cannotWriteRejects(file.path, code)) }
    }
    return files.map { ($0.file.path, $0.file.rowCount) }
  }

  /// Removes the files, as if there had been no import.
  func remove() {
    for (_, file) in files.withLock({ $0 }) {
      _ = file.finish()
      removeFile(file.path)
    }
  }
}

extension Failure {
  /// The failure that an error of an import is to the user.
  fileprivate init(_ error: ImportError) {
    let code: ExitCode =
      switch error {
      case .fileNotFound, .isDirectory, .notAFile, .unreadable: .file
      case .badOption: .usage
      default: .dataError
      }
    self.init(code, Messages.importError(error))
  }
}
