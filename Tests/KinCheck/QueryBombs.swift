// R13: queries that would never end or take all memory. Each ends with the error of a limit that is
// named, near its limit, and the next query on the same session works.

import Dispatch
import Glibc
import Graph
import Query
import TestSupport
import Text

/// A query with the limit that must stop it.
struct Bomb {
  enum Fuse {
    case time, memory, rows, steps, text, depth
    /// Time or memory, whichever is first.
    case either
    /// Nothing needs to stop it.
    case quick
  }

  let fuse: Fuse
  let query: String

  init(_ fuse: Fuse, _ query: String) {
    self.fuse = fuse
    self.query = query
  }
}

/// Throws all bombs.
struct QueryBombs {
  private static let timeLimit = 300
  /// What a limit of time may be missed by.
  private static let lateMax = 100.0
  private static let memoryLimit = 128 << 20
  /// What is used besides the rows: code, stacks, what malloc keeps.
  private static let memorySlack = 24 << 20
  private static let cancelMax = 50.0
  /// What a harmless query may take, on a machine that may be busy.
  private static let quickMax = 2_000.0

  /// What all bombs together may leave behind: the room of stores that a rollback emptied.
  private static let remainsMax = 128 << 20

  private let isVerbose: Bool

  init(_ options: Options) throws {
    isVerbose = options.text("verbose", "no") == "yes"
    returnLargeBlocks()
  }

  func run() throws {
    let session = QuerySession(try denseGraph())
    var worst = (late: 0.0, over: 0)
    var failures: [String] = []
    let before = Self.memory("VmRSS")
    for bomb in Bomb.all {
      do {
        let (late, over) = try explode(bomb, session)
        worst = (max(worst.late, late), max(worst.over, over))
        try mustWork(session)
      } catch let violation as Violation {
        failures.append("\(violation): \(bomb.query.prefix(100))")
      }
    }
    giveBackFreeMemory()
    let remains = Self.memory("VmRSS") - before
    if remains > Self.remainsMax { failures.append("\(remains >> 20) MiB were left behind") }
    failures += try cancelled(session)
    guard failures.isEmpty else { throw Violation(failures.joined(separator: "\n")) }
    write(
      "bombs: \(Bomb.all.count) queries stopped, at most \(Int(worst.late)) ms late and "
        + "\(worst.over >> 20) MiB over the limit of memory, cancelled within "
        + "\(Int(Self.cancelMax)) ms\n")
  }

  /// Sixty nodes with a relationship between each two: more paths than anybody can walk.
  private func denseGraph() throws -> Graph {
    let graph = Graph()
    try graph.write { transaction in
      let nodes = try (0..<60).map { number in
        try transaction.createNode(["N"], ["i": .integer(number)])
      }
      for source in nodes {
        for target in nodes where source != target {
          _ = try transaction.createRelationship(source, "R", target)
        }
      }
    }
    return graph
  }

  private func mustWork(_ session: QuerySession) throws {
    session.options.limits = QueryLimits()
    let result = try session.query("MATCH (n:N) RETURN count(n) AS c")
    guard case .integer(60)? = result.rows.first?.first else {
      throw Violation("the next query does not work")
    }
  }

  // MARK: One bomb

  private func explode(_ bomb: Bomb, _ session: QuerySession) throws -> (late: Double, over: Int) {
    var limits = QueryLimits()
    limits.memoryBytes = Self.memoryLimit
    limits.milliseconds = bomb.isTimed ? Self.timeLimit : 20_000
    limits.rows = bomb.fuse == .rows ? 10_000 : nil
    limits.pathLength = bomb.fuse == .steps ? 12 : 1_000_000
    session.options.limits = limits
    // What the allocator keeps of the bombs before must not count against this one.
    giveBackFreeMemory()
    resetMemoryPeak()
    let memoryBefore = Self.memory("VmRSS")
    let start = ContinuousClock.now
    var detail: QueryError.Detail?
    do {
      _ = try session.run(bomb.query, into: Discard())
    } catch {
      detail = error.detail
    }
    let time = (ContinuousClock.now - start) / .milliseconds(1)
    let used = Self.memory("VmHWM") - memoryBefore
    if isVerbose {
      write(
        "\(Int(time)) ms, \(used >> 20) MiB, \(detail?.rawValue ?? "done"): \(bomb.query.prefix(90))\n"
      )
    }
    guard bomb.fuse == .quick || detail.map(bomb.isStopped) == true else {
      throw Violation("ended with \(detail?.rawValue ?? "success") after \(Int(time)) ms")
    }
    let late = bomb.isTimed ? time - Double(Self.timeLimit) : 0
    if late > Self.lateMax { throw Violation("\(Int(late)) ms late") }
    if bomb.fuse == .quick && time > Self.quickMax { throw Violation("took \(Int(time)) ms") }
    let over = used - Self.memoryLimit
    if over > Self.memoryLimit / 10 + Self.memorySlack {
      throw Violation("took \(used >> 20) MiB, the limit is \(Self.memoryLimit >> 20)")
    }
    return (late, over)
  }

  /// Lets the allocator return large blocks when they are freed, where it would keep up to 64 MiB:
  /// what is measured is what the engine holds.
  private func returnLargeBlocks() {
    typealias Option = @convention(c) (Int32, Int32) -> Int32
    let mmapThreshold: Int32 = -3
    guard let option = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(option, to: Option.self)(mmapThreshold, 256 << 10)
  }

  /// Lets the allocator give back what nobody uses any more.
  private func giveBackFreeMemory() {
    typealias Trim = @convention(c) (Int) -> Int32
    guard let trim = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(trim, to: Trim.self)(0)
  }

  /// The peak of memory counts from now on.
  private func resetMemoryPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  private static func memory(_ name: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("\(name):") else { continue }
      return (Int(text.filter(\.isNumber)) ?? 0) << 10
    }
    return 0
  }

  // MARK: Cancelling

  private func cancelled(_ session: QuerySession) throws -> [String] {
    var failures: [String] = []
    for bomb in Bomb.all where bomb.fuse == .time {
      session.options.limits = QueryLimits()
      session.options.limits.memoryBytes = 1 << 30
      session.options.limits.milliseconds = 5_000
      let cancellation = Cancellation()
      let moment = Moment()
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(100)) {
        moment.set()
        cancellation.cancel()
      }
      var detail: QueryError.Detail?
      do {
        _ = try session.run(bomb.query, cancellation: cancellation, into: Discard())
      } catch {
        detail = error.detail
      }
      let late = moment.millisecondsSince
      if detail != .cancelled || late > Self.cancelMax {
        failures.append(
          "cancelled: \(detail?.rawValue ?? "success") after \(Int(late)) ms: "
            + bomb.query.prefix(100))
      }
      try mustWork(session)
    }
    return failures
  }
}

/// When another thread did something.
// SAFETY: the moment is read and written under the lock only.
private final class Moment: @unchecked Sendable {
  private var lock = pthread_mutex_t()
  private var moment: ContinuousClock.Instant?

  init() { pthread_mutex_init(&lock, nil) }

  func set() {
    pthread_mutex_lock(&lock)
    moment = .now
    pthread_mutex_unlock(&lock)
  }

  var millisecondsSince: Double {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    return moment.map { (ContinuousClock.now - $0) / .milliseconds(1) } ?? 0
  }
}

/// Takes rows and keeps none.
final class Discard: ResultReceiver {
  func begin(columns: [String]) {}

  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool { true }
}

extension Bomb {
  /// Whether it may run as long as the limit of time allows.
  var isTimed: Bool { fuse == .time || fuse == .either }

  func isStopped(by detail: QueryError.Detail) -> Bool {
    switch fuse {
    case .time: detail == .timeLimit
    case .either: detail == .timeLimit || detail == .memoryLimit
    case .memory: detail == .memoryLimit
    case .rows: detail == .rowLimit
    case .steps: detail == .stepLimit
    case .text: detail == .queryTooLong
    case .depth: detail == .nestingTooDeep
    case .quick: true
    }
  }
}
