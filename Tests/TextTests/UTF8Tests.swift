// UTF-8: validation and repair against Swift's own, at every alignment.

import TestSupport
import Testing
import Text

private func firstInvalid(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(in: bytes.span) }

@Suite struct UTF8Tests {
  @Test func agreesWithSwiftOnRandomBytes() {
    var random = Random(seed: 10)
    let alphabet: [UInt8] = [
      0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe4, 0xe5, 0xed,
      0xef,
      0xf0, 0xf1, 0xf4, 0xf5, 0xff,
    ]
    for round in 0..<6_000 {
      var bytes = Array(random.text(maxPieces: round % 8).utf8)
      if round % 2 == 0 { bytes += random.bytes(of: alphabet, maxCount: 5) }
      bytes += Array("北京市总工会plain ascii text, long".utf8.prefix(random.below(50)))
      let repaired = repairUTF8(bytes.span)
      let swift = String(decoding: bytes, as: UTF8.self)
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((firstInvalidUTF8(in: bytes.span) == nil) == isValid, "\(bytes)")
      #expect(repaired.bytes == Array(swift.utf8), "\(bytes)")
      #expect((repaired.badCount == 0) == isValid)
    }
  }

  @Test func namesTheFirstBadByte() {
    for padding in 0..<40 {
      let ascii = [UInt8](repeating: 0x61, count: padding)
      #expect(firstInvalid(ascii + [0xff] + ascii) == padding)
      let han = [UInt8](String(repeating: "京", count: padding).utf8)
      #expect(firstInvalid(han + [0xe4, 0xba]) == padding * 3)
      #expect(firstInvalid(han + [0xed, 0xa0, 0x80] + han) == padding * 3)
    }
  }

  @Test func repairReportsOffsets() {
    let bytes: [UInt8] = [0x61, 0xff, 0x62, 0xe4, 0xba, 0x63, 0xf0]
    let text = repairUTF8(bytes.span)
    #expect(text.badOffsets == [1, 3, 6])
    #expect(text.badCount == 3)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "a\u{fffd}b\u{fffd}c\u{fffd}")
    let bad = [UInt8](repeating: 0xff, count: 1_000)
    let many = repairUTF8(bad.span)
    #expect(many.badCount == 1_000)
    #expect(many.badOffsets.count == DecodedText.maxOffsets)
  }

  @Test func everyScalarIsWrittenAndReadBack() {
    for value in stride(from: 0 as UInt32, through: 0x10_ffff, by: 37) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var bytes: [UInt8] = []
      bytes.append(scalar: scalar)
      #expect(bytes == Array(String(scalar).utf8))
      let (read, length) = decodeScalar(bytes.span, at: 0)
      #expect(read == scalar)
      #expect(length == bytes.count)
    }
  }
}
