// The files of this repository as the tidy tests see them: found from the place of this very file,
// read once, named by their path below the root. Build products and hidden folders are left out.

import Foundation

/// One thing that a rule found: where it is and what to do about it.
struct Finding: Sendable, CustomStringConvertible {
  let path: String
  let line: Int
  let advice: String

  var description: String { "\(path):\(line): \(advice)" }
}

/// A file of the repository with its text in lines.
struct TextFile: Sendable {
  let path: String
  let lines: [String]

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  var text: String { lines.joined(separator: "\n") }
}

enum Repository {
  static let root: String = {
    let here = URL(fileURLWithPath: #filePath)
    return here.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }()

  /// Every path below the root, sorted, folders ending in a slash.
  static let paths: [String] = {
    var found: [String] = []
    collect(folder: "", into: &found)
    return found.sorted()
  }()

  /// Every Swift file of the package, scanned.
  static let swiftFiles: [SwiftFile] = paths.filter { $0.hasSuffix(".swift") }.map {
    SwiftFile(path: $0, text: read($0))
  }

  /// Every document in Markdown.
  static let documents: [TextFile] = paths.filter { $0.hasSuffix(".md") }.map {
    TextFile(path: $0, text: read($0))
  }

  static let sources: [SwiftFile] = swiftFiles.filter { $0.path.hasPrefix("Sources/") }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root + "/" + path)
  }

  /// The text of a file; bytes that are not UTF-8 are replaced, a missing file is empty.
  static func read(_ path: String) -> String {
    let data = FileManager.default.contents(atPath: root + "/" + path) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  static func file(_ path: String) -> TextFile { TextFile(path: path, text: read(path)) }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }

  private static func collect(folder: String, into found: inout [String]) {
    let entries = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)
    for entry in entries ?? [] where !entry.hasPrefix(".") {
      let path = folder + entry
      if !isFolder(path) {
        found.append(path)
      } else if path != "build" {
        found.append(path + "/")
        collect(folder: path + "/", into: &found)
      }
    }
  }
}
