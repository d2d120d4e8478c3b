// The rows that an import did not take, one per line of a file beside their own: line, column,
// reason and the row itself. The file is made with the first row, so that none is left behind when
// all went well; a file from an import before is removed then.

import Glibc
internal import Text

/// Writes rejected rows to `FILE.rejects.tsv`.
public final class RejectsFile: Sendable {
  /// Where the rows go.
  public let path: String

  private struct State {
    var descriptor: Int32 = -1
    var buffer: [UInt8] = []
    var failure: Int32 = 0
    var rowCount = 0
  }
  private let state = Lock(State())

  /// Names the file that rejects of a file go to; those of the standard input go to
  /// `stdin.rejects.tsv` in the current directory.
  public init(besides source: String) {
    path = source == "-" ? "stdin.rejects.tsv" : source + ".rejects.tsv"
    // SAFETY: the path is handed over as a C string for the length of the call.
    _ = unsafe unlink(path)
  }

  deinit { _ = finish() }

  /// How many rows were written.
  public var rowCount: Int { state.withLock { $0.rowCount } }

  /// Adds a row.
  public func write(_ rejected: RejectedRow) {
    state.withLock { state in
      if state.rowCount == 0 { state.buffer.append(literal: "line\tcolumn\treason\trow\n") }
      state.rowCount += 1
      state.buffer.appendLine(of: rejected)
      if state.buffer.count >= 64 << 10 { flush(&state) }
    }
  }

  /// Writes what is left and closes the file; gives the error number of the first failure, or zero.
  public func finish() -> Int32 {
    state.withLock { state in
      flush(&state)
      if state.descriptor >= 0 { _ = close(state.descriptor) }
      state.descriptor = -1
      return state.failure
    }
  }

  private func flush(_ state: inout State) {
    guard !state.buffer.isEmpty, state.failure == 0 else { return }
    if state.descriptor < 0 {
      // SAFETY: as above.
      state.descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    }
    var written = 0
    while state.descriptor >= 0, written < state.buffer.count {
      let count = state.buffer.count - written
      // SAFETY: the range written from lies within the buffer.
      let put = unsafe state.buffer.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          state.descriptor, bytes.baseAddress.map { unsafe $0 + written }, count)
      }
      if put < 0, errno != EINTR { break }
      written += max(put, 0)
    }
    if written < state.buffer.count { state.failure = errno }
    state.buffer.removeAll(keepingCapacity: true)
  }
}

extension [UInt8] {
  fileprivate mutating func appendLine(of rejected: RejectedRow) {
    append(decimal: Int64(rejected.line))
    append(0x09)
    if let column = rejected.column {
      append(decimal: Int64(column))
      if let name = rejected.columnName, !name.isEmpty {
        append(0x20)
        appendEscaped(Array(name.utf8))
      }
    }
    append(0x09)
    appendEscaped(Array(rejected.reason.message.utf8))
    append(0x09)
    appendEscaped(rejected.row)
    append(0x0a)
  }

  /// Appends text so that it stays one field of one line: as PostgreSQL's COPY writes it.
  private mutating func appendEscaped(_ bytes: [UInt8]) {
    for byte in bytes {
      switch byte {
      case 0x09: append(literal: "\\t")
      case 0x0a: append(literal: "\\n")
      case 0x0d: append(literal: "\\r")
      case 0x5c: append(literal: "\\\\")
      default: append(byte)
      }
    }
  }
}
