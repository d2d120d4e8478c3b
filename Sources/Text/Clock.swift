// The clock that measures how long something takes.

internal import Glibc

/// The nanoseconds of a clock that never goes back.
public func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  // SAFETY: the call fills the structure that it is given.
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
