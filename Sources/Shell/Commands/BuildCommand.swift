// `kin build`: pages into a graph. A new graph appears in one step when all is read; into a graph
// that exists only what is new or changed is read, one commit after the other.

internal import Extract
internal import Graph
import Glibc
internal import Synchronization
import Text

/// Runs `kin build`.
func runBuild(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let files = try PageFiles(invocation.operands)
  if files.files.isEmpty, files.problems.isEmpty, files.folders.isEmpty {
    throw Failure(.dataError, Messages.nothingToBuild(in: invocation.operands))
  }
  let target = invocation.value(.graphOutput) ?? defaultGraph(for: invocation.operands[0])
  let reading = try pageReading(rules: invocation.value(.rules))
  let jobs = try invocation.number(.jobs, in: 1...1024) ?? coreCount
  let build = GraphBuild(target: target, reading: reading, jobs: jobs, session: session)
  if invocation.has(.dryRun) { return try build.dryRun(files) }
  if pathKind(target) == .missing { return try build.create(files) }
  return try build.update(files)
}

/// The graph of an operand: its last name with another end.
func defaultGraph(for operand: String) -> String {
  let name = PageFiles.tidied(operand).split(separator: "/").last.map(String.init) ?? ""
  if name.isEmpty || ["-", ".", ".."].contains(name) { return "pages.kin" }
  for end in [".txt", ".md", ".facts.jsonl", ".jsonl"] where name.hasSuffix(end) {
    let start = String(name.dropLast(end.count))
    if !start.isEmpty { return start + ".kin" }
  }
  return name + ".kin"
}

/// One build of a file.
private struct GraphBuild {
  let target: String
  let reading: PageReading
  let jobs: Int
  let session: Session

  /// Makes a graph that does not exist.
  func create(_ files: PageFiles) throws(Failure) -> ExitCode {
    if let code = obstacle(toCreating: target) {
      throw Failure(.file, Messages.cannotCreate(target, code))
    }
    let start = ContinuousClock.now
    let bar = progressBar()
    let message = Messages.interrupted[session.language]
    let interruption = Interruption {
      bar.clear()
      _ = writeAll(Array((message + "\n").utf8).span, to: STDERR_FILENO)
    }
    defer { interruption.end() }
    let corpus = CorpusGraph(Graph())
    let report = try read(files, into: corpus, bar)
    finish(interruption, bar)
    do throws(GraphError) {
      try Graph.create(at: target, from: try corpus.graph.snapshot.sortedByContent())
    } catch {
      bar.clear()
      throw Failure(error)
    }
    bar.clear()
    return tell(report, corpus.graph.snapshot, since: start)
  }

  /// Brings a graph that exists up to date.
  func update(_ files: PageFiles) throws(Failure) -> ExitCode {
    let start = ContinuousClock.now
    let graph = try openGraph(target, .readWrite, createIfMissing: false, session)
    defer { graph.close() }
    let bar = progressBar()
    let pages = SharedCount()
    let (target, language) = (target, session.language)
    let interruption = Interruption {
      bar.clear()
      let message = Messages.interruptedBuild(target, pages: pages.value)[language]
      _ = writeAll(Array((message + "\n").utf8).span, to: STDERR_FILENO)
    }
    defer { interruption.end() }
    let report = try read(files, into: CorpusGraph(graph), bar) { pages.set($0) }
    bar.clear()
    return tell(report, graph.snapshot, since: start)
  }

  /// Reads everything that would be read, and leaves the file alone.
  func dryRun(_ files: PageFiles) throws(Failure) -> ExitCode {
    let start = ContinuousClock.now
    var snapshot = GraphSnapshot()
    if pathKind(target) != .missing { snapshot = try openGraph(target, session) }
    let corpus = CorpusGraph(Graph(snapshot))
    let bar = progressBar()
    let report = try read(files, into: corpus, bar)
    bar.clear()
    return tell(report, corpus.graph.snapshot, since: start, isDry: true)
  }

  private func progressBar() -> ProgressBar {
    ProgressBar(on: session.output.notices, environment: session.environment, session.language)
  }

  private func read(
    _ files: PageFiles, into corpus: CorpusGraph, _ bar: ProgressBar,
    committed: @escaping (Int) -> Void = { _ in }
  ) throws(Failure) -> BuildReport {
    let byteCount = files.byteCount
    bar.show(ImportProgress(phase: .reading, bytesRead: 0, byteCount: byteCount))
    var work = BuildWork(corpus: corpus, reading: reading, jobs: jobs)
    work.progress = { bytesRead, pageCount in
      committed(pageCount)
      bar.show(ImportProgress(phase: .reading, bytesRead: bytesRead, byteCount: byteCount))
    }
    do throws(GraphError) {
      return try work.run(files)
    } catch {
      bar.clear()
      throw Failure(error)
    }
  }

  /// From now on the graph is written; only a second Ctrl-C stops that.
  private func finish(_ interruption: Interruption, _ bar: ProgressBar) {
    bar.showWriting()
    let (target, language) = (target, session.language)
    interruption.finishUnlessAskedTwice(
      warn: {
        bar.clear()
        _ = writeAll(
          Array((Messages.writingNow[language] + "\n").utf8).span, to: STDERR_FILENO)
      },
      cleanUp: {
        for end in [".new", "-journal", "", "-lock"] { removeFile(target + end) }
        _ = writeAll(
          Array((Messages.interrupted[language] + "\n").utf8).span, to: STDERR_FILENO)
      })
  }

  /// Tells what came in, what did not, and what to do next.
  private func tell(
    _ report: BuildReport, _ graph: GraphSnapshot, since start: ContinuousClock.Instant,
    isDry: Bool = false
  ) -> ExitCode {
    let channel = session.output.notices
    writeCounts(of: graph, to: channel, session.language)
    if graph.nodeCount > 0 { channel.line() }
    let seconds = start.duration(to: .now).seconds
    session.notice(Messages.pagesRead(report, seconds: seconds))
    if isDry {
      session.notice(Messages.dryRun, .bold)
    } else {
      session.notice(
        Messages.built(target, nodes: graph.nodeCount, relationships: graph.relationshipCount),
        .bold)
    }
    session.report(report.problems)
    if !isDry, graph.nodeCount > 0 {
      session.notice(
        Messages.tryNext(
          "kin query \(target) 'MATCH (p)-[a:ATTENDED]->(e) RETURN p.name, a.role, e.name LIMIT 10'"
        ))
    }
    return report.problems.isEmpty ? .success : .finishedWithRejects
  }
}

/// A number that one thread sets and another reads.
private final class SharedCount: Sendable {
  private let number = Mutex(0)

  var value: Int { number.withLock { $0 } }

  func set(_ value: Int) { number.withLock { $0 = value } }
}
