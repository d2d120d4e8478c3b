// An immutable array in a region of memory: a view that can lie in a mapped file as well as in
// memory that was just filled. Adjacency, offsets and index runs are flat arrays.

/// An immutable array of plain elements that lies in a memory region.
@safe
public struct FlatArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  // SAFETY: `start ..< start + count` lies within `region`, which is kept alive and is not written
  // to after the array was made.

  @usableFromInline internal let region: MemoryRegion?
  @usableFromInline internal let start: UnsafePointer<Element>?
  /// How many elements there are.
  public let count: Int

  /// Makes an empty array.
  public init() {
    region = nil
    unsafe start = nil
    count = 0
  }

  /// Makes an array of a part of a region, or nil where that part is outside or not aligned.
  public init?(region: MemoryRegion, byteOffset: Int, count: Int) {
    let stride = MemoryLayout<Element>.stride
    let (bytes, overflow) = count.multipliedReportingOverflow(by: stride)
    guard count >= 0, byteOffset >= 0, !overflow, byteOffset <= region.byteCount,
      bytes <= region.byteCount - byteOffset,
      byteOffset % MemoryLayout<Element>.alignment == 0
    else { return nil }
    self.region = region
    unsafe start = UnsafePointer(
      (region.base + byteOffset).assumingMemoryBound(to: Element.self))
    self.count = count
  }

  /// Makes an array of zero bytes and lets a function fill it.
  public init(count: Int, filling fill: (inout MutableSpan<Element>) -> Void) {
    guard count > 0 else {
      self.init()
      return
    }
    let region = MemoryRegion.allocate(byteCount: count * MemoryLayout<Element>.stride)
    let typed = unsafe region.base.assumingMemoryBound(to: Element.self)
    var span = unsafe MutableSpan(_unsafeStart: typed, count: count)
    fill(&span)
    unsafe self.init(region: region, start: UnsafePointer(typed), count: count)
  }

  private init(region: MemoryRegion, start: UnsafePointer<Element>, count: Int) {
    self.region = region
    unsafe self.start = start
    self.count = count
  }

  /// Copies an array.
  public init(_ elements: [Element]) {
    self.init(count: elements.count) { target in
      for index in elements.indices { target[index] = elements[index] }
    }
  }

  /// The elements.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      guard let start = unsafe start else { return Span() }
      let span = unsafe Span(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The element at a place.
  @inlinable
  public subscript(index: Int) -> Element {
    guard let start = unsafe start, index >= 0, index < count else {
      preconditionFailure("index \(index) is outside a flat array of \(count)")
    }
    return unsafe start[index]
  }

  /// Whether this array and another are views of the same memory.
  internal func isSame(as other: FlatArray) -> Bool {
    unsafe region === other.region && start == other.start && count == other.count
  }

  /// The bytes that the elements take.
  public var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// The elements as bytes, for writing to a file.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let raw = unsafe span.bytes
      return unsafe _overrideLifetime(raw, borrowing: self)
    }
  }
}
