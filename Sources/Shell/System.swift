// The calls into the operating system that the shell needs: environment, terminals, writing, paths.
// Every unsafe call of the shell stands here. No buffering, no messages.

import Glibc

/// The variables that a process was started with.
struct Environment: Sendable {
  private let fixed: [String: String]?

  /// The variables of this process.
  static let process = Environment(fixed: nil)

  /// Variables for a test; nothing else is set.
  init(_ variables: [String: String]) { fixed = variables }

  private init(fixed: [String: String]?) { self.fixed = fixed }

  subscript(name: String) -> String? {
    if let fixed { return fixed[name] }
    // SAFETY: the text is copied at once, and nothing in this program changes the environment.
    return unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}

/// The words for an error number.
func systemMessage(_ code: Int32) -> String {
  // SAFETY: strerror returns a text that stays valid until this thread's next call; copied at once.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}

/// The width of the terminal behind a descriptor, or nil where there is none.
func terminalWidth(of descriptor: Int32) -> Int? {
  guard isatty(descriptor) == 1 else { return nil }
  var size = winsize()
  // SAFETY: this request fills a `winsize`, which is what the pointer points at.
  let result = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size)
  return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
}

/// Writes all bytes; returns the error number that stopped it, or nil.
func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int32? {
  var offset = 0
  while offset < bytes.count {
    let rest = bytes.extracting(offset..<bytes.count)
    // SAFETY: the buffer is only read while the closure runs.
    let written = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if written >= 0 {
      offset += written
    } else if errno != EINTR {
      return errno
    }
  }
  return nil
}

/// Reads what is there, at least a byte, into an array from an offset on; 0 is the end.
func readSome(
  from descriptor: Int32, into buffer: inout [UInt8], at offset: Int
) -> Result<Int, SystemError> {
  while true {
    // SAFETY: the buffer is only written while the closure runs, from an offset within it.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
      return unsafe read(descriptor, rest.baseAddress, rest.count)
    }
    if count >= 0 { return .success(count) }
    if errno != EINTR { return .failure(SystemError(code: errno)) }
  }
}

/// Appends all bytes of a file, or of the standard input for nil; returns what stopped it, or nil.
///
/// More than the limit is the error that the file is too large.
func readFile(_ path: String?, into bytes: inout [UInt8], limit: Int) -> SystemError? {
  var descriptor = STDIN_FILENO
  if let path {
    // SAFETY: the path is handed over as a C string for the length of the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return SystemError(code: errno) }
  }
  defer { if path != nil { close(descriptor) } }
  while true {
    let end = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: max(64 << 10, min(end, 16 << 20))))
    switch readSome(from: descriptor, into: &bytes, at: end) {
    case .success(let count):
      bytes.removeLast(bytes.count - end - count)
      if count == 0 { return nil }
      if bytes.count > limit { return SystemError(code: EFBIG) }
    case .failure(let error): return error
    }
  }
}

/// Opens a file for reading; whoever opened it closes it.
func openForReading(_ path: String) -> Result<Int32, SystemError> {
  // SAFETY: the path is handed over as a C string for the length of the call.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  return descriptor >= 0 ? .success(descriptor) : .failure(SystemError(code: errno))
}

/// Makes writing to a closed pipe an error instead of the end of the process.
func ignoreClosedPipes() {
  _ = signal(SIGPIPE, SIG_IGN)
}

/// What a path names.
enum PathKind: Equatable {
  case missing
  case file(byteCount: Int)
  case folder
  case other
  case unreachable(errno: Int32)
}

/// What a path names, links followed.
func pathKind(_ path: String) -> PathKind {
  var status = stat()
  // SAFETY: stat fills the structure that the pointer points at.
  guard unsafe stat(path, &status) == 0 else {
    return errno == ENOENT ? .missing : .unreachable(errno: errno)
  }
  switch status.st_mode & S_IFMT {
  case S_IFREG: return .file(byteCount: Int(status.st_size))
  case S_IFDIR: return .folder
  default: return .other
  }
}

/// The names in a folder in the order of their bytes, or the error number.
func namesInFolder(_ path: String) -> Result<[String], SystemError> {
  // SAFETY: the folder is closed when this function ends and used nowhere else.
  guard let folder = unsafe opendir(path) else { return .failure(SystemError(code: errno)) }
  defer { unsafe closedir(folder) }
  var names: [String] = []
  // SAFETY: an entry is valid until the next call; its name ends with a zero and is copied.
  while let entry = unsafe readdir(folder) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return .success(names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
}

/// An error number as an error.
struct SystemError: Error, Equatable {
  let code: Int32
}

/// Removes a file; nothing happens where there is none.
func removeFile(_ path: String) {
  // SAFETY: the path is handed over as a C string for the length of the call.
  _ = unsafe unlink(path)
}

/// Removes an empty folder.
func removeFolder(_ path: String) {
  // SAFETY: as above.
  _ = unsafe rmdir(path)
}

/// Whether two paths name the same file, links followed.
func isSameFile(_ left: String, _ right: String) -> Bool {
  var (one, other) = (stat(), stat())
  // SAFETY: stat fills the structures that the pointers point at.
  guard unsafe stat(left, &one) == 0, unsafe stat(right, &other) == 0 else { return false }
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino
}

/// The error number that making a file at a path would end with, or nil where nothing forbids it.
func obstacle(toCreating path: String) -> Int32? {
  let name = path.utf8.lastIndex(of: UInt8(ascii: "/"))
  let folder = name.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  if case .file = pathKind(folder) { return ENOTDIR }
  // SAFETY: the path is handed over as a C string for the length of the call.
  return unsafe access(folder, W_OK | X_OK) == 0 ? nil : errno
}

/// Gives a file another name; the error number, or nil where all went well.
func renameFile(_ path: String, to newPath: String) -> Int32? {
  // SAFETY: as above.
  unsafe rename(path, newPath) == 0 ? nil : errno
}
