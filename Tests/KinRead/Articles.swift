// Shows the articles of a page: parts with their kinds, credits with their roles, sentences.

import Extract

func printArticles(_ path: String, _ document: PageDocument) {
  print("=== \(path)")
  for problem in document.problems { print("problem: \(problem.kind) at \(problem.offset)") }
  for article in document.articles {
    print("--- \(article.index) \(article.kind)")
    for part in article.parts { print("\(part.kind): \(article.text.string(part.range))") }
    for credit in article.credits { print("@ \(credit.role): \(article.text.string(credit.name))") }
  }
}

func printSentences(_ path: String, _ document: PageDocument) {
  print("=== \(path)")
  for article in document.articles {
    print("--- \(article.index)")
    for sentence in sentences(of: article) {
      print("\(sentence.part): \(article.text.foldedString(sentence.range))")
    }
  }
}

func printArticlesAsJSON(_ path: String, _ document: PageDocument) {
  let articles = document.articles.map { article in
    let titles = article.parts.filter { $0.kind == .headline || $0.kind == .kicker }
      .map { quoted(article.text.string($0.range)) }
    let credits = article.credits.map {
      "[\(quoted($0.role.rawValue)),\(quoted(article.text.string($0.name)))]"
    }
    return "{\"headline\":\(quoted(article.headline)),\"kind\":\"\(article.kind)\","
      + "\"titles\":[\(titles.joined(separator: ","))],"
      + "\"credits\":[\(credits.joined(separator: ","))]}"
  }
  print("{\"page\":\(quoted(path)),\"articles\":[\(articles.joined(separator: ","))]}")
}

func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\\(scalar)"
    case _ where scalar.value < 0x20: quoted += " "
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
