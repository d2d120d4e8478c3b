// One page of a property column: which of 4,096 places hold a value, and the values, all of one
// kind. A page that meets a value of another kind becomes a page of encoded values; its neighbours
// stay as they are, so that one odd value never rewrites a column.
//
// Memory: 512 bytes of presence bits, then as many values as the page has room for.

/// What the values of a page are stored as.
public enum ColumnKind: UInt8, Sendable, CaseIterable {
  /// 64-bit integers.
  case integer = 1
  /// 64-bit floating-point numbers.
  case float = 2
  /// One byte each, 0 or 1.
  case boolean = 3
  /// 16-byte references to text.
  case string = 4
  /// Days since 1970-01-01, 64-bit.
  case date = 5
  /// 16-byte references to any value in its binary form.
  case encoded = 6

  /// The bytes that one value takes.
  @inlinable public var width: Int {
    switch self {
    case .integer, .float, .date: 8
    case .boolean: 1
    case .string, .encoded: 16
    }
  }
}

/// The values of up to 4,096 neighbouring ids under one key.
@safe
@usableFromInline
internal final class ColumnPage: Sendable {
  @usableFromInline static let presenceWordCount = pageSize / 64
  @usableFromInline static let presenceByteCount = pageSize / 8

  @usableFromInline let kind: ColumnKind
  @usableFromInline let memory: Page

  init(kind: ColumnKind, memory: Page) {
    precondition(memory.byteCount >= Self.presenceByteCount)
    self.kind = kind
    self.memory = memory
  }

  convenience init(kind: ColumnKind, capacity: Int) {
    self.init(
      kind: kind,
      memory: Page(byteCount: Self.presenceByteCount + capacity * kind.width))
  }

  /// How many values the page has room for.
  @usableFromInline var capacity: Int {
    (memory.byteCount - Self.presenceByteCount) / kind.width
  }

  /// A copy that owns its memory and has room for so many values.
  func copy(capacity: Int) -> ColumnPage {
    let byteCount = Self.presenceByteCount + capacity * kind.width
    return ColumnPage(kind: kind, memory: Page(copying: memory, byteCount: byteCount))
  }

  @inlinable
  func isPresent(_ place: Int) -> Bool {
    presence[place >> 6] & (1 << UInt64(place & 63)) != 0
  }

  @inlinable var presence: Span<UInt64> {
    @_lifetime(borrow self)
    get { view(at: 0, count: Self.presenceWordCount) }
  }

  /// The values as elements of the type that the kind is stored as.
  @inlinable
  @_lifetime(borrow self)
  func values<Element: BitwiseCopyable>(as type: Element.Type) -> Span<Element> {
    precondition(MemoryLayout<Element>.stride == kind.width)
    return view(at: Self.presenceByteCount, count: capacity)
  }

  @inlinable
  @_lifetime(borrow self)
  func view<Element: BitwiseCopyable>(at byteOffset: Int, count: Int) -> Span<Element> {
    // SAFETY: callers pass ranges inside the page's memory, which is kept alive by the page.
    let start = unsafe UnsafePointer(
      (memory.base + byteOffset).assumingMemoryBound(to: Element.self))
    let span = unsafe Span(_unsafeStart: start, count: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  func setPresent(_ place: Int, _ isPresent: Bool) {
    let bit: UInt64 = 1 << UInt64(place & 63)
    let word = presence[place >> 6]
    store(isPresent ? word | bit : word & ~bit, at: (place >> 6) * 8)
  }

  func setValue<Element: BitwiseCopyable>(_ value: Element, at place: Int) {
    precondition(place < capacity && MemoryLayout<Element>.stride == kind.width)
    store(value, at: Self.presenceByteCount + place * MemoryLayout<Element>.stride)
  }

  private func store<Element: BitwiseCopyable>(_ value: Element, at byteOffset: Int) {
    // SAFETY: callers checked the place and hold the only reference to the page.
    unsafe memory.base.storeBytes(of: value, toByteOffset: byteOffset, as: Element.self)
  }

  /// How many places hold a value.
  var presentCount: Int {
    let words = presence
    var count = 0
    for index in words.indices { count += words[index].nonzeroBitCount }
    return count
  }
}

/// A page of a column as readers see it.
public struct ColumnPageView: ~Escapable {
  @usableFromInline internal let page: ColumnPage

  @_lifetime(borrow column)
  internal init(page: ColumnPage, of column: borrowing PropertyColumn) {
    self.page = page
  }

  /// What the values are stored as.
  @inlinable public var kind: ColumnKind { page.kind }

  /// Which of the 4,096 places hold a value.
  @inlinable public var presence: Span<UInt64> {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(page.presence, copying: self) }
  }

  /// The values of an integer or date page; places without a value hold anything.
  @inlinable public var integers: Span<Int64> {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(page.values(as: Int64.self), copying: self) }
  }

  /// The values of a float page; places without a value hold anything.
  @inlinable public var floats: Span<Double> {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(page.values(as: Double.self), copying: self) }
  }

  /// The values of a boolean page, 0 or 1; places without a value hold anything.
  @inlinable public var booleans: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(page.values(as: UInt8.self), copying: self) }
  }

  /// The references of a string or encoded page; places without a value hold anything.
  @inlinable public var references: Span<StringReference> {
    @_lifetime(copy self)
    get { unsafe _overrideLifetime(page.values(as: StringReference.self), copying: self) }
  }
}
