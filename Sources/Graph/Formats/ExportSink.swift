// Where the bytes of an export go: memory, one descriptor, or a folder of files. Sinks get blocks
// of at least 64 KiB except for the last of a file; they need no buffer of their own. Files appear
// under their names as they are written: whoever wants all or nothing writes to a folder of its own
// first.

internal import Glibc
internal import Text

/// Takes the bytes of an export in order.
public protocol ExportSink {
  /// Begins the next file of a format that has several; not called for the others.
  mutating func begin(file name: String) throws(ExportError)
  /// Takes the next bytes of the file.
  mutating func write(_ bytes: Span<UInt8>) throws(ExportError)
  /// Ends the last file.
  mutating func finish() throws(ExportError)
}

/// Keeps an export in memory.
public struct MemorySink: ExportSink, Sendable {
  /// The files by name, in the order they were written; a format of one file has the name "".
  public private(set) var files: [(name: String, bytes: [UInt8])] = []

  /// Makes an empty sink.
  public init() {}

  /// All bytes of all files.
  public var bytes: [UInt8] { files.flatMap(\.bytes) }

  /// Begins a file.
  public mutating func begin(file name: String) { files.append((name, [])) }

  /// Keeps bytes.
  public mutating func write(_ bytes: Span<UInt8>) {
    if files.isEmpty { files.append(("", [])) }
    files[files.count - 1].bytes.append(bytes)
  }

  /// Does nothing.
  public mutating func finish() {}
}

/// Writes an export of one file to an open descriptor, which stays open.
///
/// The program must ignore SIGPIPE, or a closed pipe ends it before `closedPipe` is thrown.
public struct DescriptorSink: ExportSink, Sendable {
  private let descriptor: Int32
  private let path: String

  /// Makes a sink; the path is only for messages.
  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Refuses: one descriptor is one file.
  public mutating func begin(file name: String) throws(ExportError) {
    throw .needsFolder(file: name)
  }

  /// Writes bytes, however many calls that takes.
  public mutating func write(_ bytes: Span<UInt8>) throws(ExportError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Does nothing: whoever opened the descriptor closes it.
  public mutating func finish() {}
}

/// Writes an export of several files into a folder, which is made if need be.
public struct FolderSink: ExportSink, Sendable {
  private let folder: String
  private var descriptor: Int32 = -1
  private var path = ""

  /// Makes the folder unless it is there.
  public init(folder: String) throws(ExportError) {
    self.folder = folder
    // SAFETY: the path is only read during the call.
    if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw .cannotCreate(path: folder, code: errno)
    }
  }

  /// Ends the file before and begins a new one; an older file of the name is overwritten.
  public mutating func begin(file name: String) throws(ExportError) {
    try finish()
    path = folder + "/" + name
    // SAFETY: the path is only read during the call.
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .cannotCreate(path: path, code: errno) }
  }

  /// Writes bytes.
  public mutating func write(_ bytes: Span<UInt8>) throws(ExportError) {
    try writeAll(bytes, to: descriptor, path: path)
  }

  /// Ends the last file.
  public mutating func finish() throws(ExportError) {
    guard descriptor >= 0 else { return }
    defer { descriptor = -1 }
    if close(descriptor) != 0 { throw .cannotWrite(path: path, code: errno) }
  }
}

private func writeAll(
  _ bytes: Span<UInt8>, to descriptor: Int32, path: String
) throws(ExportError) {
  var offset = 0
  while offset < bytes.count {
    let rest = bytes.extracting(offset..<bytes.count)
    // SAFETY: the bytes are only read during the call.
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      offset += count
    } else if errno == EPIPE {
      throw .closedPipe
    } else if errno != EINTR {
      throw .cannotWrite(path: path, code: errno)
    }
  }
}
