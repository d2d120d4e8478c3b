// A process that writes to a graph until it is killed. It tells its parent through a pipe how many
// commits it was promised, and the parent holds the store to that.

import Glibc
import Graph
import TestSupport

/// The part of the child: `kin-check child`, started by the other commands.
struct Child {
  private let path: String
  private let seed: UInt64
  private let fault: String
  private let workload: any Workload
  private let place: Int

  init(_ options: Options) throws {
    path = options.text("path", "")
    seed = try options.number("seed", 0)
    fault = options.text("fault", "none")
    workload = try options.workload(seed: seed)
    place = Int(try options.number("place", 0))
  }

  func run() throws {
    if fault == "none" {
      try commitForEver()
    } else {
      // Without a place nothing happens here: strace kills from outside.
      let kind = fault == "write" ? Fault.killInWrite : .kill
      let calls = FaultyCalls(kind, at: place > 0 ? place : .max)
      try workload.runScript(path, in: PosixStorage(calls: calls), acknowledge: tell)
    }
  }

  private func commitForEver() throws {
    let session = try workload.open(path, in: PosixStorage(), StoreSettings())
    var random = Random(seed: session.commitCount &+ seed)
    while true {
      try session.commit()
      tell(session.commitCount)
      if random.oneIn(20) { try session.checkpoint() }
    }
  }

  private func tell(_ commits: UInt64) { write("\(commits)\n") }
}

/// The judgement alone, for scripts that do the killing: `kin-check verify`.
struct Verify {
  private let path: String
  private let workload: any Workload
  private let acknowledged: UInt64

  init(_ options: Options) throws {
    path = options.text("path", "")
    workload = try options.workload(seed: options.number("seed", 0))
    acknowledged = try options.number("acknowledged", 0)
  }

  func run() throws {
    try workload.recover(path, in: PosixStorage(), acknowledged: acknowledged).close()
  }
}

/// A child that runs, and the commits it was promised.
final class ChildProcess {
  private let pid: pid_t
  private let pipe: Int32
  private(set) var acknowledged: UInt64
  private var unfinished: [UInt8] = []

  /// Starts `kin-check child` with more options.
  init(_ options: [String], acknowledged: UInt64) throws {
    self.acknowledged = acknowledged
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { throw Violation("no pipe: error \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    let words = ["kin-check", "child"] + options
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, "/proc/self/exe", &actions, nil, &arguments, environ)
    close(ends[1])
    guard code == 0 else { throw Violation("cannot start a child: error \(code)") }
    pid = child
    pipe = ends[0]
  }

  deinit { close(pipe) }

  /// Reads what the child says for some time.
  func listen(microseconds: Int) {
    let end = now() + microseconds
    while case let rest = end - now(), rest > 0 {
      var descriptor = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      if rest < 1000 {
        usleep(UInt32(rest))
      } else if poll(&descriptor, 1, Int32(rest / 1000)) > 0, !readSome() {
        return
      }
    }
  }

  /// Kills the child and reads what it still said.
  func killAndWait() {
    kill(pid, SIGKILL)
    _ = wait()
  }

  /// Reads until the child ends; true if it ended by itself and without an error.
  func wait() -> Bool {
    while readSome() {}
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status == 0
  }

  private func readSome() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(pipe, &bytes, bytes.count)
    guard count > 0 else { return count < 0 && errno == EINTR }
    unfinished += bytes[..<count]
    let lines = unfinished.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines.dropLast() {
      acknowledged = UInt64(String(decoding: line, as: UTF8.self)) ?? acknowledged
    }
    unfinished = Array(lines.last ?? [])
    return true
  }

  private func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }
}
