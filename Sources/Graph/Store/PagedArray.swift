// A growing array in pages. Copies of the array share their pages; writing through one copy
// duplicates only the page it touches. That is how a reader keeps its version while a writer goes
// on: a version of the graph is a struct of such arrays.

/// How many elements a full page holds, as a power of two.
@usableFromInline internal let pageShift = 12
@usableFromInline internal let pageSize = 1 << pageShift

/// One page of plain memory, owned or part of a region.
@safe
@usableFromInline
internal final class Page: @unchecked Sendable {
  // SAFETY: a page is written to only while one array holds it (checked by PagedArray and
  // PropertyColumn before each write) and only when it owns its memory.

  @usableFromInline let base: UnsafeMutableRawPointer
  @usableFromInline let byteCount: Int
  /// The region that holds the bytes, or nil when the page owns them.
  let region: MemoryRegion?

  /// Allocates a page of zeros.
  init(byteCount: Int) {
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    self.byteCount = byteCount
    region = nil
  }

  /// Makes a page of a part of a region; the caller has checked the bounds.
  init(region: MemoryRegion, byteOffset: Int, byteCount: Int) {
    precondition(byteOffset >= 0 && byteOffset + byteCount <= region.byteCount)
    unsafe base = region.base + byteOffset
    self.byteCount = byteCount
    self.region = region
  }

  /// Copies a page into one that owns its bytes and has at least so many, the rest zero.
  convenience init(copying page: Page, byteCount: Int) {
    self.init(byteCount: max(byteCount, page.byteCount))
    unsafe base.copyMemory(from: page.base, byteCount: page.byteCount)
  }

  deinit {
    if region == nil { unsafe base.deallocate() }
  }
}

/// A growing array of plain elements whose copies share pages.
@safe
public struct PagedArray<Element: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline internal var pages: [Page?] = []

  /// Makes an array whose elements are all zero bits.
  public init() {}

  @inlinable
  internal static func byteCount(forCapacity capacity: Int) -> Int {
    capacity * MemoryLayout<Element>.stride
  }

  /// How many pages there are, absent ones included.
  @inlinable public var pageCount: Int { pages.count }

  /// The element at a place; zero bits where nothing was ever written.
  ///
  /// - Parameter index: any place, also one past the end.
  @inlinable
  public subscript(index: Int) -> Element where Element: ExpressibleByIntegerLiteral {
    get {
      let number = index >> pageShift
      guard number < pages.count, let page = pages[number] else { return 0 }
      let place = (index & (pageSize - 1)) * MemoryLayout<Element>.stride
      guard place < page.byteCount else { return 0 }
      // SAFETY: `place` is inside the page, which holds whole elements.
      return unsafe page.base.load(fromByteOffset: place, as: Element.self)
    }
    set {
      let page = writablePage(index >> pageShift, holding: index & (pageSize - 1))
      let place = (index & (pageSize - 1)) * MemoryLayout<Element>.stride
      unsafe page.base.storeBytes(of: newValue, toByteOffset: place, as: Element.self)
    }
  }

  /// The elements of a page; empty where the page is absent.
  ///
  /// A page may be shorter than full.
  @inlinable
  @_lifetime(borrow self)
  public func page(_ number: Int) -> Span<Element> {
    guard number < pages.count, let page = pages[number] else { return Span() }
    // SAFETY: the page lives as long as the array that is borrowed and is not written meanwhile.
    let span = unsafe Span<Element>(
      _unsafeStart: UnsafePointer(page.base.assumingMemoryBound(to: Element.self)),
      count: page.byteCount / MemoryLayout<Element>.stride)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Changes a page in place, making it full size first.
  internal mutating func withWritablePage(
    _ number: Int, _ body: (inout MutableSpan<Element>) -> Void
  ) {
    let page = writablePage(number, holding: pageSize - 1)
    // SAFETY: the page is held by this array alone.
    var span = unsafe MutableSpan<Element>(
      _unsafeStart: page.base.assumingMemoryBound(to: Element.self), count: pageSize)
    body(&span)
  }

  /// A page that this array alone holds and that has room for a place.
  @usableFromInline
  internal mutating func writablePage(_ number: Int, holding place: Int) -> Page {
    while pages.count <= number { pages.append(nil) }
    let needed = Self.byteCount(forCapacity: place + 1)
    if isKnownUniquelyReferenced(&pages[number]), let page = pages[number], page.region == nil,
      page.byteCount >= needed
    {
      return page
    }
    return replacePage(number, needed: needed)
  }

  @inline(never)
  private mutating func replacePage(_ number: Int, needed: Int) -> Page {
    var byteCount = Self.byteCount(forCapacity: 64)
    while byteCount < needed { byteCount *= 2 }
    let fresh: Page
    if let page = pages[number] {
      fresh = Page(copying: page, byteCount: byteCount)
    } else {
      fresh = Page(byteCount: byteCount)
    }
    pages[number] = fresh
    return fresh
  }

  /// The bytes that pages of this array own in memory, and those that lie in a mapped file.
  internal var byteCounts: (owned: Int, mapped: Int) {
    var owned = 0
    var mapped = 0
    for case let page? in pages {
      if page.region?.isMapped == true { mapped += page.byteCount } else { owned += page.byteCount }
    }
    return (owned, mapped)
  }
}
