// `kin export`: a graph in another format, to the standard output, to a file that appears when it
// is whole, or to a folder where the format is several files.

internal import Graph
import Glibc
import Text

/// Runs `kin export`.
func runExport(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let format = try invocation.choice(.exportFormat, ExportFormat.self) ?? .jsonLines
  let target = invocation.value(.output)
  if target == nil, format.hasSeveralFiles {
    throw .usage(Messages.needsFolder(format.rawValue), command: "export")
  }
  let graph = try openGraph(invocation.operands[0], session)
  let report: ExportReport
  do throws(ExportError) {
    report = try export(graph, as: format, to: target, session)
  } catch .closedPipe {
    return .success
  } catch {
    throw Failure(.file, Messages.exportError(error.description))
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

private func export(
  _ graph: GraphSnapshot, as format: ExportFormat, to target: String?, _ session: Session
) throws(ExportError) -> ExportReport {
  guard let target else {
    var sink = ChannelSink(channel: session.output.data)
    return try graph.export(format, to: &sink)
  }
  if format.hasSeveralFiles {
    var sink = try FolderSink(folder: target)
    return try graph.export(format, to: &sink)
  }
  return try exportAside(graph, as: format, to: target)
}

/// Writes a file under another name and gives it its own when it is whole.
private func exportAside(
  _ graph: GraphSnapshot, as format: ExportFormat, to target: String
) throws(ExportError) -> ExportReport {
  if case .other = pathKind(target) {
    return try exportInto(graph, as: format, path: target, flags: O_WRONLY)
  }
  if case .folder = pathKind(target) { throw .cannotCreate(path: target, code: EISDIR) }
  let aside = target + ".new"
  removeFile(aside)
  do throws(ExportError) {
    let report = try exportInto(
      graph, as: format, path: aside, flags: O_WRONLY | O_CREAT | O_EXCL)
    if let code = renameFile(aside, to: target) { throw .cannotCreate(path: target, code: code) }
    return report
  } catch {
    removeFile(aside)
    throw error
  }
}

private func exportInto(
  _ graph: GraphSnapshot, as format: ExportFormat, path: String, flags: Int32
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
