// One writer at a time: whoever wants to write waits for its turn. A turn may be given back on
// another thread than the one that took it, which a mutex does not allow.

internal import Glibc

/// A turn that one at a time can have.
@safe
internal final class WriterTurn: @unchecked Sendable {
  // SAFETY: `isTaken` is touched only under the lock; the two objects are at fixed addresses.
  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let freed: UnsafeMutablePointer<pthread_cond_t>
  private var isTaken = false

  init() {
    unsafe lock = .allocate(capacity: 1)
    unsafe freed = .allocate(capacity: 1)
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(freed, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(freed)
    unsafe pthread_mutex_destroy(lock)
    unsafe freed.deallocate()
    unsafe lock.deallocate()
  }

  /// Waits until nobody has the turn, and takes it.
  func take() {
    unsafe pthread_mutex_lock(lock)
    while isTaken { unsafe pthread_cond_wait(freed, lock) }
    isTaken = true
    unsafe pthread_mutex_unlock(lock)
  }

  /// Gives the turn back.
  func release() {
    unsafe pthread_mutex_lock(lock)
    isTaken = false
    unsafe pthread_cond_signal(freed)
    unsafe pthread_mutex_unlock(lock)
  }
}
