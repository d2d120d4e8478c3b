// What can go wrong when a graph is written. A closed pipe is told apart, because for a command
// whose reader has seen enough it is no error.

/// Why an export ended early.
public enum ExportError: Error, Equatable, Sendable {
  /// Nobody reads any more.
  case closedPipe
  /// The system refused to write.
  case cannotWrite(path: String, code: Int32)
  /// The system refused to make a file or a folder.
  case cannotCreate(path: String, code: Int32)
  /// The format needs several files and the sink is one stream.
  case needsFolder(file: String)
  /// Every byte that could stand between labels occurs in one.
  case noArrayDelimiter
  /// An own sink refused, for a reason of its own.
  case refused(String)
}

extension ExportError: CustomStringConvertible {
  /// What went wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .closedPipe: "the reader closed the pipe"
    case .cannotWrite(let path, let code): "cannot write \(path): \(systemMessage(ofError: code))"
    case .cannotCreate(let path, let code): "cannot create \(path): \(systemMessage(ofError: code))"
    case .needsFolder(let file):
      "the format has several files (the first is \(file)); name a folder, or choose one table"
    case .noArrayDelimiter:
      "labels contain every byte that could separate them; export as jsonl instead"
    case .refused(let reason): reason
    }
  }
}
