// R6: damage. Every bit of a snapshot and of a journal is flipped, blocks are swapped and doubled,
// files are cut at every length. Each must be reported, by an error or, where only the last commit
// is gone, by a note; the one thing nothing can show is a journal cut exactly between two commits.

import Graph
import TestSupport

/// Damages files and opens them.
struct Flip {
  private static let blockByteCount = 4096

  private let isEveryBit: Bool
  private let seed: UInt64
  /// How large snapshot and journal are at least.
  private let sizeMin: Int
  private let options: Options

  init(_ options: Options) throws {
    switch options.text("bits", "one") {
    case "one": isEveryBit = false
    case "all": isEveryBit = true
    case let bits: throw UsageError(description: "--bits is one or all, not \(bits)")
    }
    seed = try options.seed()
    sizeMin = Int(clamping: try options.number("size", 65_536))
    self.options = options
  }

  func run() throws {
    let workload = try options.workload(
      seed: seed, sizes: ByteWorkload.Sizes(slotCount: 200, byteMax: 650))
    let (files, commits, boundaries) = try makeFiles(workload)
    let victim = Victim(workload: workload, files: files, commits: commits, boundaries: boundaries)
    var counts = (flips: 0, blocks: 0, cuts: 0)
    for name in ["G.kin", "G.kin-journal"] {
      counts.flips += try flipBits(victim, name)
      counts.blocks += try moveBlocks(victim, name)
      counts.cuts += try cut(victim, name)
    }
    let sizes = files.keys.sorted().map { "\(files[$0]?.count ?? 0)" }.joined(separator: " + ")
    write(
      "flip: \(counts.flips) flips, \(counts.blocks) blocks moved, \(counts.cuts) lengths of "
        + "\(sizes) bytes, 0 silent, 0 crashes, seed \(seed)\n")
  }

  /// A snapshot and a journal of at least that size each, and where the journal's records end.
  private func makeFiles(
    _ workload: any Workload
  ) throws -> (files: [String: [UInt8]], commits: UInt64, boundaries: [Int]) {
    let storage = RecordingStorage()
    let session = try workload.open("G.kin", in: storage, StoreSettings())
    let files = { storage.files.filter { !$0.key.hasSuffix("-lock") } }
    while files()["G.kin"]?.count ?? 0 < sizeMin {
      for _ in 0..<20 { try session.commit() }
      try session.checkpoint()
    }
    var boundaries = [files()["G.kin-journal"]?.count ?? 0]
    while boundaries.last ?? 0 < sizeMin {
      try session.commit()
      boundaries.append(files()["G.kin-journal"]?.count ?? 0)
    }
    session.close()
    return (files(), session.commitCount, boundaries)
  }

  private func flipBits(_ victim: Victim, _ name: String) throws -> Int {
    var count = 0
    var bytes = victim.files[name] ?? []
    for offset in bytes.indices {
      for bit in isEveryBit ? 0..<8 : (offset % 8)..<(offset % 8 + 1) {
        bytes[offset] ^= 1 << bit
        try victim.mustReport(name, bytes, firstChange: offset, "bit \(bit) of byte \(offset)")
        bytes[offset] ^= 1 << bit
        count += 1
      }
    }
    return count
  }

  private func moveBlocks(_ victim: Victim, _ name: String) throws -> Int {
    let good = victim.files[name] ?? []
    let size = Flip.blockByteCount
    let starts = Array(stride(from: 0, to: good.count - size + 1, by: size))
    var count = 0
    for from in starts {
      let block = good[from..<(from + size)]
      for to in starts where from != to {
        var damaged: [(String, [UInt8])] = []
        var bytes = good
        bytes.replaceSubrange(to..<(to + size), with: block)
        damaged.append(("copied over", bytes))
        bytes.replaceSubrange(from..<(from + size), with: good[to..<(to + size)])
        damaged.append(("swapped with", bytes))
        bytes = good
        bytes.insert(contentsOf: block, at: to)
        damaged.append(("inserted before", bytes))
        for (how, bytes) in damaged where bytes != good {
          let first = zip(bytes, good).enumerated().first { $0.element.0 != $0.element.1 }
          let what = "block at \(from) \(how) \(to)"
          try victim.mustReport(name, bytes, firstChange: first?.offset ?? good.count, what)
          count += 1
        }
      }
    }
    return count
  }

  private func cut(_ victim: Victim, _ name: String) throws -> Int {
    let good = victim.files[name] ?? []
    for length in good.indices {
      let bytes = Array(good[..<length])
      if name.hasSuffix("-journal"), let whole = victim.boundaries.firstIndex(of: length) {
        try victim.mustHold(
          bytes, commits: victim.commits - UInt64(victim.boundaries.count - 1 - whole))
      } else {
        try victim.mustReport(
          name, bytes, firstChange: length, "cut to \(length) bytes", isCut: true)
      }
    }
    return good.count
  }
}

/// Good files, of which one is replaced by a damaged one.
private struct Victim {
  let workload: any Workload
  let files: [String: [UInt8]]
  let commits: UInt64
  /// Where the records of the journal end; the first is where its header ends.
  let boundaries: [Int]

  /// Opens damaged files: an error is a report; a note is one only if what is left is the state
  /// after fewer commits, and the damage lies in the last record or is a cut.
  func mustReport(
    _ name: String, _ bytes: [UInt8], firstChange: Int, _ what: String, isCut: Bool = false
  ) throws {
    var files = files
    files[name] = bytes
    let session: any WorkloadSession
    do {
      session = try workload.open(
        "G.kin", in: RecordingStorage(files: files), StoreSettings(access: .readOnly))
    } catch {
      return
    }
    let place = "\(name): \(what)"
    let whole = boundaries.last { $0 <= firstChange } ?? 0
    let isLast = whole >= (boundaries.dropLast().last ?? 0)
    if session.notes.isEmpty { throw Violation("\(place) was not reported") }
    if !isCut && !isLast { throw Violation("\(place) was taken for a torn tail") }
    let left = commits - UInt64(boundaries.filter { $0 > firstChange }.count)
    if session.commitCount != left || session.digest != workload.digest(afterCommits: left) {
      throw Violation("\(place) left another state than the one after \(left) commits")
    }
  }

  /// Opens a journal that is whole and shorter: nothing can be noticed, and nothing may be wrong.
  func mustHold(_ journal: [UInt8], commits: UInt64) throws {
    var files = files
    files["G.kin-journal"] = journal
    let session = try workload.open(
      "G.kin", in: RecordingStorage(files: files), StoreSettings(access: .readOnly))
    guard session.commitCount == commits,
      session.digest == workload.digest(afterCommits: commits)
    else { throw Violation("a journal cut after commit \(commits) is not its state") }
  }
}
