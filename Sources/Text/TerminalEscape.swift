// Makes text from data safe to show: whatever could move the cursor, recolour the screen, turn the
// direction of text or show nothing at all is written as `\u{…}`. The backslash itself stays, so
// this is for eyes and does not read back.

extension [UInt8] {
  /// Appends text with everything escaped that a terminal might obey or hide.
  ///
  /// Bytes that are not UTF-8 become U+FFFD. Line feed and tab pass where they are allowed.
  public mutating func append(
    _ bytes: Span<UInt8>, escapedForTerminalAllowing allowed: TerminalControls = []
  ) {
    var copied = 0
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20 && byte < 0x7f {
        offset &+= 1
        continue
      }
      let (scalar, length) = decodeScalar(bytes, at: offset)
      let isBroken = length == 1 && byte >= 0x80
      guard isBroken || isUnsafeToShow(scalar), !allowed.contains(scalar) else {
        offset &+= length
        continue
      }
      append(bytes.extracting(copied..<offset))
      if isBroken {
        append(literal: "\u{fffd}")
      } else {
        append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
      }
      offset &+= length
      copied = offset
    }
    append(bytes.extracting(copied..<bytes.count))
  }
}

/// Control characters that may reach a terminal as they are.
public struct TerminalControls: OptionSet, Sendable {
  /// One bit per control.
  public let rawValue: UInt8

  /// Makes a set of bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The line feed.
  public static let lineFeed = TerminalControls(rawValue: 1)
  /// The tab.
  public static let tab = TerminalControls(rawValue: 2)

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" && contains(.lineFeed) || scalar == "\t" && contains(.tab)
  }
}

/// Whether a scalar must not be shown as it is: controls, line and paragraph separators, marks that
/// turn the direction of text, private use, unassigned and noncharacters.
public func isUnsafeToShow(_ scalar: Unicode.Scalar) -> Bool {
  guard CharacterClass(scalar).isHidden else { return false }
  // The embedded table may be older than Swift's, which then knows newer characters.
  return switch scalar.value {
  case 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
  default:
    switch scalar.properties.generalCategory {
    case .control, .unassigned, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
