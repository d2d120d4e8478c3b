// Between the formats and a sink: collects text into blocks, counts it, and lets blocks of nodes or
// relationships be written on all cores while they still come out in order. At most a few blocks
// are in memory at a time.

internal import Text

/// The text of an export on its way to a sink.
internal struct ExportOutput<Sink: ExportSink> {
  private(set) var sink: Sink
  var report = ExportReport()
  /// Text that is not yet a block.
  private var pending: [UInt8] = []

  init(_ sink: Sink) { self.sink = sink }

  mutating func begin(file name: String) throws(ExportError) {
    try flush()
    try sink.begin(file: name)
    report.files.append(name)
  }

  mutating func finish() throws(ExportError) {
    try flush()
    try sink.finish()
  }

  /// Writes what a function appends.
  mutating func write(_ body: (inout [UInt8]) -> Void) throws(ExportError) {
    body(&pending)
    if pending.count >= ExportBlock.byteCountMin { try flush() }
  }

  /// Writes the same text that calling `render` for each range in order would give.
  ///
  /// Ranges are aligned pieces of `0..<count`.
  mutating func writeInParallel(
    count: Int, _ render: @escaping @Sendable (Range<Int>, inout [UInt8]) -> Void
  ) throws(ExportError) {
    let blockCount = (count + ExportBlock.itemCount - 1) / ExportBlock.itemCount
    var next = 0
    while next < blockCount {
      let first = next
      let blocks = inParallel(min(ExportBlock.blocksAtOnce, blockCount - first)) { place in
        let start = (first + place) * ExportBlock.itemCount
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ExportBlock.byteCountMin * 8)
        render(start..<min(start + ExportBlock.itemCount, count), &bytes)
        return bytes
      }
      next += blocks.count
      for block in blocks { try append(block) }
    }
  }

  private mutating func append(_ block: [UInt8]) throws(ExportError) {
    if block.count < ExportBlock.byteCountMin {
      pending.append(contentsOf: block)
      if pending.count >= ExportBlock.byteCountMin { try flush() }
      return
    }
    try flush()
    report.byteCount += block.count
    try sink.write(block.span)
  }

  private mutating func flush() throws(ExportError) {
    guard !pending.isEmpty else { return }
    let block = pending
    pending = []
    report.byteCount += block.count
    try sink.write(block.span)
  }
}

/// The sizes of the pieces that an export is made in.
private enum ExportBlock {
  /// As many ids as a page of a column covers.
  static let itemCount = pageSize
  static let byteCountMin = 64 << 10
  static let blocksAtOnce = 16
}
