// A value behind a lock of the C library. The standard library's Mutex is as good, but the thread
// sanitizer does not see it being locked when threads contend, and reports races that are none.

internal import Glibc

/// A value that one thread at a time can reach.
@safe
internal final class Lock<Value>: @unchecked Sendable {
  // SAFETY: `value` is touched only while the lock is held; the lock is at a fixed address.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private var value: Value

  init(_ value: consuming Value) {
    unsafe lock = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    self.value = value
  }

  deinit {
    unsafe pthread_mutex_destroy(lock)
    unsafe lock.deallocate()
  }

  /// Runs a function with the value to itself.
  func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
