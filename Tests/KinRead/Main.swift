// kin-read: shows what each stage makes of a page, for those who work on a stage.
//
// usage: kin-read STAGE PAGE…   with STAGE one of: articles, sentences,
//        marked, tagged, facts, graph, lines, time-page, time, rules
//        kin-read articles --json PAGE…   one line of JSON per page, for scoring
//        kin-read graph PAGE…             the facts as the JSON lines of an exported graph
//        kin-read lines PAGE…             all facts with evidence, a line of JSON for each page
//        --rules=FILE                     read with another domain
//        --no-tagger                      read without the tagger

import Extract
import Glibc

@main
struct KinRead {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let stage = arguments.first, arguments.count >= 2 else {
      fail("usage: kin-read STAGE PAGE…")
    }
    let reader = makeReader(arguments)
    let isJSON = arguments.contains("--json")
    for path in arguments.dropFirst() where !path.hasPrefix("--") {
      guard let bytes = readFile(path) else { fail("cannot read \(path)") }
      switch stage {
      case "articles" where isJSON: printArticlesAsJSON(path, readPage(bytes))
      case "articles": printArticles(path, readPage(bytes))
      case "sentences": printSentences(path, readPage(bytes))
      case "facts": printFacts(path, reader.read(bytes))
      case "tagged": printTagged(bytes)
      case "graph": printFactsAsGraph(reader.read(bytes))
      case "lines": printFactsAsLine(path, reader.read(bytes))
      case "time-page": timePage(path, bytes)
      case "time": timeReading(path, reader, bytes)
      case "rules": printRules(path, bytes)
      #if DEBUG
        case "marked": printMarked(path, reader, bytes)
      #endif
      default: fail("no stage \(stage)")
      }
    }
  }

  /// A reader of the domain in the file behind `--rules=`, or else of news.
  private static func makeReader(_ arguments: [String]) -> PageReader {
    if arguments.contains("--no-tagger") { return PageReader(tagger: nil) }
    guard let flag = arguments.first(where: { $0.hasPrefix("--rules=") }) else {
      return PageReader()
    }
    let path = String(flag.dropFirst("--rules=".count))
    guard let bytes = readFile(path) else { fail("cannot read \(path)") }
    do throws(DomainError) {
      return PageReader(domain: try Domain(bytes, name: path))
    } catch {
      fail(String(decoding: error.rendered(), as: UTF8.self))
    }
  }

  private static func fail(_ message: String) -> Never {
    print(message)
    exit(2)
  }
}
