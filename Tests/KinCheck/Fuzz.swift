// R7: what all fuzzing has in common. A target makes inputs and takes them; this runs it for some
// time and holds it to the promises: no crash, no second of silence, no gigabyte of memory. The
// input at hand is kept in a file, so that a crash or a hang leaves it behind.

import Glibc
import TestSupport

/// Something that reads bytes from outside.
protocol FuzzTarget {
  /// The name in `kin-check fuzz-NAME`.
  var name: String { get }

  /// The next input: something valid, changed more or less.
  mutating func input(_ random: inout Random) throws -> [UInt8]

  /// Reads an input; whether it was valid. Throws a violation where what came of it is wrong.
  mutating func take(_ input: [UInt8]) throws -> Bool
}

/// Runs a target for some time.
struct Fuzz {
  private static let millisecondsMax = 1_000.0
  private static let kilobytesMax = 1 << 20
  /// After so many seconds without an end the process is killed.
  private static let secondsOfSilenceMax: UInt32 = 20

  private let seconds: UInt64
  private let seed: UInt64
  private let path: String
  private var target: any FuzzTarget

  init(_ options: Options, _ target: any FuzzTarget) throws {
    seconds = try options.number("seconds", 30)
    seed = try options.seed()
    path = options.text("directory", "/tmp") + "/kin-fuzz-\(target.name)-\(getpid())"
    self.target = target
  }

  mutating func run() throws {
    var random = Random(seed: seed)
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw Violation("cannot write \(path)") }
    defer { close(file) }
    let end = ContinuousClock.now + .seconds(Int(seconds))
    var counts = (runs: 0, valid: 0)
    var slowest = (milliseconds: 0.0, input: [UInt8]())
    while ContinuousClock.now < end {
      let input = try target.input(&random)
      keep(input, in: file)
      alarm(Self.secondsOfSilenceMax)
      let start = processorMilliseconds
      do {
        if try target.take(input) { counts.valid += 1 }
      } catch {
        throw Violation("\(error); the input is in \(path), seed \(seed)")
      }
      let time = processorMilliseconds - start
      counts.runs += 1
      if time > slowest.milliseconds { slowest = (time, input) }
      if time > Self.millisecondsMax {
        throw Violation("\(Int(time)) ms for \(path), seed \(seed)")
      }
    }
    alarm(0)
    unlink(path)
    let kilobytes = peakKilobytes
    if kilobytes > Self.kilobytesMax { throw Violation("\(kilobytes) KB of memory, seed \(seed)") }
    write(
      "fuzz-\(target.name): \(counts.runs) inputs, \(counts.valid) of them valid, 0 crashes, the "
        + "slowest \(Int(slowest.milliseconds)) ms, \(kilobytes >> 10) MB, seed \(seed)\n")
    // A tenth of the limit is worth a look.
    if slowest.milliseconds > Self.millisecondsMax / 10 {
      write("  the slowest input: \(String(decoding: slowest.input.prefix(400), as: UTF8.self))\n")
    }
  }

  /// Of this process, so that a busy machine makes nothing slow.
  private var processorMilliseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
  }

  private var peakKilobytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }

  private func keep(_ input: [UInt8], in file: Int32) {
    ftruncate(file, 0)
    pwrite(file, input, input.count, 0)
  }
}

extension Random {
  /// Changes a few places of an input: bits, pieces taken away, doubled or put in, the end cut.
  mutating func mutate(_ bytes: inout [UInt8], pieces: [String], placesMax: Int = 4) {
    for _ in 0..<below(placesMax + 1) {
      let start = below(bytes.count + 1)
      let end = min(bytes.count, start + 1 + below(oneIn(4) ? 40 : 4))
      switch below(8) {
      case 0 where start < end: bytes[start] ^= 1 << UInt8(below(8))
      case 1: bytes.removeSubrange(start..<end)
      case 2: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count + 1))
      case 3: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 4: bytes.replaceSubrange(start..<end, with: [UInt8(below(256)), UInt8(below(256))])
      case 5: if oneIn(4) { bytes.removeSubrange(start...) }
      default: bytes.insert(contentsOf: pick(pieces).utf8, at: start)
      }
    }
  }
}
