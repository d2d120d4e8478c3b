// The lock file of a graph: who holds it may write. The lock itself is flock(2), which the system
// drops when the process dies, so a file that was left behind stops nobody; the text inside is only
// for the message that the second writer gets.

import Glibc
import Synchronization

/// A lock file that this process holds.
final class PosixLock: StorageLock {
  private let path: String
  private let descriptor: Int32
  private let isReleased = Atomic(false)

  init(path: String) throws(FileError) {
    self.path = path
    while true {
      let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
      // SAFETY: the path is passed as a C string that lives during the call.
      let opened = unsafe Glibc.open(path, flags, 0o600)
      if opened < 0 && errno == EINTR { continue }
      if opened < 0 && errno == ENOENT {
        throw .missing(path: PosixStorage.directory(of: path))
      }
      guard opened >= 0 else { throw .system(path: path, operation: .lock, errno: errno) }
      guard try PosixLock.take(opened, path: path) else { continue }
      descriptor = opened
      break
    }
    writeOwner()
  }

  deinit { release() }

  func release() {
    guard !isReleased.exchange(true, ordering: .sequentiallyConsistent) else { return }
    // The name goes first: who opened the old file and waits will see that it has no name any more.
    // SAFETY: the path is passed as a C string that lives during the call.
    _ = unsafe Glibc.unlink(path)
    _ = Glibc.close(descriptor)
  }

  /// Locks an open file; false where it lost its name meanwhile and has to be opened again.
  private static func take(_ descriptor: Int32, path: String) throws(FileError) -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      let owner = readOwner(descriptor)
      _ = Glibc.close(descriptor)
      guard code == EWOULDBLOCK else {
        throw .system(path: path, operation: .lock, errno: code)
      }
      throw .locked(path: path, by: owner)
    }
    var held = stat()
    var named = stat()
    // SAFETY: both calls fill the struct that is passed.
    let isSame = unsafe fstat(descriptor, &held) == 0 && lstat(path, &named) == 0
    if isSame && held.st_ino == named.st_ino && held.st_dev == named.st_dev { return true }
    _ = Glibc.close(descriptor)
    return false
  }

  private func writeOwner() {
    let text = PosixLock.ownerText()
    // A lock without this text still locks, so errors (a full disk) are no reason to stop.
    guard ftruncate(descriptor, 0) == 0 else { return }
    let bytes = Array(text.utf8)
    // SAFETY: the buffer is valid during the call and the count is its own.
    _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  private static func ownerText() -> String {
    var name = [CChar](repeating: 0, count: 256)
    // SAFETY: the call fills at most the bytes given, of which the last stays zero.
    _ = unsafe gethostname(&name, name.count - 1)
    let host = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let command = CommandLine.arguments.prefix(3).joined(separator: " ")
    let printable = command.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
    let line = String(String.UnicodeScalarView(printable.prefix(200)))
    return "process \(getpid())\nhost \(host)\nsince \(now())\ncommand \(line)\n"
  }

  private static func now() -> String {
    // SAFETY: the only pointers are to the two variables, during the call.
    var seconds = time(nil)
    var parts = unsafe tm()
    guard unsafe gmtime_r(&seconds, &parts) != nil else { return "an unknown time" }
    let (year, month, day) = unsafe (parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday)
    let (hour, minute, second) = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(year)-\(two(month))-\(two(day))"
    return "\(date)T\(two(hour)):\(two(minute)):\(two(second))Z"
  }

  private static func readOwner(_ descriptor: Int32) -> LockOwner {
    let limit = 2048
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      // SAFETY: the buffer has `limit` bytes.
      count = max(0, unsafe pread(descriptor, buffer.baseAddress, limit, 0))
    }
    var owner = LockOwner(processID: 0, host: "", since: "", command: "")
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let blank = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let value = String(decoding: line[(blank + 1)...], as: UTF8.self)
      switch String(decoding: line[..<blank], as: UTF8.self) {
      case "process": owner.processID = Int32(value) ?? 0
      case "host": owner.host = value
      case "since": owner.since = value
      case "command": owner.command = value
      default: break
      }
    }
    return owner
  }
}
