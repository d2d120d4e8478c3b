// What several have one after the other is said in one phrase that leaves out what repeats:
// 一、二等奖, 团体冠、亚军, 男子、女子500米速度滑冰冠军, 团体总分前三名. Here such a phrase becomes
// as many whole ones. It looks at the shape of the parts only, at no list of prizes.

/// The parts of a phrase that speaks of several in their order.
struct PhraseShares {
  private static let ordinals = Array("一二三四五六七八九十".unicodeScalars.map(\.value))
  /// Words that begin a row of ranks: 冠 亚 季, 金 银 铜, 特 and the numbers.
  private static let ranks = ordinals + Array("冠亚季金银铜特优".unicodeScalars.map(\.value))

  /// The last characters of prizes: 冠军, 一等奖, 第一名, 金牌.
  private static let prizeEnds = Array("军奖名牌".unicodeScalars.map(\.value))

  private let text: [UInt32]

  /// A phrase as folded scalars.
  init(_ text: [UInt32]) { self.text = text }

  /// The share of the one with an index among several; nil where nobody can tell which it is.
  func share(_ index: Int, of count: Int) -> [UInt32]? {
    if count == 1 { return text }
    let parts = whole()
    if parts.count == 1 {
      if let counted = firstRanks(), counted.count == count { return counted[index] }
      return parts[0]
    }
    return parts.count == count ? parts[index] : nil
  }

  /// The parts with what they share filled in.
  private func whole() -> [[UInt32]] {
    let parts = split()
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return parts }
    if let ranked = rankedParts(parts) { return ranked }
    if let prizes = prizeParts(parts) { return prizes }
    // 男子、女子500米速度滑冰冠军: what follows the part of the last that is like the first.
    let tail =
      last.count > first.count && isAlike(first[...], last[..<first.count])
      ? Array(last[first.count...]) : sharedTail(last)
    if !tail.isEmpty, !parts.dropLast().contains(where: { $0.suffix(tail.count) == tail[...] }) {
      let stem = Array(last.dropLast(tail.count))
      let head = sharedHead(first, stem)
      return parts.enumerated().map { index, part in
        let own = index == parts.count - 1 ? stem : part
        return (index == 0 ? own : head + own) + tail
      }
    }
    return parts
  }

  /// 团体冠军、亚军和季军: each part is a prize, and what stands before the first holds for all.
  private func prizeParts(_ parts: [[UInt32]]) -> [[UInt32]]? {
    guard parts.allSatisfy({ $0.count >= 2 && Self.prizeEnds.contains($0[$0.count - 1]) }),
      let start = parts[0].lastIndex(where: { Self.ranks.contains($0) || $0 == 0x7B2C })
    else { return nil }
    let isNumbered = start > 0 && parts[0][start - 1] == 0x7B2C
    let head = Array(parts[0][..<(isNumbered ? start - 1 : start)])
    return parts.enumerated().map { index, part in
      let isBare = Self.ranks.contains(part[0]) || part[0] == 0x7B2C
      return index > 0 && isBare ? head + part : part
    }
  }

  private func split() -> [[UInt32]] {
    var parts: [[UInt32]] = [[]]
    for (index, scalar) in text.enumerated() {
      let isJoin =
        scalar == 0x3001
        || ([0x548C, 0x4E0E, 0x53CA].contains(scalar) && index > 0 && index + 1 < text.count)
      if isJoin { parts.append([]) } else { parts[parts.count - 1].append(scalar) }
    }
    return parts.filter { !$0.isEmpty }
  }

  /// 冰上龙舟一、二等奖, 团体冠、亚军, 第一、二名: the parts end with a rank, and the last one goes
  /// on.
  private func rankedParts(_ parts: [[UInt32]]) -> [[UInt32]]? {
    let last = parts[parts.count - 1]
    let start = last.first == 0x7B2C ? 1 : 0
    guard last.count > start + 1, Self.ranks.contains(last[start]) else { return nil }
    let tail = Array(last[(start + 1)...])
    for part in parts.dropLast() {
      guard let end = part.last, Self.ranks.contains(end) else { return nil }
    }
    var head = Array(parts[0].dropLast())
    let isNumbered = head.last == 0x7B2C
    if isNumbered { head.removeLast() }
    return parts.enumerated().map { index, part in
      if index == 0 { return part + tail }
      let own = index == parts.count - 1 ? Array(last[..<(start + 1)]) : part
      let number = isNumbered && own.first != 0x7B2C ? [0x7B2C] + own : own
      return head + number + tail
    }
  }

  /// The prize at the end of the last part: 冠军, 一等奖, 第一名.
  private func sharedTail(_ last: [UInt32]) -> [UInt32] {
    for length in stride(from: min(4, last.count - 1), through: 2, by: -1) {
      let tail = last.suffix(length)
      guard let first = tail.first, let end = tail.last else { continue }
      if Self.prizeEnds.contains(end), Self.ranks.contains(first) || first == 0x7B2C {
        return Array(tail)
      }
    }
    return []
  }

  /// 羽毛球男子单打和女子单打: what stands before the part of the first that is like the last.
  private func sharedHead(_ first: [UInt32], _ stem: [UInt32]) -> [UInt32] {
    guard first.count > stem.count, !stem.isEmpty else { return [] }
    let start = first.count - stem.count
    return isAlike(first[start...], stem[...]) ? Array(first[..<start]) : []
  }

  /// Whether two stretches of one length have a character in common at the same place.
  private func isAlike(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Bool {
    zip(left, right).contains { $0 == $1 }
  }

  /// 团体总分前三名: 团体总分第一名 and so on.
  private func firstRanks() -> [[UInt32]]? {
    guard text.count >= 3, text[text.count - 3] == 0x524D,
      let number = Self.ordinals.firstIndex(of: text[text.count - 2]), number > 0
    else { return nil }
    let head = Array(text[..<(text.count - 3)])
    return (0...number).map { head + [0x7B2C, Self.ordinals[$0], text[text.count - 1]] }
  }
}
