// `kin export`: a graph in another format, to the standard output, or to a file or a folder that
// appears when it is whole. Ctrl-C leaves nothing behind, and no export overwrites its own graph.

internal import Graph
import Glibc
import Text

/// Runs `kin export`.
func runExport(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let format = try invocation.choice(.exportFormat, OutputFormat.self) ?? .plain(.jsonLines)
  let path = invocation.operands[0]
  let target = invocation.value(.output)
  if target == nil, format.hasSeveralFiles {
    throw .usage(Messages.needsFolder(format.rawValue), command: "export")
  }
  if let target { try checkTarget(target, of: format, from: path) }
  let graph = try openGraph(path, session)
  let report: ExportReport
  do throws(ExportError) {
    report = try export(graph, as: format, to: target, session)
  } catch .closedPipe {
    return .success
  } catch {
    throw Failure(.file, Messages.exportError(error))
  }
  if let target {
    session.notice(
      Messages.exported(
        nodes: report.nodeCount, relationships: report.relationshipCount,
        byteCount: report.byteCount, target))
  }
  if report.arrayDelimiter != 0x3b {
    session.warn(Messages.arrayDelimiter(String(UnicodeScalar(report.arrayDelimiter))))
  }
  return .success
}

/// Refuses what would destroy the graph or mix files of two exports.
private func checkTarget(
  _ target: String, of format: OutputFormat, from graph: String
) throws(Failure) {
  for file in [graph, graph + "-journal"] where isSameFile(target, file) {
    throw Failure(.usage, Messages.exportOntoGraph(target), hint: Messages.otherName)
  }
  guard format.hasSeveralFiles else { return }
  switch pathKind(target) {
  case .folder:
    guard case .success(let names) = namesInFolder(target), !names.isEmpty else { return }
    throw Failure(.file, Messages.folderNotEmpty(target), hint: Messages.otherName)
  case .file, .other:
    throw Failure(.file, Messages.notAFolder(target), hint: Messages.otherName)
  case .missing, .unreachable: return
  }
}

private func export(
  _ graph: GraphSnapshot, as format: OutputFormat, to target: String?, _ session: Session
) throws(ExportError) -> ExportReport {
  guard let target else {
    var sink = ChannelSink(channel: session.output.data)
    return try graph.export(format, to: &sink)
  }
  if case .other = pathKind(target) {
    return try exportInto(graph, as: format, path: target, flags: O_WRONLY)
  }
  return try exportAside(graph, as: format, to: target, session)
}

/// Writes a file or a folder under another name and gives it its own when it is whole.
private func exportAside(
  _ graph: GraphSnapshot, as format: OutputFormat, to target: String, _ session: Session
) throws(ExportError) -> ExportReport {
  let isFolder = pathKind(target) == .folder
  if isFolder, !format.hasSeveralFiles { throw .cannotCreate(path: target, code: EISDIR) }
  let place =
    target.utf8.last == UInt8(ascii: "/") ? String(target.utf8.dropLast()) ?? target : target
  let aside = place + ".new"
  removeAside(aside)
  let message = Messages.interrupted[session.language]
  let interruption = Interruption {
    removeAside(aside)
    _ = writeAll(Array((message + "\n").utf8).span, to: STDERR_FILENO)
  }
  defer { interruption.end() }
  do throws(ExportError) {
    let report: ExportReport
    if format.hasSeveralFiles {
      var sink = try FolderSink(folder: aside)
      report = try graph.export(format, to: &sink)
    } else {
      report = try exportInto(
        graph, as: format, path: aside, flags: O_WRONLY | O_CREAT | O_EXCL)
    }
    if let code = renameFile(aside, to: place) { throw .cannotCreate(path: target, code: code) }
    return report
  } catch {
    removeAside(aside)
    throw error
  }
}

/// Removes what an export left under its other name: a file, or a folder with its files.
private func removeAside(_ path: String) {
  if pathKind(path) == .folder, case .success(let names) = namesInFolder(path) {
    for name in names where name.utf8.suffix(4).elementsEqual(".csv".utf8) {
      removeFile(path + "/" + name)
    }
    removeFolder(path)
  } else {
    removeFile(path)
  }
}

private func exportInto(
  _ graph: GraphSnapshot, as format: OutputFormat, path: String, flags: Int32
) throws(ExportError) -> ExportReport {
  // SAFETY: the path is handed over as a C string for the length of the call.
  let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { throw .cannotCreate(path: path, code: errno) }
  var sink = DescriptorSink(descriptor: descriptor, path: path)
  let report: ExportReport
  do throws(ExportError) {
    report = try graph.export(format, to: &sink)
  } catch {
    close(descriptor)
    throw error
  }
  if close(descriptor) != 0 { throw .cannotWrite(path: path, code: errno) }
  return report
}

/// Writes an export to a channel, which makes it safe on a terminal.
private struct ChannelSink: ExportSink {
  let channel: Channel

  mutating func begin(file name: String) throws(ExportError) { throw .needsFolder(file: name) }

  mutating func write(_ bytes: Span<UInt8>) throws(ExportError) {
    channel.write(bytes)
    try checkIsOpen()
  }

  mutating func finish() throws(ExportError) {
    channel.flush()
    try checkIsOpen()
  }

  private func checkIsOpen() throws(ExportError) {
    guard let code = channel.failure else { return }
    if code == EPIPE { throw .closedPipe }
    throw .cannotWrite(path: "the standard output", code: code)
  }
}
