// Zone names are interned: a value keeps two bytes, and names come back for printing, ordering,
// hashing and storing, none of which may depend on the number. Knows nothing of what a zone means.

extension ZoneID {
  /// No named zone: the value has an offset only.
  public static let unnamed = ZoneID(rawValue: 0)

  /// Gives the id of a name, or nil where the name is malformed or 65,535 others were met before.
  ///
  /// The zone need not exist on this machine: a graph from elsewhere can be read without its rules.
  public init?(interning name: String) {
    guard ZoneID.isWellFormed(name) else { return nil }
    let number = ZoneID.names.withLock { table -> UInt16? in
      if let known = table.numbers[name] { return known }
      guard table.names.count < Int(UInt16.max) else { return nil }
      table.names.append(name)
      let number = UInt16(table.names.count)
      table.numbers[name] = number
      return number
    }
    guard let number else { return nil }
    self.init(rawValue: number)
  }

  /// The name as it was first given, or nil for no named zone.
  public var name: String? {
    guard rawValue > 0 else { return nil }
    return ZoneID.names.withLock { table in
      rawValue <= table.names.count ? table.names[Int(rawValue) - 1] : nil
    }
  }

  /// Whether text can be a name in the tz database: a relative path of plain parts, none hidden.
  public static func isWellFormed(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    var partLength = 0
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "/"):
        guard partLength > 0 else { return false }
        partLength = 0
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        partLength += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "+"):
        guard partLength > 0 else { return false }
        partLength += 1
      default: return false
      }
    }
    return partLength > 0
  }

  private struct Table {
    var names: [String] = []
    var numbers: [String: UInt16] = [:]
  }

  private static let names = Lock(Table())
}
