// kin-read: shows what each stage makes of a page, for those who work on a stage.
//
// usage: kin-read STAGE PAGE…   with STAGE one of: articles, sentences,
//        time-page
//        kin-read articles --json PAGE…   one line of JSON per page, for scoring

import Extract
import Glibc

@main
struct KinRead {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let stage = arguments.first, arguments.count >= 2 else {
      fail("usage: kin-read STAGE PAGE…")
    }
    let isJSON = arguments.contains("--json")
    for path in arguments.dropFirst() where path != "--json" {
      guard let bytes = readFile(path) else { fail("cannot read \(path)") }
      switch stage {
      case "articles" where isJSON: printArticlesAsJSON(path, readPage(bytes))
      case "articles": printArticles(path, readPage(bytes))
      case "sentences": printSentences(path, readPage(bytes))
      case "time-page": timePage(path, bytes)
      default: fail("no stage \(stage)")
      }
    }
  }

  private static func fail(_ message: String) -> Never {
    print(message)
    exit(2)
  }
}
