// Gzip comes back as it was written, and damage is told and never traps.

import Testing
import Text

@Suite struct InflateTests {
  /// `kin kin kin kin` with the fixed codes.
  private let fixed: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 203, 206, 204, 83, 200, 70, 96, 0, 204, 3, 171, 204, 15, 0,
    0, 0,
  ]
  /// Latin letters and Han with codes of its own.
  private let dynamic: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 85, 142, 75, 14, 195, 32, 16, 67, 175, 226, 171, 209, 164,
    129, 2, 249, 135, 230, 46, 221, 119, 153, 117, 145, 210, 227, 132, 123, 244, 137, 93, 23,
    104, 44, 243, 198, 158, 242, 121, 95, 223, 151, 202, 223, 48, 204, 155, 238, 242, 154, 213,
    96, 12, 232, 77, 131, 252, 149, 79, 39, 135, 63, 42, 149, 124, 116, 154, 248, 89, 21, 225,
    29, 170, 229, 57, 248, 30, 218, 106, 65, 231, 115, 39, 163, 87, 128, 201, 199, 128, 103, 244,
    208, 90, 249, 157, 237, 80, 121, 75, 102, 128, 51, 240, 94, 9, 221, 104, 131, 159, 233, 25,
    241, 19, 124, 171, 200, 70, 172, 247, 172, 220, 18, 184, 34, 194, 143, 116, 181, 52, 152,
    154, 111, 201, 223, 180, 192, 47, 76, 67, 238, 4, 223, 144, 210, 233, 169, 31, 131, 44, 172,
    145, 237, 0, 0, 0,
  ]

  private var dynamicText: String {
    var text = "工会 工会 工会 "
    let han = Array("工会主席")
    for index in 0..<90 {
      text.unicodeScalars.append(Unicode.Scalar(UInt8(97 + (index * index + index / 7) % 23)))
      text += index % 5 == 0 ? String(han[index % 4]) : " "
    }
    return text
  }

  /// A member with a stored block, made by hand.
  private func stored(_ text: [UInt8], sum: [UInt8]) -> [UInt8] {
    let count = UInt8(text.count)
    return [31, 139, 8, 8, 0, 0, 0, 0, 0, 3, 110, 0, 1, count, 0, ~count, 255] + text + sum
      + [count, 0, 0, 0]
  }

  @Test func allThreeKindsOfBlocksAreRead() throws {
    #expect(try inflateGzip(fixed.span, limit: 100) == Array("kin kin kin kin".utf8))
    #expect(try inflateGzip(dynamic.span, limit: 1000) == Array(dynamicText.utf8))
    let plain = stored(Array("kin".utf8), sum: [98, 97, 246, 165])
    #expect(try inflateGzip(plain.span, limit: 3) == Array("kin".utf8))
  }

  @Test func membersFollowOneAnother() throws {
    let both = fixed + dynamic
    #expect(
      try inflateGzip(both.span, limit: 1000) == Array(("kin kin kin kin" + dynamicText).utf8))
  }

  @Test func theLimitHolds() {
    #expect(throws: InflateError.tooLarge(limit: 14)) { try inflateGzip(fixed.span, limit: 14) }
    #expect(throws: InflateError.tooLarge(limit: 99)) { try inflateGzip(dynamic.span, limit: 99) }
  }

  @Test func cutOrDamagedBytesAreRefused() {
    for count in 0..<dynamic.count {
      let cut = Array(dynamic[..<count])
      #expect(throws: InflateError.self) { try inflateGzip(cut.span, limit: 1000) }
    }
    for place in 10..<dynamic.count {
      for bit in [0, 5] {
        var bytes = dynamic
        bytes[place] ^= 1 << UInt8(bit)
        let read = try? inflateGzip(bytes.span, limit: 10_000)
        #expect(read == nil || read == Array(dynamicText.utf8))
      }
    }
  }
}
