// The calls of the system that PosixStorage makes, one method each, so that tests can make any of
// them fail, be interrupted, write less than asked, or end the process. No policy lives here.

import Glibc

/// What a call of the system gave back: a value, or the reason why not.
package struct CallResult: Sendable {
  /// The value; negative after an error.
  package var value: Int
  /// The error number, or zero.
  package var errno: Int32

  /// Makes a result.
  package init(value: Int, errno: Int32 = 0) {
    self.value = value
    self.errno = errno
  }

  /// Makes the result of a failed call.
  package static func failure(_ errno: Int32) -> CallResult { CallResult(value: -1, errno: errno) }
}

/// The calls of the system that change or read files.
package protocol SystemCalls: Sendable {
  /// open(2); a new file is private to its user.
  func open(_ path: String, _ flags: Int32) -> CallResult
  /// close(2).
  func close(_ descriptor: Int32)
  /// pwrite(2).
  func write(_ descriptor: Int32, _ bytes: RawSpan, at offset: Int) -> CallResult
  /// fdatasync(2).
  func syncData(_ descriptor: Int32) -> CallResult
  /// fsync(2), for directories.
  func sync(_ descriptor: Int32) -> CallResult
  /// ftruncate(2).
  func truncate(_ descriptor: Int32, to byteCount: Int) -> CallResult
  /// rename(2).
  func rename(_ path: String, to newPath: String) -> CallResult
  /// unlink(2).
  func unlink(_ path: String) -> CallResult
}

/// The calls as the system answers them.
package struct RealCalls: SystemCalls {
  /// Makes the calls available.
  package init() {}

  package func open(_ path: String, _ flags: Int32) -> CallResult {
    // SAFETY: here and below a path is passed as a C string that lives during the call.
    result(Int(unsafe Glibc.open(path, flags, 0o600)))
  }

  package func close(_ descriptor: Int32) {
    // Not tried again after EINTR: Linux has closed the descriptor already.
    _ = Glibc.close(descriptor)
  }

  package func write(_ descriptor: Int32, _ bytes: RawSpan, at offset: Int) -> CallResult {
    // SAFETY: the buffer is valid during the call and the count is its own.
    unsafe bytes.withUnsafeBytes {
      unsafe result(pwrite(descriptor, $0.baseAddress, $0.count, offset))
    }
  }

  package func syncData(_ descriptor: Int32) -> CallResult { result(Int(fdatasync(descriptor))) }

  package func sync(_ descriptor: Int32) -> CallResult { result(Int(fsync(descriptor))) }

  package func truncate(_ descriptor: Int32, to byteCount: Int) -> CallResult {
    result(Int(ftruncate(descriptor, byteCount)))
  }

  package func rename(_ path: String, to newPath: String) -> CallResult {
    result(Int(unsafe Glibc.rename(path, newPath)))
  }

  package func unlink(_ path: String) -> CallResult { result(Int(unsafe Glibc.unlink(path))) }

  private func result(_ value: Int) -> CallResult {
    CallResult(value: value, errno: value < 0 ? errno : 0)
  }
}
