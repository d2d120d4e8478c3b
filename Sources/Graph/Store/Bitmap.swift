// A set of small integers as bits in shared pages: the living nodes, the nodes of a label.

/// A set of ids, one bit each, whose copies share pages.
public struct Bitmap: Sendable {
  @usableFromInline internal var words = PagedArray<UInt64>()
  /// How many members the set has.
  public private(set) var count = 0

  /// Makes an empty set.
  public init() {}

  internal init(words: PagedArray<UInt64>, count: Int) {
    self.words = words
    self.count = count
  }

  /// Whether an id is a member.
  @inlinable
  public func contains(_ id: UInt32) -> Bool {
    words[Int(id >> 6)] & (1 << UInt64(id & 63)) != 0
  }

  /// Adds an id and says whether it was missing.
  @discardableResult
  public mutating func insert(_ id: UInt32) -> Bool {
    let bit: UInt64 = 1 << UInt64(id & 63)
    let word = words[Int(id >> 6)]
    guard word & bit == 0 else { return false }
    words[Int(id >> 6)] = word | bit
    count += 1
    return true
  }

  /// Takes an id out and says whether it was there.
  @discardableResult
  public mutating func remove(_ id: UInt32) -> Bool {
    let bit: UInt64 = 1 << UInt64(id & 63)
    let word = words[Int(id >> 6)]
    guard word & bit != 0 else { return false }
    words[Int(id >> 6)] = word & ~bit
    count -= 1
    return true
  }

  /// Adds all ids of a range; those that are members already stay so.
  internal mutating func insert(_ range: Range<UInt32>) {
    var id = range.lowerBound
    while id < range.upperBound {
      if id & 63 == 0, range.upperBound - id >= 64 {
        count += 64 - words[Int(id >> 6)].nonzeroBitCount
        words[Int(id >> 6)] = ~0
        id += 64
      } else {
        insert(id)
        id += 1
      }
    }
  }

  /// How many pages of words there are.
  @inlinable public var pageCount: Int { words.pageCount }

  /// How many ids one page of words covers.
  public static var idsPerPage: Int { pageSize * 64 }

  /// The words of a page, bit i of word w being id `page * idsPerPage + w * 64 + i`.
  @inlinable
  @_lifetime(borrow self)
  public func page(_ number: Int) -> Span<UInt64> {
    words.page(number)
  }

  /// The first member that is at least so large, or nil.
  public func first(from start: UInt32) -> UInt32? {
    var wordIndex = Int(start >> 6)
    var mask = ~UInt64(0) << UInt64(start & 63)
    let end = words.pageCount << pageShift
    while wordIndex < end {
      let span = words.page(wordIndex >> pageShift)
      var place = wordIndex & (pageSize - 1)
      while place < span.count {
        let word = span[place] & mask
        if word != 0 {
          let base = (wordIndex & ~(pageSize - 1)) + place
          return UInt32(base << 6 + word.trailingZeroBitCount)
        }
        mask = ~0
        place += 1
      }
      mask = ~0
      wordIndex = (wordIndex | (pageSize - 1)) + 1
    }
    return nil
  }

  /// The members in ascending order.
  public var members: Members { Members(bitmap: self) }

  /// Goes through the members of a bitmap in ascending order.
  public struct Members: Sequence, IteratorProtocol {
    private let bitmap: Bitmap
    private var next64: UInt64 = 0

    fileprivate init(bitmap: Bitmap) { self.bitmap = bitmap }

    /// The next member, or nil at the end.
    public mutating func next() -> UInt32? {
      guard next64 <= UInt64(UInt32.max), let found = bitmap.first(from: UInt32(next64)) else {
        return nil
      }
      next64 = UInt64(found) + 1
      return found
    }
  }
}
