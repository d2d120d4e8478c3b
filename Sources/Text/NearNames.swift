// "Did you mean": the names that come near a mistyped one, by the number of insertions, deletions,
// replacements and swaps of neighbours (optimal string alignment), ignoring case. How far is near
// depends on the length: one slip in three characters.

/// The names nearest to a word, best first, at most `limit`.
///
/// Equal distances are ordered by the names' code points, so that the order never varies.
/// - Complexity: linear in the number of names; words beyond 64 characters have no near names.
public func nearNames(
  to word: UTF8String, among names: some Sequence<UTF8String>, limit: Int = 3
) -> [UTF8String] {
  let wanted = foldedScalars(word)
  guard !wanted.isEmpty, wanted.count <= maxScalars else { return [] }
  let reach = wanted.count == 1 ? 0 : max(1, wanted.count / 3)
  var found: [(distance: Int, name: UTF8String)] = []
  for name in names {
    // A scalar has at most four bytes: too long a name is seen without decoding it.
    guard name != word, name.byteCount <= 4 * (wanted.count + reach) else { continue }
    let scalars = foldedScalars(name)
    guard abs(scalars.count - wanted.count) <= reach else { continue }
    let distance = alignmentDistance(wanted, scalars)
    if distance <= reach { found.append((distance, name)) }
  }
  found.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.name < $1.name }
  var result: [UTF8String] = []
  for (_, name) in found where result.last != name && result.count < limit { result.append(name) }
  return result
}

private let maxScalars = 64

private func foldedScalars(_ name: UTF8String) -> [UInt32] {
  lowercased(name).string.unicodeScalars.map(\.value)
}

/// The least number of edits; no part is edited twice.
private func alignmentDistance(_ left: [UInt32], _ right: [UInt32]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in 0..<right.count {
      let isSame = left[row] == right[column]
      var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
