// Who this program is: its version, that of the file format, and what it was built with.

internal import Graph
import Text

/// What `kin version` tells.
enum Version {
  static let name = "kin"
  static let number = "0.1.0"

  /// The oldest version of the compiler that can have built this; there is no closer way to ask.
  static var swift: String {
    #if compiler(>=6.4)
      "6.4"
    #else
      "6.3"
    #endif
  }

  static var platform: String {
    #if os(Linux)
      let system = "linux"
    #else
      let system = "unknown"
    #endif
    #if arch(x86_64)
      return system + "-x86_64"
    #elseif arch(arm64)
      return system + "-aarch64"
    #else
      return system
    #endif
  }
}

/// Writes the version in one line.
func writeVersion(to channel: Channel) {
  channel.line(
    "\(Version.name) \(Version.number) "
      + "(file format \(Graph.fileFormatVersion), Swift \(Version.swift), \(Version.platform))")
}

/// Writes the version as one JSON object.
func writeVersionJSON(to channel: Channel) {
  channel.write(
    json: .members(
      ("name", .string(UTF8String(Version.name))),
      ("version", .string(UTF8String(Version.number))),
      ("file_format", .count(Int(Graph.fileFormatVersion))),
      ("swift", .string(UTF8String(Version.swift))),
      ("platform", .string(UTF8String(Version.platform)))))
}
