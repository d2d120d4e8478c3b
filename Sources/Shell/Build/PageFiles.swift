// Which files a build reads: operands as they are, folders as all files of known kinds in them and
// in their folders. A page is named by its path as it was given, so that the same command finds it
// again; a page in a file of lines has its own name.

import Text

/// A file of pages that was not opened yet.
struct PageFile: Equatable {
  enum Kind: Equatable {
    /// The file is a page.
    case page
    /// Each line of the file is a page or its facts.
    case lines
    /// The standard input, either of both.
    case input
  }

  let path: String
  let kind: Kind
  /// The folder in which it was found, where the operand is a folder.
  let folder: String?
  let byteCount: Int
}

/// What the operands of a build name.
struct PageFiles {
  /// The files.
  private(set) var files: [PageFile] = []
  /// The operands that are folders.
  private(set) var folders: [String] = []
  /// What was looked at and could not be read.
  private(set) var problems: [PageProblem] = []

  private static let depthMax = 64

  /// What operands name; the files by path, or in the order of the operands.
  init(_ operands: [String], isSorted: Bool = true) throws(Failure) {
    for operand in operands {
      let path = operand == "-" ? operand : Self.tidied(operand)
      if path == "-" {
        files.append(PageFile(path: path, kind: .input, folder: nil, byteCount: 0))
        continue
      }
      switch pathKind(path) {
      case .missing: throw Failure(.file, Messages.noSuchFile(operand))
      case .unreachable(let code): throw Failure(.file, Messages.notReachable(operand, code))
      case .file(let byteCount):
        files.append(
          PageFile(
            path: path, kind: Self.kind(of: path) ?? .page, folder: nil, byteCount: byteCount))
      case .other: files.append(PageFile(path: path, kind: .page, folder: nil, byteCount: 0))
      case .folder:
        folders.append(path)
        addFolder(path, depth: 0)
      }
    }
    if isSorted { sort() }
  }

  /// All bytes, or nil where that is not known before.
  var byteCount: Int? {
    files.contains { $0.kind == .input } ? nil : files.reduce(0) { $0 + $1.byteCount }
  }

  /// By path, each once; found in a folder counts more than given alone.
  private mutating func sort() {
    files.sort {
      (UTF8String($0.path), $0.folder == nil ? 1 : 0) < (
        UTF8String($1.path), $1.folder == nil ? 1 : 0
      )
    }
    var once: [PageFile] = []
    for file in files where once.last?.path != file.path { once.append(file) }
    files = once
  }

  private mutating func addFolder(_ folder: String, depth: Int) {
    let names: [String]
    switch namesInFolder(folder) {
    case .failure(let error):
      problems.append(PageProblem(page: folder, offset: nil, .unreadable(error.code)))
      return
    case .success(let found): names = found
    }
    for name in names where name.utf8.first != UInt8(ascii: ".") {
      let path = folder == "." ? name : folder == "/" ? "/" + name : folder + "/" + name
      switch pathKind(path) {
      case .folder:
        // Deeper than any folder of pages: links that lead in a circle.
        if depth < Self.depthMax { addFolder(path, depth: depth + 1) }
      case .file(let byteCount):
        guard let kind = Self.kind(of: path) else { continue }
        files.append(PageFile(path: path, kind: kind, folder: folder, byteCount: byteCount))
      default: continue
      }
    }
  }

  private static func kind(of path: String) -> PageFile.Kind? {
    func ends(_ end: String) -> Bool {
      path.lowercased().utf8.reversed().starts(with: end.utf8.reversed())
    }
    if ends(".jsonl") { return .lines }
    return ends(".txt") || ends(".md") ? .page : nil
  }

  /// The path without `./`, double and final slashes.
  static func tidied(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    let parts = path.split(separator: "/").filter { $0 != "." }
    let tidy = parts.joined(separator: "/")
    return isAbsolute ? "/" + tidy : tidy.isEmpty ? "." : tidy
  }
}

/// Whether what was found in a folder belongs to an operand that is a folder.
func isFolder(_ folder: String, within operand: String) -> Bool {
  if operand == "." {
    return folder.utf8.first != UInt8(ascii: "/") && folder != ".."
      && !folder.utf8.starts(with: "../".utf8)
  }
  return folder == operand || folder.utf8.starts(with: (operand + "/").utf8)
}
