// Puts right what columns tore apart: a headline whose body stands elsewhere, a first paragraph
// above its headline. Decided by the words that the stretches share; without clear signs
// everything stays where it was.

/// Gives bodies to headlines without one and headlines to bodies without one.
func placeOrphans(
  _ page: PageScalars, _ blocks: [PageBlock], _ drafts: inout [ArticleDraft], lost: [Int]
) {
  for index in drafts.indices.dropLast() { moveLead(page, blocks, &drafts, from: index) }
  // Put in at the end, all at once: an insertion moves all that stands behind it.
  var found: [(after: Int, article: ArticleDraft)] = []
  for index in drafts.indices {
    moveRest(page, &drafts, of: index)
    if let (orphan, owner, piece) = orphanWithBody(page, blocks, drafts, index) {
      drafts[index].titles.removeAll { $0 == orphan }
      found.append((owner, splitOff(orphan, from: owner, at: piece, &drafts)))
    }
  }
  insert(found, into: &drafts)
  for title in lost.prefix(20) { giveTitle(page, blocks, title, &drafts) }
  drafts.removeAll { !$0.hasBody && $0.titles.isEmpty && $0.bylines.isEmpty }
}

private func insert(
  _ found: [(after: Int, article: ArticleDraft)], into drafts: inout [ArticleDraft]
) {
  guard !found.isEmpty else { return }
  var all: [ArticleDraft] = []
  all.reserveCapacity(drafts.count + found.count)
  // An owner may have given away two bodies, the later one first; the order of the file decides.
  let sorted = found.sorted {
    ($0.after, $0.article.pieces[0].block) < ($1.after, $1.article.pieces[0].block)
  }
  var next = 0
  for index in drafts.indices {
    all.append(drafts[index])
    while next < sorted.count, sorted[next].after == index {
      all.append(sorted[next].article)
      next += 1
    }
  }
  drafts = all
}

/// A paragraph right before an article whose byline stands alone under its headline is its first
/// one, if they speak of the same.
private func moveLead(
  _ page: PageScalars, _ blocks: [PageBlock], _ drafts: inout [ArticleDraft], from index: Int
) {
  let draft = drafts[index]
  let next = drafts[index + 1]
  guard next.kind == .news, next.hasBody, !next.titles.isEmpty, draft.kind == .news,
    let lead = draft.pieces.last, !lead.continues
  else { return }
  let others = next.pieces.prefix(8).map(\.range)
  let isAlone = draft.titles.isEmpty && draft.bylines.isEmpty && draft.closings.isEmpty
  if isAlone, draft.pieces.count <= 2 {
    guard CharacterPairs(page, draft.pieces[0].range).shared(page, with: others) >= 4 else {
      return
    }
    drafts[index + 1].pieces.insert(contentsOf: draft.pieces, at: 0)
    drafts[index] = ArticleDraft()
    return
  }
  guard draft.pieces.count >= 3, draft.closings.isEmpty, !draft.isOpen,
    let byline = next.bylines.first, byline.upperBound < next.pieces[0].range.lowerBound,
    firstDay(page, lead.range.prefix(20)) != nil
  else { return }
  let words = CharacterPairs(page, lead.range)
  let own = words.shared(page, with: draft.pieces.dropLast().prefix(8).map(\.range))
  guard words.shared(page, with: others) >= 2 * own + 4 else { return }
  drafts[index].pieces.removeLast()
  drafts[index + 1].pieces.insert(lead, at: 0)
}

/// An article that breaks off in mid-sentence goes on behind the one that stands in its way: from
/// the first paragraph there that shares more words with it than with those before.
private func moveRest(
  _ page: PageScalars, _ drafts: inout [ArticleDraft], of index: Int
) {
  guard drafts[index].isOpen, drafts[index].kind == .news, drafts[index].pieces.count > 1,
    let next = drafts.indices[(index + 1)...].prefix(3).first(where: { drafts[$0].kind == .news })
  else { return }
  let own = drafts[index].pieces.prefix(8).map(\.range)
  for piece in drafts[next].pieces.indices.prefix(30).dropFirst()
  where !drafts[next].pieces[piece].continues {
    let range = drafts[next].pieces[piece].range
    let words = CharacterPairs(page, range)
    let others = drafts[next].pieces[..<piece].prefix(8).map(\.range)
    guard firstDay(page, range.prefix(20)) == nil,
      words.shared(page, with: own) > 2 * words.shared(page, with: others) + 3
    else { continue }
    var rest = Array(drafts[next].pieces[piece...])
    rest[0].continues = true
    drafts[index].pieces += rest
    drafts[index].isOpen = false
    drafts[next].pieces.removeSubrange(piece...)
    return
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
  _ orphan: Int, from owner: Int, at piece: Int, _ drafts: inout [ArticleDraft]
) -> ArticleDraft {
  let start = drafts[owner].pieces[piece].range.lowerBound
  var article = ArticleDraft()
  article.titles = [orphan]
  article.pieces = Array(drafts[owner].pieces[piece...])
  article.closings = drafts[owner].closings.filter { $0.lowerBound >= start }
  article.credits = drafts[owner].credits.filter { $0.name.lowerBound >= start }
  drafts[owner].pieces.removeSubrange(piece...)
  drafts[owner].closings.removeAll { $0.lowerBound >= start }
  drafts[owner].credits.removeAll { $0.name.lowerBound >= start }
  return article
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
