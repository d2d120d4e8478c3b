// Files for import tests: written to a folder of their own, which goes with the fixture.

import Glibc
import Graph
import Synchronization
import Text

@testable import Graph

/// A folder of files to import.
final class ImportFixture: Sendable {
  let folder: String

  init() {
    var template = Array("/tmp/kin-import-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, let made = mkdtemp(start) else { return "/tmp" }
      return String(cString: made)
    }
  }

  deinit {
    guard let entries = opendir(folder) else { return }
    while let entry = readdir(entries) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      unlink(path(name))
    }
    closedir(entries)
    rmdir(folder)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Writes a file and gives its path.
  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let path = path(name)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      if count <= 0 { break }
      written += count
    }
    close(descriptor)
    return path
  }

  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  /// The bytes of a file, or nil where there is none.
  func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }
}

/// A graph, its report and the rows that were rejected.
struct Imported {
  let graph: GraphSnapshot
  let report: ImportReport
  let rejects: [RejectedRow]

  init(_ files: [ImportFile], _ options: ImportOptions = ImportOptions()) throws(ImportError) {
    let rows = Mutex<[RejectedRow]>([])
    (graph, report) = try importGraph(
      files, options: options, rejects: { row in rows.withLock { $0.append(row) } })
    rejects = rows.withLock(\.self)
  }

  init(_ paths: [String], _ options: ImportOptions = ImportOptions()) throws(ImportError) {
    try self.init(paths.map { ImportFile($0) }, options)
  }

  /// Where and why rows were rejected, one text each.
  var reasons: [String] {
    rejects.map { "\($0.line):\($0.column ?? 0) \($0.columnName ?? "-"): \($0.reason.message)" }
  }

  /// All that the graph holds, one text per node and per relationship.
  var lines: [String] { graph.describedLines }

  /// The value of a property of a node.
  func value(_ node: UInt32, _ key: String) -> Value {
    guard let key = graph.key(UTF8String(key)) else { return .null }
    return graph.value(of: NodeID(rawValue: node), key)
  }
}

extension GraphSnapshot {
  /// All nodes with labels and properties and all relationships, one text each, in order.
  var describedLines: [String] {
    func text(_ entity: Entity) -> String {
      properties(of: entity).map { "\(name(of: $0.key).string)=\($0.value)" }
        .sorted().joined(separator: ",")
    }
    var lines: [String] = []
    for node in allNodes.members {
      let id = NodeID(rawValue: node)
      let labels = labels(of: id).map { name(of: $0).string }.joined(separator: ":")
      lines.append("(\(node):\(labels) \(text(.node(id))))")
    }
    for relationship in allRelationships.members {
      let id = RelationshipID(rawValue: relationship)
      guard let record = record(of: id) else { continue }
      lines.append(
        "(\(record.source.rawValue))-[:\(name(of: record.type).string) "
          + "\(text(.relationship(id)))]->(\(record.target.rawValue))")
    }
    return lines
  }
}
