// Names as they are compared in scoring: compatibility forms folded, blanks, quotes and brackets
// left out, lower case.

public import Text

/// A name folded for comparing with another.
public func scoringForm(_ name: String) -> UTF8String {
  var kept = String.UnicodeScalarView()
  for scalar in compatibilityForm(name).unicodeScalars {
    switch scalar.value {
    case 0x09...0x0d, 0x1c...0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f,
      0x205f, 0x3000:
      continue
    case 0x201c, 0x201d, 0x2018, 0x2019, 0x22, 0x27, 0x3008...0x300f, 0x28, 0x29, 0x5b, 0x5d,
      0x3010, 0x3011, 0xb7, 0x2c, 0x3001, 0x3a, 0x2014, 0x2d:
      continue
    default: kept.append(scalar)
    }
  }
  return UTF8String(String(kept).lowercased())
}

/// How much of two texts is the same in order: twice the longest common subsequence over both
/// lengths, in code points.
///
/// - Complexity: the product of the lengths; for names.
public func sharedInOrder(_ left: UTF8String, _ right: UTF8String) -> Double {
  let one = Array(left.string.unicodeScalars)
  let other = Array(right.string.unicodeScalars)
  if one.isEmpty || other.isEmpty { return 0 }
  var previous = [Int](repeating: 0, count: other.count + 1)
  var current = previous
  for scalar in one {
    for place in other.indices {
      current[place + 1] =
        scalar == other[place] ? previous[place] + 1 : max(previous[place + 1], current[place])
    }
    swap(&previous, &current)
  }
  return Double(2 * previous[other.count]) / Double(one.count + other.count)
}
