// Pages as they come: files one after the other, lines one after the other, no more in memory than
// a batch. Nothing is read of what a page says; that is the work of many threads (ReadPages.swift).

internal import Extract
import Glibc
import Text

/// A page that was found and not read yet.
struct FoundPage: Sendable {
  /// The name of the page, or of the file where the page is a line of it.
  let name: String
  /// The number of the line, from 1, where the page is a line.
  let line: Int?
  let folder: String?
  let bytes: [UInt8]

  /// The name for messages.
  var place: String { line.map { "\(name):\($0)" } ?? name }
}

/// The pages of files in their order.
struct PageStream {
  /// The largest page that is read.
  static let pageByteLimit = 1 << 30

  private var files: ArraySlice<PageFile>
  private var lines: (reader: LineReader, file: PageFile, number: Int, descriptor: Int32)?
  private(set) var bytesRead = 0
  private(set) var problems: [PageProblem] = []
  /// Where the bytes of the standard input come from; tests give their own.
  private let input: Int32

  init(_ files: [PageFile], input: Int32 = STDIN_FILENO) {
    self.files = files[...]
    self.input = input
  }

  /// The next pages, until they have so many bytes or are so many; none at the end.
  mutating func nextBatch(byteCount: Int, pageCount: Int) -> [FoundPage] {
    var batch: [FoundPage] = []
    var size = 0
    while size < byteCount, batch.count < pageCount, let page = next() {
      size += page.bytes.count
      batch.append(page)
    }
    return batch
  }

  private mutating func next() -> FoundPage? {
    while true {
      if let page = nextLine() { return page }
      guard let file = files.popFirst() else { return nil }
      switch file.kind {
      case .page: if let page = wholePage(file) { return page }
      case .lines: open(file)
      case .input: if let page = openInput(file) { return page }
      }
    }
  }

  private mutating func wholePage(_ file: PageFile) -> FoundPage? {
    var bytes: [UInt8] = []
    if let error = readFile(file.path, into: &bytes, limit: Self.pageByteLimit) {
      problems.append(problem(file, error.code))
      return nil
    }
    bytesRead += bytes.count
    return FoundPage(name: file.path, line: nil, folder: file.folder, bytes: bytes)
  }

  private func problem(_ file: PageFile, _ code: Int32) -> PageProblem {
    PageProblem(
      page: file.path, offset: nil, code == EFBIG ? .page(.tooLarge) : .unreadable(code))
  }

  private mutating func open(_ file: PageFile) {
    switch openForReading(file.path) {
    case .failure(let error): problems.append(problem(file, error.code))
    case .success(let descriptor):
      lines = (
        LineReader(descriptor: descriptor, byteLimit: Self.pageByteLimit), file, 0, descriptor
      )
    }
  }

  /// The standard input as lines where it begins like one, else as one page.
  private mutating func openInput(_ file: PageFile) -> FoundPage? {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    var count = 0
    while count < bytes.count, firstWord(bytes, count) == nil {
      guard case .success(let more) = readSome(from: input, into: &bytes, at: count), more > 0
      else {
        break
      }
      count += more
    }
    bytes.removeLast(bytes.count - count)
    if firstWord(bytes, count) == UInt8(ascii: "{") {
      var start = bytes[...]
      let descriptor = input
      let reader = LineReader(byteLimit: Self.pageByteLimit, bufferByteCount: 64 << 10) {
        buffer, offset in
        guard !start.isEmpty else { return readSome(from: descriptor, into: &buffer, at: offset) }
        let count = min(start.count, buffer.count - offset)
        buffer.replaceSubrange(offset..<offset + count, with: start.prefix(count))
        start = start.dropFirst(count)
        return .success(count)
      }
      lines = (reader, file, 0, -1)
      return nil
    }
    while true {
      let end = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: max(64 << 10, min(end, 16 << 20))))
      switch readSome(from: input, into: &bytes, at: end) {
      case .failure(let error):
        problems.append(problem(file, error.code))
        return nil
      case .success(let more):
        bytes.removeLast(bytes.count - end - more)
        if bytes.count > Self.pageByteLimit {
          problems.append(problem(file, EFBIG))
          return nil
        }
        if more == 0 {
          bytesRead += bytes.count
          return FoundPage(name: file.path, line: nil, folder: nil, bytes: bytes)
        }
      }
    }
  }

  private func firstWord(_ bytes: [UInt8], _ count: Int) -> UInt8? {
    bytes[..<count].first { $0 > 0x20 && ![0xef, 0xbb, 0xbf].contains($0) }
  }

  private mutating func nextLine() -> FoundPage? {
    while lines != nil {
      guard let line = readLine() else { return nil }
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let lines else { return nil }
      return FoundPage(
        name: lines.file.path, line: lines.number,
        folder: lines.file.folder == nil ? nil : lines.file.path, bytes: line)
    }
    return nil
  }

  /// The bytes of the next line; nil at the end of the file, which is closed then.
  private mutating func readLine() -> [UInt8]? {
    guard var current = lines else { return nil }
    lines = nil
    current.number += 1
    do throws(SystemError) {
      switch try current.reader.next() {
      case .whole(let range):
        let line = Array(current.reader.buffer[range])
        bytesRead += line.count + 1
        lines = current
        return line
      case .tooLong:
        problems.append(
          PageProblem(
            page: "\(current.file.path):\(current.number)", offset: nil, .page(.tooLarge)))
        lines = current
        return []
      case .end: break
      }
    } catch {
      problems.append(problem(current.file, error.code))
    }
    if current.descriptor >= 0 { close(current.descriptor) }
    return nil
  }
}
