// Sorting many 64-bit words, or elements by such a word, by their bits. Millions of index pairs are
// sorted when a graph is loaded; a radix sort takes a quarter of the time of a comparison sort
// there.

/// Sorts words in ascending order.
///
/// - Complexity: O(n), six passes at most; a pass whose digit is the same everywhere is left out.
internal func radixSort(_ words: inout [UInt64]) {
  if words.count < 1 << 10 {
    words.sort()
    return
  }
  radixSort(&words) { $0 }
}

/// Sorts elements by a word of theirs; elements with equal words keep their order.
///
/// - Complexity: as above.
@inline(__always)
internal func radixSort<Element: BitwiseCopyable>(
  _ elements: inout [Element], by key: (Element) -> UInt64
) {
  guard let first = elements.first else { return }
  let digitBits = 11
  let digitCount = 1 << digitBits
  let passCount = 6
  func digit(_ element: Element, _ pass: Int) -> Int {
    Int(truncatingIfNeeded: key(element) >> UInt64(pass * digitBits)) & (digitCount - 1)
  }
  var counts = [Int](repeating: 0, count: digitCount * passCount)
  for element in elements {
    for pass in 0..<passCount { counts[pass * digitCount + digit(element, pass)] += 1 }
  }
  var other = [Element](repeating: first, count: elements.count)
  for pass in 0..<passCount {
    let start = pass * digitCount
    if counts[start + digit(first, pass)] == elements.count { continue }
    var sum = 0
    for place in start..<start + digitCount {
      let count = counts[place]
      counts[place] = sum
      sum += count
    }
    for element in elements {
      let place = start + digit(element, pass)
      other[counts[place]] = element
      counts[place] += 1
    }
    swap(&elements, &other)
  }
}
