// Pages by many threads: each is read by itself, and what comes out stands in the order of what
// went in, so that the number of threads never shows.

internal import Extract
internal import Graph
internal import Synchronization
import Text

/// What became of a page.
enum PageOutcome: Sendable {
  case read(PageRecord)
  /// It is in the graph as it is.
  case unchanged(UTF8String)
  case bad(PageProblem)
}

/// Reads pages that were found.
struct ReadPages: Sendable {
  let reading: PageReading
  let jobs: Int
  /// The digests of the pages that need not be read again.
  var known: [UTF8String: UTF8String] = [:]

  /// What became of each of some pages.
  func outcomes(of pages: [FoundPage]) -> [PageOutcome] {
    let next = Atomic(0)
    let results = Mutex<[PageOutcome?]>(Array(repeating: nil, count: pages.count))
    _ = inParallel(min(jobs, pages.count)) { _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        if number >= pages.count { return }
        let outcome = outcome(of: pages[number])
        results.withLock { $0[number] = outcome }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  private func outcome(of page: FoundPage) -> PageOutcome {
    if page.line == nil { return read(page.bytes, page.name, metadata: [], page.folder) }
    let value: JSONValue
    do throws(JSONError) {
      value = try parseJSON(page.bytes.span)
    } catch {
      return .bad(PageProblem(page: page.place, offset: error.offset, .json(error.message)))
    }
    if var facts = PageRecord(value) {
      if known[UTF8String(facts.page)] == UTF8String(facts.digest) {
        return .unchanged(UTF8String(facts.page))
      }
      facts.folder = page.folder
      return .read(facts)
    }
    guard let name = value["page"]?.text, let text = value["text"]?.text else {
      return .bad(PageProblem(page: page.place, offset: nil, .noPage))
    }
    let metadata = value.properties.filter { $0.key != "page" && $0.key != "text" }
      .sorted { UTF8String($0.key) < UTF8String($1.key) }
    return read(Array(text.utf8), name, metadata: metadata, page.folder)
  }

  private func read(
    _ bytes: [UInt8], _ name: String, metadata: [(key: String, value: PropertyFact)],
    _ folder: String?
  ) -> PageOutcome {
    let digest = pageDigest(bytes.span, metadata: metadata, reader: reading.name)
    if known[UTF8String(name)] == UTF8String(digest) { return .unchanged(UTF8String(name)) }
    return .read(
      PageRecord(
        page: name, digest: digest, folder: folder, metadata: metadata, facts: reading.read(bytes)))
  }
}
