// Which division is meant where several have one name: the one that fits best to the divisions that
// are known from the article or page, and if none of them says anything, the widest. No division is
// a special case; a page's home is known by its own mentions.

/// The choice among candidates.
public struct DivisionChoice: Hashable, Sendable {
  /// The division.
  public var id: DivisionID
  /// Whether it is the only one, or the context speaks for it more than for all others.
  public var isSupported: Bool
}

extension Divisions {
  /// How a candidate stands to a division of the context, from nothing to the same.
  private enum Nearness: Int {
    case none, sameProvince, sameCity, deepWithin, around, rightAround, within, same
  }

  /// How much speaks for a candidate.
  private struct Score {
    var nearness = Nearness.none
    var support = 0
    var kind = DivisionCandidate.Kind.full
    var isFormer = false
    var level = DivisionLevel.province

    /// More than 0 if better than the other by what the context says.
    func compareContext(_ other: Score) -> Int {
      if nearness != other.nearness { return nearness.rawValue - other.nearness.rawValue }
      return nearness == .none ? 0 : support - other.support
    }

    /// More than 0 if better than the other by what is known of all texts.
    func comparePrior(_ other: Score) -> Int {
      if kind != other.kind { return Int(other.kind.rawValue) - Int(kind.rawValue) }
      if isFormer != other.isFormer { return isFormer ? -1 : 1 }
      return Int(other.level.rawValue) - Int(level.rawValue)
    }
  }

  /// The division meant by a form, given the divisions that are known from around it.
  public func resolve(_ form: DivisionForm, context: [DivisionID]) -> DivisionChoice? {
    var known = DivisionContext(self)
    for id in context { known.add(id, of: self) }
    let around = DivisionSurroundings(article: known, page: DivisionContext(self))
    return resolve(form.candidates, around)
  }

  /// The division meant among candidates, given the divisions that are known from around them.
  ///
  /// - Parameter choices: a range of `candidates`.
  func resolve(_ choices: Range<Int>, _ around: DivisionSurroundings) -> DivisionChoice? {
    guard let first = choices.first else { return nil }
    var best = candidates[first]
    if choices.count == 1 { return DivisionChoice(id: best.id, isSupported: true) }
    var bestScore = score(best, around)
    var isSupported = bestScore.nearness != .none
    for choice in choices.dropFirst() {
      let candidate = candidates[choice]
      let score = score(candidate, around)
      let byContext = score.compareContext(bestScore)
      if byContext > 0 {
        isSupported = true
      } else if byContext < 0 {
        continue
      } else {
        isSupported = false
        if score.comparePrior(bestScore) <= 0 { continue }
      }
      best = candidate
      bestScore = score
    }
    return DivisionChoice(id: best.id, isSupported: isSupported)
  }

  private func score(_ candidate: DivisionCandidate, _ around: DivisionSurroundings) -> Score {
    var score = Score()
    score.kind = candidate.kind
    score.isFormer = successor(candidate.id) != nil
    score.level = level(candidate.id)
    (score.nearness, score.support) = nearness(candidate.id, around)
    return score
  }

  /// How the nearest of what is known stands to a candidate, and how many stand so.
  private func nearness(
    _ candidate: DivisionID, _ around: DivisionSurroundings
  ) -> (Nearness, count: Int) {
    let same = around.count(of: candidate)
    if same > 0 { return (.same, same) }
    let outer = parent(candidate)
    if let outer {
      let within = around.count(of: outer)
      if within > 0 { return (.within, within) }
    }
    let rightAround = around.count(directlyIn: candidate)
    if rightAround > 0 { return (.rightAround, rightAround) }
    let inside = around.count(within: candidate)
    if inside > 0 { return (.around, inside) }
    guard let outer else { return (.none, 0) }
    var deep = 0
    var city = candidate
    var province = outer
    while let next = parent(province) {
      city = province
      province = next
      deep += around.count(of: next)
    }
    if deep > 0 { return (.deepWithin, deep) }
    let sameCity = around.count(within: city)
    if sameCity > 0 { return (.sameCity, sameCity) }
    let sameProvince = around.count(within: province)
    return sameProvince > 0 ? (.sameProvince, sameProvince) : (.none, 0)
  }
}
