// Files as imports read them: in large pieces, from regular files, pipes and the standard input.
// Two threads that take turns reading keep each other busy, so there is no reader thread here.

import Glibc

/// An open file that is read from its beginning to its end, once.
internal final class InputFile: Sendable {
  /// The path as it was given.
  let path: String
  /// The size, or nil where only reading tells it.
  let byteCount: Int?
  /// Whether the file can be opened again and holds the same.
  var canBeReadAgain: Bool { byteCount != nil }

  private let descriptor: Int32
  private let closesAtEnd: Bool
  /// Bytes that were looked at and are still to be read.
  private let ahead = Lock<[UInt8]>([])

  /// Opens a file; `-` is the standard input.
  init(_ path: String) throws(ImportError) {
    self.path = path
    closesAtEnd = path != "-"
    // SAFETY: the path is handed over as a C string for the length of the call.
    let descriptor = path == "-" ? STDIN_FILENO : unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    self.descriptor = descriptor
    guard descriptor >= 0 else {
      byteCount = nil
      if errno == ENOENT || errno == ENOTDIR { throw .fileNotFound(path: path) }
      throw .unreadable(path: path, errorNumber: errno)
    }
    var status = stat()
    // SAFETY: fstat fills the structure that it is given.
    guard unsafe fstat(descriptor, &status) == 0 else {
      byteCount = nil
      throw .unreadable(path: path, errorNumber: errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      byteCount = path == "-" ? nil : Int(status.st_size)
      _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    case S_IFDIR:
      byteCount = nil
      throw .isDirectory(path: path)
    case S_IFIFO: byteCount = nil
    default:
      byteCount = nil
      // A terminal or another device as standard input is the user's own wish.
      if path != "-" { throw .notAFile(path: path) }
    }
  }

  deinit {
    if closesAtEnd, descriptor >= 0 { _ = close(descriptor) }
  }

  /// The first bytes, as many as asked for or as there are; they are read again by `read`.
  func peek(_ count: Int) throws(ImportError) -> [UInt8] {
    var bytes = takeAhead()
    while bytes.count < count {
      let more = try readSome(upTo: count - bytes.count)
      if more.isEmpty { break }
      bytes.append(contentsOf: more)
    }
    let seen = bytes
    ahead.withLock { $0 = seen }
    return Array(seen.prefix(count))
  }

  /// The next bytes, about `count`; none at the end of the file.
  func read(upTo count: Int) throws(ImportError) -> [UInt8] {
    let bytes = takeAhead()
    return bytes.isEmpty ? try readSome(upTo: count) : bytes
  }

  private func takeAhead() -> [UInt8] {
    ahead.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
  }

  private func readSome(upTo count: Int) throws(ImportError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      // A pipe gives little at a time; full buffers make large blocks.
      while filled < count {
        // SAFETY: `filled` is less than the capacity, and at most the rest of it is written.
        let got = unsafe Glibc.read(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled },
          count - filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          return
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    guard failure == 0 else { throw .unreadable(path: path, errorNumber: failure) }
    return bytes
  }
}
