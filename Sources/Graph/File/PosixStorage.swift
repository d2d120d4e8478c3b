// Files of the operating system, opened so that nobody can slip in another file: links are not
// followed, only regular files are taken, new files are private. Interrupted calls are repeated and
// short writes continued. A failed sync is never repeated: the kernel may have dropped the pages
// and would report success the second time.

import Glibc
import Synchronization

/// The files of this machine.
public struct PosixStorage: Storage {
  private let calls: any SystemCalls

  /// Uses the file system directly.
  public init() { calls = RealCalls() }

  /// Uses other calls, for tests that inject faults.
  package init(calls: any SystemCalls) { self.calls = calls }

  /// Opens a regular file; a link at the end of the path is refused.
  public func open(_ path: String, for access: FileAccess) throws(FileError) -> any StorageFile {
    // A FIFO would block an open without O_NONBLOCK; for regular files the flag means nothing.
    var flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    switch access {
    case .read: flags |= O_RDONLY
    case .write: flags |= O_RDWR
    case .create: flags |= O_RDWR | O_CREAT | O_EXCL
    }
    let operation: FileOperation = access == .create ? .create : .open
    let descriptor = try openDescriptor(path, flags, operation)
    if let kind = PosixStorage.kind(of: descriptor) {
      calls.close(descriptor)
      throw .notARegularFile(path: path, kind: kind)
    }
    return PosixFile(path: path, descriptor: descriptor, calls: calls)
  }

  /// Whether the path names anything, a link included.
  public func exists(_ path: String) throws(FileError) -> Bool {
    var status = stat()
    // SAFETY: lstat fills the struct that is passed.
    if unsafe lstat(path, &status) == 0 { return true }
    let code = errno
    if code == ENOENT || code == ENOTDIR { return false }
    throw .system(path: path, operation: .inspect, errno: code)
  }

  /// Gives a file another name.
  public func rename(_ path: String, to newPath: String) throws(FileError) {
    let result = repeated { calls.rename(path, to: newPath) }
    if result.value < 0 {
      throw .system(path: newPath, operation: .rename, errno: result.errno)
    }
  }

  /// Takes a name away.
  public func remove(_ path: String) throws(FileError) {
    let result = repeated { calls.unlink(path) }
    if result.value < 0 { throw .system(path: path, operation: .remove, errno: result.errno) }
  }

  /// Makes the names in the directory of this path durable.
  public func syncDirectory(of path: String) throws(FileError) {
    let directory = PosixStorage.directory(of: path)
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let descriptor = try openDescriptor(directory, flags, .syncDirectory)
    defer { calls.close(descriptor) }
    let result = calls.sync(descriptor)
    if result.value < 0 {
      throw .system(path: path, operation: .syncDirectory, errno: result.errno)
    }
  }

  /// Takes the lock file at this path.
  public func lock(_ path: String) throws(FileError) -> any StorageLock {
    try PosixLock(path: path)
  }

  private func openDescriptor(
    _ path: String, _ flags: Int32, _ operation: FileOperation
  ) throws(FileError) -> Int32 {
    let result = repeated { calls.open(path, flags) }
    if result.value >= 0 { return Int32(result.value) }
    switch result.errno {
    case ENOENT where operation == .open: throw .missing(path: path)
    case EISDIR: throw .notARegularFile(path: path, kind: .directory)
    case ELOOP where flags & O_NOFOLLOW != 0:
      throw .notARegularFile(path: path, kind: .symbolicLink)
    case ENXIO: throw .notARegularFile(path: path, kind: .socket)
    default: throw .system(path: path, operation: operation, errno: result.errno)
    }
  }

  /// The directory that holds the name at the end of a path.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What an open descriptor is, or nil for a regular file.
  private static func kind(of descriptor: Int32) -> FileKind? {
    var status = stat()
    // SAFETY: fstat fills the struct that is passed.
    guard unsafe fstat(descriptor, &status) == 0 else { return .device }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return .directory
    case S_IFIFO: return .fifo
    case S_IFSOCK: return .socket
    default: return .device
    }
  }
}

/// Makes a call again for as long as a signal interrupts it.
private func repeated(_ call: () -> CallResult) -> CallResult {
  while true {
    let result = call()
    if result.value >= 0 || result.errno != EINTR { return result }
  }
}

/// An open file of the operating system.
final class PosixFile: StorageFile {
  let path: String
  private let descriptor: Int32
  private let calls: any SystemCalls
  private let isClosed = Atomic(false)

  init(path: String, descriptor: Int32, calls: any SystemCalls) {
    self.path = path
    self.descriptor = descriptor
    self.calls = calls
  }

  deinit { close() }

  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    try mustBeOpen(.read)
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // SAFETY: the rest of the buffer has count - filled bytes.
        let rest = unsafe UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
        let got = unsafe pread(descriptor, rest.baseAddress, rest.count, offset + filled)
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
    if failure != 0 { throw .system(path: path, operation: .read, errno: failure) }
    return bytes
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(FileError) {
    try mustBeOpen(.write)
    var written = 0
    while written < bytes.byteCount {
      let rest = bytes.extracting(written..<bytes.byteCount)
      let result = calls.write(descriptor, rest, at: offset + written)
      if result.value > 0 {
        written += result.value
      } else if result.value == 0 {
        throw .system(path: path, operation: .write, errno: EIO)
      } else if result.errno != EINTR {
        throw .system(path: path, operation: .write, errno: result.errno)
      }
    }
  }

  func sync() throws(FileError) {
    try mustBeOpen(.sync)
    let result = calls.syncData(descriptor)
    if result.value < 0 { throw .system(path: path, operation: .sync, errno: result.errno) }
  }

  func truncate(to byteCount: Int) throws(FileError) {
    try mustBeOpen(.truncate)
    let result = repeated { calls.truncate(descriptor, to: byteCount) }
    if result.value < 0 { throw .system(path: path, operation: .truncate, errno: result.errno) }
  }

  func byteCount() throws(FileError) -> Int {
    try mustBeOpen(.inspect)
    var status = stat()
    // SAFETY: fstat fills the struct that is passed.
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system(path: path, operation: .inspect, errno: errno)
    }
    return Int(status.st_size)
  }

  func map() throws(FileError) -> MemoryRegion {
    let count = try byteCount()
    guard count > 0 else { return MemoryRegion.allocate(byteCount: 0) }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let base = unsafe address, unsafe base != MAP_FAILED else {
      throw .system(path: path, operation: .map, errno: errno)
    }
    // SAFETY: the mapping is fresh, has this size, and from here on belongs to the region.
    return unsafe MemoryRegion.adopt(mapping: base, byteCount: count)
  }

  func close() {
    if !isClosed.exchange(true, ordering: .sequentiallyConsistent) { calls.close(descriptor) }
  }

  private func mustBeOpen(_ operation: FileOperation) throws(FileError) {
    if isClosed.load(ordering: .relaxed) {
      throw .system(path: path, operation: operation, errno: EBADF)
    }
  }
}
