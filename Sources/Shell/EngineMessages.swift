// What the engine refuses or found, in both languages. English is the engine's own sentence; what a
// user commonly meets is said in Chinese from the payload, the rest names the kind of trouble and
// quotes the engine.

internal import Graph
import Glibc

extension Messages {
  /// The words for an error number: those that users meet in both languages.
  static func systemReason(_ code: Int32) -> Phrase {
    let english = systemMessage(code)
    return switch code {
    case ENOSPC, EDQUOT: Phrase(english, "磁盘空间不足")
    case EACCES, EPERM: Phrase(english, "没有权限")
    case ENOENT: Phrase(english, "没有这个文件或目录")
    case ENOTDIR: Phrase(english, "路径中有一部分不是目录")
    case EISDIR: Phrase(english, "它是一个目录")
    case EROFS: Phrase(english, "文件系统是只读的")
    case EIO: Phrase(english, "磁盘读写出错")
    case EMFILE, ENFILE: Phrase(english, "打开的文件太多")
    case ENOMEM: Phrase(english, "内存不足")
    case EFBIG: Phrase(english, "文件超出大小限制")
    case ENAMETOOLONG: Phrase(english, "文件名太长")
    case ELOOP: Phrase(english, "符号链接过多")
    default: Phrase(english, "\(english)（错误 \(code)）")
    }
  }

  /// What is wrong with a graph.
  static func graphError(_ error: GraphError) -> Phrase {
    let english = error.description
    switch error {
    case .file(let error): return fileError(error)
    case .fileExists(let path): return graphExists(path)
    case .malformedSection(let name, _):
      return Phrase(english, "文件的 \(name) 段格式有误；请从副本恢复（\(english)）")
    case .malformedCommit(let sequence, let offset, _):
      return Phrase(english, "日志第 \(sequence) 次提交（第 \(offset) 字节）格式有误（\(english)）")
    case .tooManyEntities: return Phrase(english, "图的节点或关系已达上限")
    default: return Phrase(english, "无法处理图：\(english)")
    }
  }

  /// What is wrong with a file of a graph.
  static func fileError(_ error: FileError) -> Phrase {
    let english = error.description
    switch error {
    case .missing(let path):
      return Phrase(english, "文件 \(path) 不存在；请检查路径，或先建立这个图")
    case .notARegularFile(let path, let kind):
      return Phrase(english, "\(path) 是\(name(of: kind))，不是图；请给出图文件的路径")
    case .empty(let path):
      return Phrase(english, "\(path) 是空文件：从未写入过图；若要在此建立新图，请先删除它")
    case .notAGraphFile(let path):
      return Phrase(english, "\(path) 不是 Kin 的图文件；要载入数据请用“kin import”")
    case .otherVersion(let path, let found, let known):
      return Phrase(
        english,
        "\(path) 的格式版本是 \(found)，本程序只认识版本 \(known)；请用写它的 Kin 版本打开并导出")
    case .corrupt(let path, let offset, _):
      return Phrase(english, "\(path) 在第 \(offset) 字节处损坏；未作任何改动，请从副本恢复")
    case .otherGraph(let path, let snapshot):
      return Phrase(
        english, "\(path) 不是 \(snapshot) 的日志：它属于另一个图或另一份副本；请把成对的两个文件放在一起")
    case .journalWithoutSnapshot(let path, let journal):
      return Phrase(
        english, "\(path) 不见了，但日志 \(journal) 还在；请恢复 \(path)，或删除日志后重新开始")
    case .locked(let path, let owner):
      return Phrase(english, "\(path) 正被\(name(of: owner))写入；请等它结束")
    case .system(let path, let operation, let code):
      return Phrase(
        english, "无法\(name(of: operation)) \(path)：\(systemReason(code).chinese)")
    case .readOnly(let path):
      return Phrase(english, "\(path) 以只读方式打开；要修改请以可写方式打开")
    case .failedEarlier(let path, let first):
      return Phrase(
        english,
        "\(path) 在一次写入失败后不再接受改动（\(fileError(first).chinese)）；此前提交的内容都安全")
    case .closed(let path):
      return Phrase(english, "\(path) 已经关闭；请重新打开")
    }
  }

  private static func name(of kind: FileKind) -> String {
    switch kind {
    case .directory: "目录"
    case .fifo: "命名管道"
    case .device: "设备"
    case .socket: "套接字"
    case .symbolicLink: "符号链接"
    }
  }

  private static func name(of owner: LockOwner) -> String {
    guard owner.processID != 0 else { return "另一个进程" }
    return "进程 \(owner.processID)（\(owner.command)，在 \(owner.host) 上，始于 \(owner.since)）"
  }

  private static func name(of operation: FileOperation) -> String {
    switch operation {
    case .open: "打开"
    case .create: "创建"
    case .read: "读取"
    case .write: "写入"
    case .sync, .syncDirectory: "写入磁盘："
    case .truncate: "截断"
    case .inspect: "查看"
    case .map: "映射"
    case .rename: "重命名"
    case .remove: "删除"
    case .lock: "锁定"
    }
  }

  /// What recovery found.
  static func recovery(_ note: RecoveryNote) -> Phrase {
    let english = note.description
    switch note {
    case .tornTail(let path, _, let byteCount, let wasCut):
      return Phrase(
        english,
        "\(path) 末尾有一次未写完的提交：\(byteCount) 字节已\(wasCut ? "截去" : "略过")")
    case .journalMissing(let path):
      return Phrase(english, "\(path) 不在：上次检查点之后提交的内容不在图中")
    case .leftoverRemoved(let path):
      return Phrase(english, "已删除中断的写入留下的 \(path)")
    }
  }

  /// Why an import could not be done.
  static func importError(_ error: ImportError) -> Phrase {
    let english = error.description
    switch error {
    case .fileNotFound(let path): return noSuchFile(path)
    case .isDirectory(let path): return Phrase(english, "\(path) 是目录；请给出其中的文件")
    case .notAFile(let path): return Phrase(english, "\(path) 既不是文件也不是管道")
    case .emptyFile(let path): return Phrase(english, "\(path) 是空文件")
    case .unreadable(let path, let code):
      return Phrase(english, "无法读取 \(path)：\(systemReason(code).chinese)")
    case .unknownFormat(let path):
      let known = ImportFormat.allCases.map(\.rawValue).joined(separator: "、")
      return Phrase(english, "从 \(path) 的名字和开头看不出格式；请用 --format 指定：\(known)")
    case .notText(let path, .compressed):
      return Phrase(english, "\(path) 是压缩文件；请先解压（也可通过管道用 - 读入）")
    case .notText(let path, .utf16):
      return Phrase(english, "\(path) 是 UTF-16 编码；请另存为 UTF-8")
    case .notText(let path, .unknown):
      return Phrase(english, "\(path) 不是文本：其中有零字节；文件给对了吗？")
    case .badHeader(let path, let line, _, .neitherNodesNorRelationships):
      return Phrase(
        english,
        "\(path):\(line)：表头既没有节点的 :ID（或 id），也没有关系的 :START_ID 和 :END_ID"
          + "（或 source 和 target）")
    case .badHeader(let path, let line, _, _):
      return Phrase(english, "\(path):\(line)：表头无法使用（\(english)）")
    case .malformed(let path, let line, _, let problem):
      return Phrase(english, "\(path):\(line)：内容有误（\(problem)）")
    case .tooManyRejects(let limit, _):
      return Phrase(english, "被拒绝的行超过 \(limit) 行（\(english)）")
    case .badOption: return Phrase(english, "选项有误：\(english)")
    case .graphFull(let error): return graphError(error)
    }
  }

  /// Why an export ended early.
  static func exportError(_ error: ExportError) -> Phrase {
    let english = error.description
    switch error {
    case .closedPipe: return Phrase(english, "读取方关闭了管道")
    case .cannotWrite(let path, let code):
      return Phrase(english, "无法写入 \(path)：\(systemReason(code).chinese)")
    case .cannotCreate(let path, let code):
      return Phrase(english, "无法创建 \(path)：\(systemReason(code).chinese)")
    case .needsFolder: return Phrase(english, "该格式由多个文件组成；请用 -o 指定目录")
    case .noArrayDelimiter:
      return Phrase(english, "标签用尽了所有可作分隔符的字符；请改用 jsonl")
    case .refused(let reason): return Phrase(english, "无法导出：\(reason)")
    }
  }
}
