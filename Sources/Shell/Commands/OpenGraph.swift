// Opening a graph for a command that only reads, and turning the errors of the engine into failures
// with exit codes. The engine's sentences name place and remedy already; they are passed on.

internal import Graph

/// Opens a graph for reading and tells what recovery found.
func openGraph(_ path: String, _ session: Session) throws(Failure) -> GraphSnapshot {
  do {
    let opened = try Graph.openWithNotes(path, .readOnly)
    for note in opened.notes { session.warn(Messages.recovery(note.description)) }
    return opened.graph.snapshot
  } catch {
    throw Failure(error)
  }
}

extension Failure {
  /// The failure that an error of the graph is to the user.
  init(_ error: GraphError) {
    switch error {
    case .fileExists(let path):
      self.init(.file, Messages.graphExists(path), hint: Messages.useReplace)
    case .file(let fileError):
      self.init(.file, Messages.fileError(fileError))
    case .malformedSection, .malformedCommit, .changeDoesNotFit:
      self.init(.file, Messages.graphError(error.description))
    default:
      self.init(.dataError, Messages.graphError(error.description))
    }
  }
}

extension Messages {
  /// What is wrong with a file: the common cases in both languages, the rest as the engine says it.
  static func fileError(_ error: FileError) -> Phrase {
    let english = error.description
    switch error {
    case .missing(let path):
      return Phrase(english, "文件 \(path) 不存在；请检查路径，或先建立这个图")
    case .notARegularFile(let path, _):
      return Phrase(english, "\(path) 不是普通文件，因此不是图；请给出图文件的路径")
    case .empty(let path):
      return Phrase(english, "\(path) 是空文件：从未写入过图；若要在此建立新图，请先删除它")
    case .notAGraphFile(let path):
      return Phrase(english, "\(path) 不是 Kin 的图文件；要载入数据请用“kin import”")
    case .otherVersion(let path, let found, let known):
      return Phrase(
        english,
        "\(path) 的格式版本是 \(found)，本程序只认识版本 \(known)；请用写它的 Kin 版本打开并导出")
    case .corrupt(let path, let offset, _):
      return Phrase(
        english, "\(path) 在第 \(offset) 字节处损坏；未作任何改动，请从副本恢复（\(english)）")
    case .locked(let path, let owner):
      return Phrase(english, "\(path) 正被另一进程写入（\(owner)）；请等它结束")
    case .system(let path, _, let code):
      return Phrase(english, "无法读写 \(path)：\(systemMessage(code))（\(english)）")
    default:
      return graphError(english)
    }
  }
}
