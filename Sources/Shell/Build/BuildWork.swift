// One build: pages come in batches, each batch is read by all threads and goes into the graph as
// one commit. A graph that did not exist is made in memory and written at the end in one step,
// numbered by its content; a graph that exists gets each batch as soon as it is read.

internal import Extract
internal import Graph
import Text

/// What a build did with pages.
struct BuildReport {
  var readCount = 0
  var unchangedCount = 0
  var removedCount = 0
  var problems: [PageProblem] = []
  /// The bytes of all pages, read again or not.
  var byteCount = 0
}

/// Reads pages into a graph.
struct BuildWork {
  let corpus: CorpusGraph
  let reading: PageReading
  let jobs: Int
  /// Called after each batch, with the bytes so far and the pages that are in the graph for good.
  var progress: (_ bytesRead: Int, _ pageCount: Int) -> Void = { _, _ in }

  static let batchByteCount = 16 << 20
  static let batchPageCount = 1024

  /// Reads what files hold; pages that were in a folder of them and are not there any more go.
  func run(_ files: PageFiles) throws(GraphError) -> BuildReport {
    var report = BuildReport()
    report.problems = files.problems
    var stream = PageStream(files.files)
    var reader = ReadPages(reading: reading, jobs: jobs)
    reader.known = corpus.pages.mapValues(\.digest)
    var seen: [UTF8String: UTF8String] = [:]
    while true {
      let found = stream.nextBatch(
        byteCount: Self.batchByteCount, pageCount: Self.batchPageCount)
      if found.isEmpty { break }
      let chosen = choose(reader.outcomes(of: found), &seen, &report)
      if !chosen.isEmpty { try corpus.apply(chosen) }
      report.byteCount = stream.bytesRead
      progress(stream.bytesRead, report.readCount)
    }
    report.problems += stream.problems
    try removeMissing(files, seen, &report)
    return report
  }

  /// The pages of a batch that go into the graph: of two of one name the one with the smaller
  /// digest, so that their order does not matter.
  private func choose(
    _ outcomes: [PageOutcome], _ seen: inout [UTF8String: UTF8String], _ report: inout BuildReport
  ) -> [PageRecord] {
    var chosen: [UTF8String: PageRecord] = [:]
    for outcome in outcomes {
      switch outcome {
      case .bad(let problem): report.problems.append(problem)
      case .unchanged(let name):
        let digest = corpus.pages[name]?.digest ?? ""
        if isSecond(name, digest, &seen, &report) { continue }
        chosen[name] = nil
        report.unchangedCount += 1
      case .read(let page):
        let name = UTF8String(page.page)
        for problem in page.facts.problems {
          report.problems.append(
            PageProblem(page: page.page, offset: problem.offset, .page(problem.kind)))
        }
        if isSecond(name, UTF8String(page.digest), &seen, &report) { continue }
        chosen[name] = page
        report.readCount += 1
      }
    }
    return chosen.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether a better page of the name was there before.
  private func isSecond(
    _ name: UTF8String, _ digest: UTF8String, _ seen: inout [UTF8String: UTF8String],
    _ report: inout BuildReport
  ) -> Bool {
    guard let before = seen[name] else {
      seen[name] = digest
      return false
    }
    if before != digest {
      report.problems.append(PageProblem(page: name.string, offset: nil, .nameTwice))
    }
    if before <= digest { return true }
    seen[name] = digest
    return false
  }

  private func removeMissing(
    _ files: PageFiles, _ seen: [UTF8String: UTF8String], _ report: inout BuildReport
  ) throws(GraphError) {
    // A folder that could not be looked into tells nothing of what is in it.
    let blind = report.problems.contains { problem in
      if case .unreadable = problem.reason { true } else { false }
    }
    if blind { return }
    let gone = corpus.pages.filter { name, page in
      guard seen[name] == nil, let folder = page.folder?.string else { return false }
      return files.folders.contains { isFolder(folder, within: $0) }
    }.keys.sorted()
    report.removedCount = gone.count
    if !gone.isEmpty { try corpus.apply([], removing: gone) }
  }
}
