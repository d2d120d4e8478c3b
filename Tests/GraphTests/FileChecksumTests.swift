// The checksum finds each flipped bit and does not depend on how the bytes were cut into calls.

import Testing

@testable import Graph

private func sample(_ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
}

@Suite struct FileChecksumTests {
  @Test func isTheSameHoweverTheBytesAreCut() {
    let bytes = sample(500)
    let whole = Checksum.of(bytes.rawBytes)
    for cut in 0...bytes.count {
      var checksum = Checksum()
      checksum.update(bytes.rawBytes.extracting(0..<cut))
      checksum.update(bytes.rawBytes.extracting(cut..<bytes.count))
      #expect(checksum.value == whole)
    }
  }

  @Test func findsEveryFlippedBit() {
    for count in [1, 7, 8, 63, 64, 65, 200] {
      var bytes = sample(count)
      var seen: Set<UInt64> = [Checksum.of(bytes.rawBytes)]
      for bit in 0..<(count * 8) {
        bytes[bit / 8] ^= 1 << (bit % 8)
        #expect(seen.insert(Checksum.of(bytes.rawBytes)).inserted)
        bytes[bit / 8] ^= 1 << (bit % 8)
      }
    }
  }

  @Test func findsEveryPairOfFlippedBits() {
    var bytes = sample(130)
    let whole = Checksum.of(bytes.rawBytes)
    var missed = 0
    for first in 0..<(bytes.count * 8) {
      bytes[first / 8] ^= 1 << (first % 8)
      for second in stride(from: first + 1, to: bytes.count * 8, by: 13) {
        bytes[second / 8] ^= 1 << (second % 8)
        if Checksum.of(bytes.rawBytes) == whole { missed += 1 }
        bytes[second / 8] ^= 1 << (second % 8)
      }
      bytes[first / 8] ^= 1 << (first % 8)
    }
    #expect(missed == 0)
  }

  @Test func tellsZerosOfDifferentLengthApart() {
    let values = (0..<300).map { Checksum.of([UInt8](repeating: 0, count: $0).rawBytes) }
    #expect(Set(values).count == values.count)
  }

  @Test func keepsItsValueForEver() {
    // Files hold these numbers; a change of the algorithm needs a new format version.
    #expect(Checksum.of([UInt8]().rawBytes) == 15_447_811_611_043_602_417)
    #expect(Checksum.of(sample(100).rawBytes) == 15_844_047_721_159_158_830)
    #expect(Checksum.of(sample(100).rawBytes, seed: 1) == 6_969_171_751_586_125_921)
  }
}
