// A directory of its own for a test that needs real files.

import Glibc

/// A fresh directory that is removed with all in it when this object goes.
public final class TemporaryDirectory: Sendable {
  public let path: String

  /// Makes a directory below a parent, /tmp if none is given.
  public init(in parent: String = "/tmp") {
    var template = Array("\(parent)/kin-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("cannot make a directory in \(parent)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { removeAll(path) }

  /// The path of a name in the directory.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a whole file and gives its path.
  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) -> String {
    // A file that is written over is flushed by some file systems, which takes milliseconds.
    unlink(self.file(name))
    guard let file = fopen(self.file(name), "w") else { fatalError("cannot write \(name)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return self.file(name)
  }

  /// Writes a whole file of text and gives its path.
  @discardableResult
  public func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  /// Reads a whole file, or nothing if it is not there.
  public func read(_ name: String) -> [UInt8] {
    guard let file = fopen(self.file(name), "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// The names in the directory, sorted.
  public var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func removeAll(_ path: String) {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
