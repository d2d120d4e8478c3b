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
  ///
  /// The work is candidates times context; a context of one page is meant, without repetitions.
  public func resolve(_ form: DivisionForm, context: [DivisionID]) -> DivisionChoice? {
    resolve(candidates[form.candidates], context: context)
  }

  /// The division meant among candidates, given the divisions that are known from around them.
  public func resolve(
    _ candidates: ArraySlice<DivisionCandidate>, context: [DivisionID]
  ) -> DivisionChoice? {
    guard let first = candidates.first else { return nil }
    var best = first
    var bestScore = score(first, context)
    var isSupported = candidates.count == 1 || bestScore.nearness != .none
    for candidate in candidates.dropFirst() {
      let score = score(candidate, context)
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

  private func score(_ candidate: DivisionCandidate, _ context: [DivisionID]) -> Score {
    var score = Score()
    score.kind = candidate.kind
    score.isFormer = successor(candidate.id) != nil
    score.level = level(candidate.id)
    for known in context {
      let nearness = nearness(candidate.id, known)
      if nearness.rawValue > score.nearness.rawValue {
        score.nearness = nearness
        score.support = 1
      } else if nearness == score.nearness {
        score.support += 1
      }
    }
    return score
  }

  private func nearness(_ candidate: DivisionID, _ known: DivisionID) -> Nearness {
    if candidate == known { return .same }
    if parent(candidate) == known { return .within }
    if parent(known) == candidate { return .rightAround }
    if isWithin(known, candidate) { return .around }
    if isWithin(candidate, known) { return .deepWithin }
    let province = province(candidate)
    guard province == self.province(known) else { return .none }
    return city(candidate) == city(known) && city(known) != nil ? .sameCity : .sameProvince
  }

  /// What lies directly in the province and holds a division; nothing for a province.
  private func city(_ id: DivisionID) -> DivisionID? {
    var id = id
    guard var outer = parent(id) else { return nil }
    while let next = parent(outer) {
      id = outer
      outer = next
    }
    return id
  }
}
