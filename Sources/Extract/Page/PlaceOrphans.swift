// Puts right what columns tore apart: a headline whose body stands elsewhere, a first paragraph above
// its headline. Decided by the words that the stretches share; without clear signs everything stays
// where it was.

/// Gives bodies to headlines without one and headlines to bodies without one.
func placeOrphans(
  _ page: PageScalars, _ blocks: [PageBlock], _ drafts: inout [ArticleDraft], lost: [Int]
) {
  var index = 0
  while index < drafts.count {
    if index + 1 < drafts.count { moveLead(page, blocks, &drafts, from: index) }
    if let (orphan, owner, piece) = orphanWithBody(page, blocks, drafts, index) {
      splitOff(orphan, from: owner, at: piece, title: index, &drafts)
    }
    index += 1
  }
  for title in lost.prefix(20) { giveTitle(page, blocks, title, &drafts) }
  drafts.removeAll { !$0.hasBody && $0.titles.isEmpty && $0.bylines.isEmpty }
}

/// A body without a headline right before an article whose byline stands alone under its headline is
/// its first paragraph, if they speak of the same.
private func moveLead(
  _ page: PageScalars, _ blocks: [PageBlock], _ drafts: inout [ArticleDraft], from index: Int
) {
  let draft = drafts[index]
  let next = drafts[index + 1]
  guard next.kind == .news, next.hasBody, !next.titles.isEmpty, draft.kind == .news else { return }
  if draft.titles.isEmpty, draft.bylines.isEmpty, draft.closings.isEmpty, draft.pieces.count <= 2 {
    let own = CharacterPairs(page, draft.pieces[0].range)
    guard own.shared(page, with: next.pieces.prefix(8).map(\.range)) >= 4 else { return }
    drafts[index + 1].pieces.insert(contentsOf: draft.pieces, at: 0)
    drafts[index] = ArticleDraft()
  }
}

/// A line of a title that has nothing in common with its article, and the piece of a body without
/// headline that begins as a report and shares its words.
private func orphanWithBody(
  _ page: PageScalars, _ blocks: [PageBlock], _ drafts: [ArticleDraft], _ index: Int
) -> (orphan: Int, owner: Int, piece: Int)? {
  let draft = drafts[index]
  guard draft.titles.count >= 2, draft.hasBody else { return nil }
  // Its own body may hold the other's at its end, so that only the beginning counts.
  let beginning = draft.pieces.prefix(2).map(\.range)
  for title in draft.titles.prefix(3).dropLast() {
    let words = CharacterPairs(page, blocks[title].body)
    guard words.shared(page, with: beginning) == 0 else { continue }
    for owner in index..<min(index + 3, drafts.count) where drafts[owner].kind == .news {
      if let piece = reportPiece(page, drafts[owner], words) { return (title, owner, piece) }
    }
  }
  return nil
}

/// A later piece of a body that begins as a report does and holds at least three pairs of a title.
private func reportPiece(
  _ page: PageScalars, _ draft: ArticleDraft, _ words: CharacterPairs
) -> Int? {
  for piece in draft.pieces.indices.prefix(40).dropFirst() where !draft.pieces[piece].continues {
    let range = draft.pieces[piece].range
    guard firstDay(page, range.prefix(30)) != nil else { continue }
    if words.shared(page, with: [range]) >= 3 { return piece }
  }
  return nil
}

/// Makes an article of a title and the pieces of another article from one on.
private func splitOff(
  _ orphan: Int, from owner: Int, at piece: Int, title index: Int, _ drafts: inout [ArticleDraft]
) {
  drafts[index].titles.removeAll { $0 == orphan }
  let start = drafts[owner].pieces[piece].range.lowerBound
  var article = ArticleDraft()
  article.titles = [orphan]
  article.pieces = Array(drafts[owner].pieces[piece...])
  article.closings = drafts[owner].closings.filter { $0.lowerBound >= start }
  article.credits = drafts[owner].credits.filter { $0.name.lowerBound >= start }
  drafts[owner].pieces.removeSubrange(piece...)
  drafts[owner].closings.removeAll { $0.lowerBound >= start }
  drafts[owner].credits.removeAll { $0.name.lowerBound >= start }
  drafts.insert(article, at: owner + 1)
}

/// A headline at the end of the page goes to the body without headline that shares its words.
private func giveTitle(
  _ page: PageScalars, _ blocks: [PageBlock], _ title: Int, _ drafts: inout [ArticleDraft]
) {
  let words = CharacterPairs(page, blocks[title].body)
  for index in drafts.indices.prefix(50) where drafts[index].titles.isEmpty && drafts[index].hasBody
  {
    if words.shared(page, with: drafts[index].pieces.prefix(8).map(\.range)) >= 3 {
      drafts[index].titles = [title]
      return
    }
  }
}
