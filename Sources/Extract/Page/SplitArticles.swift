// Blocks as articles: which lines are headlines of what, which paragraphs belong together, where a
// picture with its caption stands between them. One pass over the blocks with a look at the
// neighbours.

/// An article as blocks, before its text is put together.
struct ArticleDraft {
  /// A stretch of the body.
  struct Piece {
    var range: Range<Int>
    /// Whether it goes on with the sentence of the piece before it.
    var continues: Bool
    var kind: Article.Part.Kind
  }

  var kind = Article.Kind.news
  /// The lines of its title, top down: blocks.
  var titles: [Int] = []
  /// Bylines before the body.
  var bylines: [Range<Int>] = []
  var pieces: [Piece] = []
  /// Credit lines behind the body.
  var closings: [Range<Int>] = []
  var credits: [PageCredit] = []
  /// Nothing more comes: a credit ended it.
  var isClosed = false
  /// Whether the last piece breaks off in mid-sentence.
  var isOpen = false

  var hasBody: Bool { !pieces.isEmpty }
}

/// Splits the blocks of a page into articles.
func splitArticles(_ page: PageScalars, _ blocks: [PageBlock]) -> [ArticleDraft] {
  var splitter = ArticleSplitter(page: page, blocks: blocks)
  return splitter.split()
}

private struct ArticleSplitter {
  let page: PageScalars
  let blocks: [PageBlock]
  var drafts: [ArticleDraft] = []
  /// The article that paragraphs without a headline go to.
  var current: Int?

  /// What a run of lines in the shape of headlines is.
  private enum Meaning { case news, photo, insertion, nothing }

  init(page: PageScalars, blocks: [PageBlock]) {
    self.page = page
    self.blocks = blocks
  }

  mutating func split() -> [ArticleDraft] {
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      if block.isNote {
        index += 1
      } else if block.isTitle {
        index = takeTitles(from: index)
      } else {
        takeParagraph(index)
        index += 1
      }
    }
    return drafts
  }

  private mutating func takeTitles(from start: Int) -> Int {
    var end = start
    while end < blocks.count, blocks[end].isTitle || blocks[end].isNote { end += 1 }
    let titles = (start..<end).filter { !blocks[$0].isNote }
    switch meaning(of: titles, before: end) {
    case .news:
      var draft = ArticleDraft()
      draft.titles = titles
      drafts.append(draft)
      current = drafts.count - 1
    case .photo:
      return takePhoto(titles, caption: end)
    case .insertion:
      for title in titles { insert(title, before: end) }
    case .nothing:
      break
    }
    return end
  }

  private func meaning(of titles: [Int], before next: Int) -> Meaning {
    guard next < blocks.count else {
      return current != nil && drafts[current ?? 0].isOpen ? .insertion : .nothing
    }
    let block = blocks[next]
    if block.lead != nil { return .news }
    if captionEnd(from: next) != nil { return .photo }
    if block.body.isEmpty { return .news }
    guard let current, drafts[current].hasBody, !drafts[current].isClosed else { return .news }
    if drafts[current].isOpen { return .insertion }
    if blocks[titles[0]].level > 0 { return .news }
    if endsWithCredit(from: next) { return .news }
    return .insertion
  }

  /// Whether the paragraphs from a block on end with a credit before another headline comes.
  private func endsWithCredit(from start: Int) -> Bool {
    for block in blocks[start...].prefix(40) where !block.isNote {
      if block.isTitle || block.lead != nil { return false }
      if block.tail == .credit || block.tail == .picture { return true }
    }
    return false
  }

  /// The block behind a caption and its credit that begin at a block, or nil.
  private func captionEnd(from start: Int) -> Int? {
    var index = start
    while index < blocks.count, index < start + 3 {
      let block = blocks[index]
      if block.lead != nil || block.isTitle { return nil }
      if block.tail == .picture { return index > start || !block.body.isEmpty ? index + 1 : nil }
      if block.tail != .none { return nil }
      if index > start, !blocks[index - 1].isOpen { return nil }
      index += 1
      if index < blocks.count, blocks[index].body.isEmpty, blocks[index].tail == .picture {
        return index + 1
      }
    }
    return nil
  }

  private mutating func takePhoto(_ titles: [Int], caption: Int) -> Int {
    var draft = ArticleDraft()
    draft.kind = .photo
    draft.titles = titles
    draft.isClosed = true
    let end = captionEnd(from: caption) ?? caption
    for index in caption..<end { add(index, as: .caption, to: &draft) }
    drafts.append(draft)
    return end
  }

  /// A line that stands inside of another article.
  private mutating func insert(_ title: Int, before next: Int) {
    guard let current else { return }
    if drafts[current].isOpen || next < blocks.count && !beginsSentence(next) {
      add(title, as: .paragraph, to: &drafts[current])
    } else {
      drafts[current].titles.append(title)
    }
  }

  /// Whether the words of a block surely begin a sentence: else they may go on with the line before.
  private func beginsSentence(_ index: Int) -> Bool {
    let body = blocks[index].body
    guard let first = body.first else { return true }
    let scalar = page.folded(first)
    return scalar == 0x201c || scalar >= 0x30 && scalar <= 0x39
      || PageWords.goesOn.length(at: first, before: body.upperBound, in: page) > 0
      || PageWords.times.length(at: first, before: body.upperBound, in: page) > 0
  }

  private mutating func takeParagraph(_ index: Int) {
    let block = blocks[index]
    let startsArticle = block.lead != nil && !block.body.isEmpty
    if let current, !startsArticle || !drafts[current].hasBody {
      add(index, as: .paragraph, to: &drafts[current])
      return
    }
    var draft = ArticleDraft()
    add(index, as: .paragraph, to: &draft)
    drafts.append(draft)
    current = drafts.count - 1
  }

  private func add(_ index: Int, as kind: Article.Part.Kind, to draft: inout ArticleDraft) {
    let block = blocks[index]
    if let lead = block.lead {
      draft.bylines.append(block.line.lowerBound..<block.body.lowerBound)
      draft.credits += lead.credits
    }
    if !block.body.isEmpty {
      draft.pieces.append(
        .init(range: block.body, continues: draft.isOpen && draft.hasBody, kind: kind))
      draft.isOpen = block.isOpen
    }
    guard let closing = block.closing else { return }
    draft.credits += closing.credits
    if draft.hasBody {
      draft.closings.append(block.body.upperBound..<block.line.upperBound)
      draft.isClosed = draft.isClosed || block.tail == .credit || closing.hasPictureAndText
      draft.isOpen = false
    } else {
      draft.bylines.append(block.body.upperBound..<block.line.upperBound)
    }
  }
}
