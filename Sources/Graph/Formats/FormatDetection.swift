// Telling a file's format by its name or its first bytes, and text from what is none.

internal import Text

extension ImportFormat {
  /// The format that a name ends in, if any.
  init?(path: String) {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
    switch name.split(separator: ".").last.map({ $0.lowercased() }) {
    case "csv", "tsv", "tab", "psv": self = .csv
    case "jsonl", "ndjson", "json": self = .jsonLines
    case "graphml", "xml": self = .graphML
    default: return nil
    }
  }

  /// The format that the first bytes look like, if any.
  init?(beginning bytes: [UInt8]) {
    let start = startsWithByteOrderMark(bytes.span) ? 3 : 0
    let spaces: [UInt8] = [0x20, 0x09, 0x0a, 0x0d]
    guard let first = bytes.dropFirst(start).first(where: { !spaces.contains($0) }) else {
      return nil
    }
    switch first {
    case UInt8(ascii: "{"): self = .jsonLines
    case UInt8(ascii: "<"): self = .graphML
    default:
      let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
      let delimiters: [UInt8] = [0x2c, 0x09, 0x3b, 0x3a]
      guard line.contains(where: delimiters.contains) else { return nil }
      self = .csv
    }
  }
}

extension InputFile {
  /// How much is looked at to tell what a file is.
  static var beginningByteCount: Int { 64 << 10 }

  /// Refuses a file that is empty or no text.
  func checkIsText() throws(ImportError) {
    let beginning = try peek(Self.beginningByteCount)
    guard !beginning.isEmpty else { throw .emptyFile(path: path) }
    let packed: [[UInt8]] = [
      [0x1f, 0x8b], [0x50, 0x4b, 0x03, 0x04], [0x28, 0xb5, 0x2f, 0xfd], [0xfd, 0x37, 0x7a, 0x58],
      [0x42, 0x5a, 0x68, 0x39],
    ]
    if packed.contains(where: beginning.starts(with:)) {
      throw .notText(path: path, kind: .compressed)
    }
    if beginning.starts(with: [0xff, 0xfe]) || beginning.starts(with: [0xfe, 0xff]) {
      throw .notText(path: path, kind: .utf16)
    }
    if beginning.contains(0) { throw .notText(path: path, kind: .unknown) }
  }

  /// The format that was given, or else what name and beginning tell.
  func format(given: ImportFormat?) throws(ImportError) -> ImportFormat {
    if let format = given ?? ImportFormat(path: path) { return format }
    let beginning = try peek(Self.beginningByteCount)
    guard let format = ImportFormat(beginning: beginning) else {
      throw .unknownFormat(path: path)
    }
    return format
  }
}
