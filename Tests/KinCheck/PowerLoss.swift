// R4: the images that a power cut may leave, after each operation of a recorded run. R5: the same
// with one safeguard taken away, which must be noticed, or the check itself is worth nothing.

import Graph
import TestSupport

/// A safeguard that is taken away.
enum Mutant: String, CaseIterable {
  /// Files are not brought to the disk.
  case sync
  /// Names are not brought to the disk.
  case syncDirectory = "sync-directory"
  /// Checksums of records are not compared.
  case checksum
  /// The journal is replaced before its snapshot is on the disk.
  case ordering

  var lapse: StorageLapse? {
    switch self {
    case .sync: .forgetsSync
    case .syncDirectory: .forgetsSyncDirectory
    case .checksum, .ordering: nil
    }
  }

  var safeguards: Safeguards {
    switch self {
    case .sync, .syncDirectory: .all
    case .checksum: Safeguards.all.subtracting(.checksums)
    case .ordering: Safeguards.all.subtracting(.ordering)
    }
  }
}

/// The run itself failed, and not what a power cut left of it.
struct BrokenScript: Error, CustomStringConvertible {
  let description: String
}

/// Makes images and opens them.
struct PowerLoss {
  private let states: UInt64
  private let seed: UInt64
  private let mutants: [Mutant]
  private let isFailureExpected: Bool
  private let options: Options

  init(_ options: Options) throws {
    states = try options.number("states", 20_000)
    seed = try options.seed()
    isFailureExpected = options.isSet("expect-fail")
    self.options = options
    let name = options.text("mutant", "none")
    if name == "all" {
      mutants = Mutant.allCases
    } else if let mutant = Mutant(rawValue: name) {
      mutants = [mutant]
    } else if name == "none" {
      mutants = []
    } else {
      throw UsageError(description: "there is no mutant \(name)")
    }
  }

  func run() throws {
    if mutants.isEmpty { return try check(nil) }
    for mutant in mutants {
      guard isFailureExpected else { return try check(mutant) }
      do {
        try check(mutant)
      } catch let violation as Violation {
        write("powerloss: without \(mutant.rawValue) found out: \(violation)\n")
        continue
      }
      throw Violation("\(states) states without \(mutant.rawValue) showed nothing, seed \(seed)")
    }
  }

  private func check(_ mutant: Mutant?) throws {
    var random = Random(seed: seed)
    var counts = (states: 0 as UInt64, runs: 0 as UInt64, operations: 0)
    while counts.states < states {
      counts.runs += 1
      let runSeed = random.next()
      let workload = try options.workload(
        seed: runSeed,
        sizes: ByteWorkload.Sizes(slotCount: 8, byteMax: random.pick([30, 400, 2000])))
      let storage = RecordingStorage(isRecording: true, lapse: mutant?.lapse)
      let settings = StoreSettings(safeguards: mutant?.safeguards ?? .all)
      try record(workload, on: storage, settings, checkpointEvery: UInt64(5 + random.below(20)))
      var disk = PowerLossDisk()
      for (index, operation) in storage.log.enumerated() {
        disk.perform(operation)
        counts.operations += 1
        for _ in 0..<4 where counts.states < states {
          counts.states += 1
          do {
            try open(disk, workload, settings, &random)
          } catch {
            throw Violation("operation \(index) of run \(counts.runs), seed \(seed): \(error)")
          }
        }
      }
    }
    write(
      "powerloss: \(counts.states) states after \(counts.operations) operations of "
        + "\(counts.runs) runs, 0 lost, 0 halves, seed \(seed)\n")
  }

  /// Runs the script without any power cut; if that fails, no image proves anything.
  private func record(
    _ workload: any Workload, on storage: RecordingStorage, _ settings: StoreSettings,
    checkpointEvery: UInt64
  ) throws {
    do {
      try workload.runScript(
        "G.kin", in: storage, commits: 60, checkpointEvery: checkpointEvery, settings: settings,
        acknowledge: storage.acknowledge)
    } catch {
      throw BrokenScript(description: "the script fails without any fault: \(error)")
    }
  }

  private func open(
    _ disk: PowerLossDisk, _ workload: any Workload, _ settings: StoreSettings,
    _ random: inout Random
  ) throws {
    let storage = RecordingStorage(files: disk.image(using: &random))
    let session = try workload.recover(
      "G.kin", in: storage, acknowledged: disk.acknowledged, settings: settings)
    guard random.oneIn(4) else { return session.close() }
    // What was recovered has to be a store like any other.
    try session.commit()
    let count = session.commitCount
    if random.oneIn(2) { try session.checkpoint() }
    session.close()
    let again = try workload.recover("G.kin", in: storage, acknowledged: count, settings: settings)
    if !again.notes.isEmpty { throw Violation("after recovery there is \(again.notes)") }
    again.close()
  }
}
