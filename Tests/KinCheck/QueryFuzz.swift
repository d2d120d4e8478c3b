// R7 for queries: texts of the golden files and generated ones are mutated, and what comes of
// them is parsed, analyzed and run on a tiny graph under limits.

import Glibc
import Graph
import Query
import TestSupport
import Text

/// Mutated queries.
struct QueryFuzz: FuzzTarget {
  let name = "query"

  private let corpus: [String]
  private var graph = Graph()
  private var inputCount = 0

  init(_ options: Options) throws {
    corpus = QueryFuzz.corpus(below: options.text("corpus", "Tests/Golden"))
  }

  /// The lines and blocks of all files below a folder; none where there is no folder.
  private static func corpus(below folder: String) -> [String] {
    var texts: [String] = []
    for path in files(below: folder) {
      guard let text = contents(of: path) else { continue }
      for block in text.split(separator: "\n\n") {
        if block.utf8.count < 4_000 { texts.append(String(block)) }
        for line in block.split(separator: "\n") where line.contains("(") || line.contains("RETURN")
        { texts.append(String(line)) }
      }
    }
    return texts
  }

  private static func files(below folder: String) -> [String] {
    guard let opened = opendir(folder) else { return [] }
    defer { closedir(opened) }
    var found: [String] = []
    while let entry = readdir(opened) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = "\(folder)/\(name)"
      if entry.pointee.d_type == UInt8(DT_DIR) {
        found += files(below: path)
      } else if name.hasSuffix(".test") || name.hasSuffix(".feature") {
        found.append(path)
      }
    }
    return found.sorted()
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func input(_ random: inout Random) throws -> [UInt8] {
    if inputCount % 500 == 0 { graph = try random.queryGraph().graph() }
    inputCount += 1
    return Array(mutant(&random).utf8)
  }

  func take(_ input: [UInt8]) throws -> Bool {
    let session = QuerySession(graph, options: options)
    let text = String(decoding: input, as: UTF8.self)
    do throws(QueryError) {
      _ = try session.run(text, parameters: ["p0": 1], into: Discard())
      return true
    } catch {
      return false
    }
  }

  private var options: QueryOptions {
    var options = QueryOptions()
    options.limits.milliseconds = 200
    options.limits.memoryBytes = 64 << 20
    options.limits.rows = 10_000
    options.threads = 1
    return options
  }

  // MARK: Mutation

  private static let pieces = [
    "MATCH ", "OPTIONAL MATCH ", "RETURN ", "WITH ", "WHERE ", "UNWIND ", "AS ", "ORDER BY ",
    "LIMIT ",
    "CREATE ", "MERGE ", "DELETE ", "SET ", "REMOVE ", "UNION ", "CALL ", "FOREACH ", "(", ")", "[",
    "]",
    "{", "}", "-->", "<--", "--", "-[*]->", "-[*0..]-", "null", "true", "'", "\"", "`", "\\", "$",
    "*",
    "..", "|", ":", ",", ".", "+", "-", "/", "%", "^", "=", "<>", "<", "=~", "IN ", "NOT ", "1",
    "0",
    "9223372036854775807", "-9223372036854775808", "1e308", "0x", "é", "\u{0}", "//", "/*", "*/",
    "n",
    "EXISTS {", "COUNT {", "CASE ", "WHEN ", "THEN ", "END", "all(", "reduce(", "shortestPath(",
  ]

  private func mutant(_ random: inout Random) -> String {
    var text = corpus.isEmpty || random.oneIn(2) ? random.query().text : random.pick(corpus)
    for _ in 0..<random.below(4) {
      switch random.below(6) {
      case 0...3: text = tokensChanged(text, &random)
      case 4: text = bytesChanged(text, &random)
      default:
        let other = corpus.isEmpty ? random.query().text : random.pick(corpus)
        text = spliced(text, other, &random)
      }
    }
    return text
  }

  private func tokensChanged(_ text: String, _ random: inout Random) -> String {
    var words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let place = random.below(words.count)
    switch random.below(4) {
    case 0: words.remove(at: place)
    case 1: words.insert(words[place], at: place)
    case 2: words.swapAt(place, random.below(words.count))
    default: words.insert(random.pick(Self.pieces), at: place)
    }
    return words.joined(separator: " ")
  }

  private func bytesChanged(_ text: String, _ random: inout Random) -> String {
    var bytes = Array(text.utf8)
    if bytes.isEmpty { return random.pick(Self.pieces) }
    let place = random.below(bytes.count)
    switch random.below(3) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] = UInt8(random.below(128))
    default: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: place)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func spliced(_ text: String, _ other: String, _ random: inout Random) -> String {
    let first = text.prefix(random.below(text.count + 1))
    return String(first + other.dropFirst(random.below(other.count + 1)))
  }
}
