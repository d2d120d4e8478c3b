// The simplest workload: a few slots of bytes, of which each commit overwrites some. A snapshot has
// one section a slot.

package import Graph
import Synchronization

/// Slots of random bytes.
package final class ByteWorkload: Workload {
  private static let kind: UInt32 = 1

  /// How much there is to commit.
  package struct Sizes: Sendable {
    package var slotCount: Int
    package var byteMax: Int

    package init(slotCount: Int, byteMax: Int) {
      self.slotCount = slotCount
      self.byteMax = byteMax
    }

    package static let small = Sizes(slotCount: 8, byteMax: 400)
  }

  private let seed: UInt64
  private let sizes: Sizes
  /// The digests that were computed already, and the state after the last of them.
  private let known: Mutex<(digests: [UInt64], state: SlotState)>

  /// A workload whose commits follow from the seed; each writes up to three slots.
  package init(seed: UInt64, sizes: Sizes = .small) {
    self.seed = seed
    self.sizes = sizes
    let state = SlotState(slotCount: sizes.slotCount)
    known = Mutex(([state.digest], state))
  }

  package func digest(afterCommits count: UInt64) -> UInt64 {
    known.withLock { known in
      while known.digests.count <= Int(count) {
        _ = known.state.apply(payload(ofCommit: known.state.commitCount + 1))
        known.digests.append(known.state.digest)
      }
      return known.digests[Int(count)]
    }
  }

  /// The commit with a number: slot, two bytes of length, bytes, again and again.
  func payload(ofCommit number: UInt64) -> [UInt8] {
    var random = Random(seed: seed &+ number &* 0x2545_f491_4f6c_dd1d)
    var payload: [UInt8] = []
    for _ in 0..<(1 + random.below(3)) {
      let count = random.below(sizes.byteMax + 1)
      payload.append(UInt8(random.below(sizes.slotCount)))
      payload.append(UInt8(truncatingIfNeeded: count))
      payload.append(UInt8(truncatingIfNeeded: count >> 8))
      let filler = random.next()
      for index in 0..<count {
        payload.append(UInt8(truncatingIfNeeded: filler >> (index & 63)) ^ UInt8(index & 255))
      }
    }
    return payload
  }

  package func open(
    _ path: String, in storage: any Storage, _ settings: StoreSettings
  ) throws -> any WorkloadSession {
    let isWriting = settings.access == .readWrite
    let (store, recovered) = try DurableStore.open(
      path, in: storage, access: settings.access, createIfMissing: isWriting, durability: .fsync,
      newIdentity: GraphIdentity(high: seed, low: ~seed), safeguards: settings.safeguards)
    do {
      try recovered.snapshot.verify()
      var state = SlotState(slotCount: sizes.slotCount)
      state.commitCount = recovered.snapshot.lastCommit
      for index in 0..<sizes.slotCount {
        let section = recovered.snapshot.section(
          SectionTag(kind: ByteWorkload.kind, a: UInt32(index)))
        state.slots[index] = section?.bytes.withUnsafeBytes { Array($0) } ?? []
      }
      try recovered.forEachCommit { sequence, payload throws(Violation) in
        guard state.apply(payload.withUnsafeBytes { Array($0) }), state.commitCount == sequence
        else { throw Violation("commit \(sequence) does not fit") }
      }
      return ByteSession(workload: self, store: store, state: state, notes: recovered.notes)
    } catch {
      store.close()
      throw error
    }
  }

  /// Writes a state as the sections of a snapshot.
  static func write(
    _ state: SlotState, to writer: inout SnapshotWriter
  ) throws(FileError) {
    for (index, bytes) in state.slots.enumerated() {
      writer.begin(SectionTag(kind: kind, a: UInt32(index)))
      try writer.append(bytes.span)
      try writer.end()
    }
  }
}

/// What the slots hold.
struct SlotState: Sendable {
  var commitCount: UInt64 = 0
  var slots: [[UInt8]]

  init(slotCount: Int) { slots = Array(repeating: [], count: slotCount) }

  /// Does a commit; false if its bytes make no sense.
  mutating func apply(_ payload: [UInt8]) -> Bool {
    var offset = 0
    while offset < payload.count {
      guard offset + 3 <= payload.count else { return false }
      let count = Int(payload[offset + 1]) | Int(payload[offset + 2]) << 8
      guard Int(payload[offset]) < slots.count, offset + 3 + count <= payload.count else {
        return false
      }
      slots[Int(payload[offset])] = Array(payload[(offset + 3)..<(offset + 3 + count)])
      offset += 3 + count
    }
    commitCount += 1
    return true
  }

  var digest: UInt64 {
    var checksum = Checksum(seed: commitCount)
    for slot in slots {
      checksum.update([slot.count].span.bytes)
      checksum.update(slot.span.bytes)
    }
    return checksum.value
  }
}

private final class ByteSession: WorkloadSession {
  private let workload: ByteWorkload
  private let store: DurableStore
  private var state: SlotState
  let notes: [RecoveryNote]

  init(workload: ByteWorkload, store: DurableStore, state: SlotState, notes: [RecoveryNote]) {
    self.workload = workload
    self.store = store
    self.state = state
    self.notes = notes
  }

  var commitCount: UInt64 { state.commitCount }
  var digest: UInt64 { state.digest }

  func commit() throws {
    let payload = workload.payload(ofCommit: state.commitCount + 1)
    try store.commit(payload)
    _ = state.apply(payload)
  }

  func checkpoint() throws {
    let state = state
    try store.checkpoint { writer throws(FileError) in
      try ByteWorkload.write(state, to: &writer)
    }
  }

  func close() { store.close() }
}
