// A file that LOAD CSV may read: a regular file below the folder that the caller opened to queries,
// also after symbolic links are followed. The one place of the query language that opens files.

internal import Glibc
internal import Graph
internal import Text

/// An open file, read from its beginning to its end.
final class ImportedFile {
  private let name: UTF8String
  private let descriptor: Int32

  /// Opens a file by its name in the folder or a `file:///` address.
  init(_ name: UTF8String, below folder: String?) throws(QueryError) {
    self.name = name
    guard let folder else {
      throw Self.refusal(name, "no folder is open to LOAD CSV", hint: "set an import folder")
    }
    let path = try Self.resolvedPath(name, below: folder)
    // SAFETY: the path is handed over as a C string for the length of the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(name, errno) }
    var status = stat()
    // SAFETY: fstat fills the structure that it is given.
    let isKnown = unsafe fstat(descriptor, &status) == 0
    guard isKnown, status.st_mode & S_IFMT == S_IFREG else {
      throw Self.refusal(name, "this is not a regular file")
    }
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  /// The next bytes; none at the end.
  func read(upTo count: Int) throws(QueryError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // SAFETY: `filled` is less than the capacity, and at most the rest of it is written.
        let got = unsafe Glibc.read(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
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
    if failure != 0 { throw Self.unreadable(name, failure) }
    return bytes
  }

  /// Where the file lies, without symbolic links.
  private static func resolvedPath(
    _ name: UTF8String, below folder: String
  ) throws(QueryError) -> String {
    guard let relative = pathInFolder(name) else {
      throw refusal(name, "only files can be read, by name or as file:///name")
    }
    guard let root = realPath(folder) else {
      throw refusal(name, "the import folder is not there", hint: "set another import folder")
    }
    let isAbsolute = relative.utf8.first == 0x2f
    guard let path = realPath(isAbsolute ? relative : root + "/" + relative) else {
      throw unreadable(name, errno)
    }
    let prefix = root.utf8.last == 0x2f ? root : root + "/"
    guard path.utf8.starts(with: prefix.utf8) else {
      throw refusal(
        name, "the file does not lie in the import folder", hint: "copy it there and name it again")
    }
    return path
  }

  /// The name without the scheme of a file address; nil for other addresses.
  private static func pathInFolder(_ name: UTF8String) -> String? {
    let bytes = Array(name.string.utf8)
    if bytes.isEmpty || bytes.contains(0) { return nil }
    let scheme = Array("file:///".utf8)
    if bytes.starts(with: scheme) {
      // The address counts from the folder as its root.
      let rest = bytes.dropFirst(scheme.count).drop { $0 == 0x2f }
      guard let path = UTF8String(validating: percentDecoded(Array(rest)).span) else { return nil }
      return path.string.utf8.contains(0) ? nil : path.string
    }
    let hasScheme = name.contains(UTF8String("://")) || bytes.starts(with: Array("file:".utf8))
    return hasScheme ? nil : name.string
  }

  private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == 0x25, place + 2 < bytes.count, let high = hexDigit(bytes[place + 1]),
        let low = hexDigit(bytes[place + 2])
      {
        decoded.append(high << 4 | low)
        place += 3
      } else {
        decoded.append(bytes[place])
        place += 1
      }
    }
    return decoded
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func realPath(_ path: String) -> String? {
    // SAFETY: realpath gives memory of its own, which is copied and freed here.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(validatingCString: resolved)
  }

  private static func refusal(
    _ name: UTF8String, _ message: String, hint: String? = nil
  ) -> QueryError {
    QueryError(
      .accessError, .fileNotAllowed, .runtime, "\(name) cannot be read: \(message)",
      subject: name.string, hint: hint)
  }

  private static func unreadable(_ name: UTF8String, _ number: Int32) -> QueryError {
    let reason =
      number == ENOENT || number == ENOTDIR
      ? "there is no such file in the import folder" : "the system refused (error \(number))"
    return QueryError(
      .storageError, .fileNotReadable, .runtime, "\(name) cannot be read: \(reason)",
      subject: name.string)
  }
}
