// Lines from a descriptor through one buffer, as soon as they are there. A line longer than the
// limit is passed over without being kept.

import Text

/// Reads lines.
struct LineReader {
  enum Line: Equatable {
    /// The line stands in these bytes of the buffer, without its line end.
    case whole(Range<Int>)
    case tooLong
    case end
  }

  private let read: (inout [UInt8], Int) -> Result<Int, SystemError>
  let byteLimit: Int
  /// Holds the line that `next` gave last.
  private(set) var buffer: [UInt8]
  private var start = 0
  private var end = 0

  /// Reads from a descriptor.
  init(descriptor: Int32, byteLimit: Int = 256 << 20, bufferByteCount: Int = 64 << 10) {
    self.init(byteLimit: byteLimit, bufferByteCount: bufferByteCount) { buffer, offset in
      readSome(from: descriptor, into: &buffer, at: offset)
    }
  }

  /// Reads by a function that fills an array from an offset on and says how many bytes it read.
  init(
    byteLimit: Int, bufferByteCount: Int,
    _ read: @escaping (inout [UInt8], Int) -> Result<Int, SystemError>
  ) {
    self.read = read
    self.byteLimit = byteLimit
    buffer = [UInt8](repeating: 0, count: bufferByteCount)
  }

  /// The next line; a last one needs no line end.
  mutating func next() throws(SystemError) -> Line {
    var searched = start
    var isTooLong = false
    while true {
      let found = firstOffset(of: 0x0a, in: buffer.span.extracting(0..<end), from: searched)
      if let found {
        let line = start..<found
        start = found + 1
        return isTooLong || line.count > byteLimit ? .tooLong : .whole(line)
      }
      if end - start > byteLimit {
        isTooLong = true
        start = end
      }
      makeRoom()
      searched = end
      let count = try read(&buffer, end).get()
      if count == 0 {
        let line = start..<end
        start = end
        return isTooLong ? .tooLong : line.isEmpty ? .end : .whole(line)
      }
      end += count
    }
  }

  /// Makes room behind what is in the buffer.
  private mutating func makeRoom() {
    guard end == buffer.count || start == end else { return }
    if start > 0 {
      buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
      end -= start
      start = 0
    }
    if end > buffer.count / 2 {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
  }
}
