// Which files an import reads: operands as they are, folders as all their files of known kinds, and
// a label or type before a path where the file does not tell it (`Person=people.csv`).

internal import Graph

/// The files that operands name, in their order; those of a folder by name.
func importFiles(
  _ operands: [String], format: ImportFormat?
) throws(Failure) -> [ImportFile] {
  var files: [ImportFile] = []
  for operand in operands {
    let (name, path) = splitOperand(operand)
    let paths = try expanded(path)
    for path in paths {
      // The file itself tells whether it holds nodes or relationships, and so which name counts.
      let labels = name?.split(separator: ":").map(String.init) ?? []
      files.append(ImportFile(path, labels: labels, type: name, format: format))
    }
  }
  return files
}

/// A path, and the name before it if the whole operand is no path.
private func splitOperand(_ operand: String) -> (name: String?, path: String) {
  guard pathKind(operand) == .missing,
    let equals = operand.utf8.firstIndex(of: UInt8(ascii: "=")), equals > operand.startIndex
  else { return (nil, operand) }
  let path = String(operand[operand.utf8.index(after: equals)...])
  return (String(operand[..<equals]), path)
}

private func expanded(_ path: String) throws(Failure) -> [String] {
  if path == "-" { return [path] }
  switch pathKind(path) {
  case .file, .other: return [path]
  case .missing: throw Failure(.file, Messages.noSuchFile(path))
  case .unreachable(let code): throw Failure(.file, Messages.notReachable(path, code))
  case .folder:
    switch namesInFolder(path) {
    case .failure(let error): throw Failure(.file, Messages.notReachable(path, error.code))
    case .success(let names):
      let separator = path.utf8.last == UInt8(ascii: "/") ? "" : "/"
      let known = names.filter { name in
        [".csv", ".jsonl", ".graphml"].contains {
          name.utf8.reversed().starts(with: $0.utf8.reversed())
        }
      }
      guard !known.isEmpty else { throw Failure(.dataError, Messages.nothingToImport(in: path)) }
      return known.map { path + separator + $0 }
    }
  }
}
