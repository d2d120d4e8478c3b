// Blocks as articles: which lines are headlines of what, which paragraphs belong together, where a
// picture with its caption stands between them. One pass over the blocks with a bounded look at the
// neighbours; what that leaves in the wrong place is put right by PlaceOrphans, and titles by
// ArrangeTitles.

/// An article as blocks, before its text is put together.
struct ArticleDraft {
  /// A stretch of the body.
  struct Piece {
    var range: Range<Int>
    /// Whether it goes on with the sentence of the piece before it.
    var continues: Bool
    var kind: Article.Part.Kind
    /// The block that it comes from.
    var block: Int
  }

  var kind = Article.Kind.news
  /// The lines of its title, top down: blocks.
  var titles: [Int] = []
  /// Lines in the shape of a headline inside of its body: blocks.
  var insertions: [Int] = []
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
  splitter.split()
  placeOrphans(page, blocks, &splitter.drafts, lost: splitter.lostTitles)
  for index in splitter.drafts.indices { settleInsertions(page, blocks, &splitter.drafts[index]) }
  return splitter.drafts.filter { $0.hasBody || !$0.bylines.isEmpty }
}

struct ArticleSplitter {
  let page: PageScalars
  let blocks: [PageBlock]
  var drafts: [ArticleDraft] = []
  /// The article that paragraphs without a headline go to.
  var current: Int?
  /// Headlines that nothing stands under.
  var lostTitles: [Int] = []
  /// Whether articles of this page have bylines.
  let hasBylines: Bool

  /// What a run of lines in the shape of headlines is.
  enum Meaning { case news, photo, insertion, nothing }

  init(page: PageScalars, blocks: [PageBlock]) {
    self.page = page
    self.blocks = blocks
    hasBylines = blocks.contains { $0.lead != nil }
  }

  mutating func split() {
    var index = 0
    while index < blocks.count {
      let block = blocks[index]
      if block.isNote {
        if block.endsArticle, let current, drafts[current].hasBody {
          drafts[current].isClosed = true
        }
        index += 1
      } else if block.isTitle {
        index = takeTitles(from: index)
      } else if startsUntitledCaption(index) {
        index = takePhoto([], caption: index)
      } else {
        takeParagraph(index)
        index += 1
      }
    }
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
      lostTitles += titles
    }
    return end
  }

  /// The block behind a caption and its credit that begin at a block, or nil.
  func captionEnd(from start: Int) -> Int? {
    var index = start
    while index < blocks.count, index < start + 3 {
      let block = blocks[index]
      if block.lead != nil || block.isTitle || block.isNote { return nil }
      if block.tail == .picture { return block.body.isEmpty ? nil : index + 1 }
      if block.tail != .none || block.body.count > 400 { return nil }
      if index > start, !blocks[index - 1].isOpen { return nil }
      index += 1
      if index < blocks.count, blocks[index].body.isEmpty, blocks[index].tail == .picture {
        return index + 1
      }
    }
    return nil
  }

  /// A caption of its own without a title: 图为… with a credit behind it.
  private func startsUntitledCaption(_ index: Int) -> Bool {
    isCaptionStart(blocks[index].body) && captionEnd(from: index) != nil
  }

  private func isCaptionStart(_ body: Range<Int>) -> Bool {
    CreditWords.captionStart.length(at: body.lowerBound, before: body.upperBound, in: page) > 0
  }

  private mutating func takePhoto(_ titles: [Int], caption: Int) -> Int {
    var draft = ArticleDraft()
    draft.kind = .photo
    draft.titles = titles
    drafts.append(draft)
    let end = captionEnd(from: caption) ?? caption + (blocks[caption].body.isEmpty ? 1 : 0)
    for index in caption..<end { add(index, as: .caption, to: drafts.count - 1) }
    drafts[drafts.count - 1].isClosed = true
    return end
  }

  /// A line that stands inside of another article: torn from a sentence, or a title out of place.
  private mutating func insert(_ title: Int, before next: Int) {
    guard let current else { return }
    if drafts[current].isOpen || next < blocks.count && isTorn(title, from: next, in: current) {
      add(title, as: .paragraph, to: current)
      return
    }
    drafts[current].insertions.append(title)
    drafts[current].pieces.append(
      .init(range: blocks[title].body, continues: false, kind: .kicker, block: title))
  }

  private mutating func takeParagraph(_ index: Int) {
    let block = blocks[index]
    let startsArticle = block.lead != nil && !block.body.isEmpty
    if let current, !startsArticle || !drafts[current].hasBody,
      !drafts[current].isClosed || block.body.isEmpty
    {
      add(index, as: .paragraph, to: current)
      return
    }
    drafts.append(ArticleDraft())
    current = drafts.count - 1
    add(index, as: .paragraph, to: drafts.count - 1)
  }

  /// Adds a block to an article.
  ///
  /// Written in place: a draft handed over as inout would copy them all.
  private mutating func add(_ index: Int, as kind: Article.Part.Kind, to draft: Int) {
    let block = blocks[index]
    if let lead = block.lead {
      drafts[draft].bylines.append(block.line.lowerBound..<block.body.lowerBound)
      drafts[draft].credits += lead.credits
    }
    if !block.body.isEmpty {
      let continues =
        drafts[draft].hasBody && (drafts[draft].isOpen || isAttribution(index))
      let isCaption = !continues && isCaptionStart(block.body)
      drafts[draft].pieces.append(
        .init(
          range: block.body, continues: continues, kind: isCaption ? .caption : kind, block: index))
      drafts[draft].isOpen = block.isOpen
    }
    guard let closing = block.closing else { return }
    for var credit in closing.credits {
      if credit.isTextAndPicture, drafts[draft].kind == .news { credit.role = .correspondent }
      drafts[draft].credits.append(credit)
    }
    if drafts[draft].hasBody {
      drafts[draft].closings.append(block.body.upperBound..<block.line.upperBound)
      if block.tail == .credit || closing.hasPictureAndText { drafts[draft].isClosed = true }
      drafts[draft].isOpen = false
    } else {
      drafts[draft].bylines.append(block.body.upperBound..<block.line.upperBound)
    }
  }

  /// Whether a line only says who spoke the quotation before it.
  private func isAttribution(_ index: Int) -> Bool {
    let body = blocks[index].body
    guard body.count <= 16, index > 0, let last = blocks[index - 1].body.last,
      page.folded(last) == 0x201d
    else { return false }
    return PageWords.says.firstIndex(in: body, of: page) != nil
  }
}
