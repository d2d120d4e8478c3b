// The page stage as a whole: bytes, scalars, lines, blocks, articles, texts.

/// Reads the bytes of a page as articles.
///
/// Never fails: what is wrong is told in the problems of the page.
/// - Complexity: linear.
public func readPage(_ bytes: [UInt8]) -> PageDocument {
  if bytes.isEmpty {
    return PageDocument(articles: [], problems: [.init(kind: .empty, offset: 0)])
  }
  var page = PageScalars(bytes)
  var lines = pageLines(page)
  dropEmphasis(&page, &lines)
  unwrapLines(&page, &lines)
  let blocks = pageBlocks(page, lines)
  let drafts = splitArticles(page, blocks)
  var problems = page.problems
  if drafts.isEmpty, !problems.contains(where: { $0.kind == .binary || $0.kind == .tooLarge }) {
    problems.append(.init(kind: lines.isEmpty ? .empty : .noArticles, offset: 0))
  }
  var articles: [Article] = []
  articles.reserveCapacity(drafts.count)
  for draft in drafts {
    articles.append(assembleArticle(page, blocks, draft, index: articles.count))
  }
  return PageDocument(articles: articles, problems: problems)
}
