// The only place that writes. Data goes to the standard output alone, everything else to the
// standard error, each through a buffer of its own. On a terminal all text is made safe to show;
// colours are added outside of the text, and only there. A closed pipe is remembered, not reported.

import Glibc
import Text

/// How text looks on a terminal.
enum Style {
  case bold, dim, red, green, cyan

  fileprivate var sequence: StaticString {
    switch self {
    case .bold: "\u{1b}[1m"
    case .dim: "\u{1b}[2m"
    case .red: "\u{1b}[31m"
    case .green: "\u{1b}[32m"
    case .cyan: "\u{1b}[36m"
    }
  }
}

/// One way out of the program.
final class Channel {
  /// The descriptor, or nil where bytes stay in memory for a test.
  private let descriptor: Int32?
  private var buffer: [UInt8] = []
  /// The cells of a line of the terminal, or nil where this is none.
  let terminalWidth: Int?
  /// Whether styles are shown.
  let showsStyles: Bool
  /// The error number of the first write that failed; nothing is written after it.
  private(set) var failure: Int32?

  private static let bufferByteCount = 64 << 10

  /// Writes to a descriptor.
  init(descriptor: Int32, environment: Environment) {
    self.descriptor = descriptor
    terminalWidth = Shell.terminalWidth(of: descriptor)
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    showsStyles = terminalWidth != nil && !isPlain && environment["TERM"] != "dumb"
  }

  /// Keeps what is written, as a terminal of some width would get it or as a file would.
  init(memoryWithTerminalWidth width: Int? = nil, showsStyles: Bool = false) {
    descriptor = nil
    terminalWidth = width
    self.showsStyles = showsStyles
  }

  /// Whether a person sees what is written.
  var isTerminal: Bool { terminalWidth != nil }

  /// The descriptor of the terminal, where this is one.
  var terminalDescriptor: Int32? { isTerminal ? descriptor : nil }

  /// Whether the reader went away; whoever writes much should stop.
  var isClosed: Bool { failure != nil }

  /// What was written so far and not passed on.
  var written: String { String(decoding: buffer, as: UTF8.self) }

  /// Writes text.
  func write(_ text: String, _ style: Style? = nil) {
    var text = text
    text.makeContiguousUTF8()
    let view = text.utf8
    if let style, showsStyles, !view.isEmpty {
      buffer.append(literal: style.sequence)
      write(view.span)
      buffer.append(literal: "\u{1b}[0m")
    } else {
      write(view.span)
    }
  }

  /// Writes text and ends the line.
  func line(_ text: String = "", _ style: Style? = nil) {
    write(text, style)
    buffer.append(0x0a)
  }

  /// Writes whole characters, escaped where a terminal could obey them.
  func write(_ bytes: Span<UInt8>) {
    if failure != nil { return }
    if isTerminal {
      buffer.append(bytes, escapedForTerminalAllowing: [.lineFeed, .tab])
    } else {
      buffer.append(bytes)
    }
    if buffer.count >= Self.bufferByteCount { flush() }
  }

  /// Passes on what is in the buffer.
  func flush() {
    guard let descriptor, !buffer.isEmpty else { return }
    if failure == nil { failure = writeAll(buffer.span, to: descriptor) }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The two ways out.
struct Output {
  /// What was asked for.
  let data: Channel
  /// Everything that is said beside it.
  let notices: Channel

  /// The standard output and the standard error.
  static func standard(_ environment: Environment) -> Output {
    Output(
      data: Channel(descriptor: STDOUT_FILENO, environment: environment),
      notices: Channel(descriptor: STDERR_FILENO, environment: environment))
  }

  /// Writes a failure with its hint.
  func report(_ failure: Failure, in language: Language) {
    data.flush()
    notices.write(language == .english ? "error: " : "错误：", .red)
    notices.line(failure.message[language])
    if let hint = failure.hint {
      notices.write(language == .english ? "hint: " : "提示：", .cyan)
      notices.line(hint[language])
    }
  }

  /// Passes everything on and says whether that failed for another reason than a closed pipe.
  func finish() -> Failure? {
    data.flush()
    guard let code = data.failure, code != EPIPE else { return nil }
    let reason = systemMessage(code)
    return Failure(
      .file,
      Phrase("cannot write to the standard output: \(reason)", "无法写入标准输出：\(reason)"))
  }
}

/// A line of a terminal that is written again and again, from whatever thread.
struct TerminalLine: Sendable {
  private let descriptor: Int32

  /// The cells of the line now; a window can change while something runs.
  var width: Int { Shell.terminalWidth(of: descriptor) ?? 80 }

  /// The channel's line, or nil where the channel is no terminal.
  init?(_ channel: Channel) {
    guard let descriptor = channel.terminalDescriptor else { return nil }
    self.descriptor = descriptor
  }

  /// Shows another text in the line; it is cut to the terminal's width.
  func replace(with text: String) {
    var bytes: [UInt8] = []
    bytes.append(literal: "\r\u{1b}[K")
    UTF8String(text).withBytes { text in
      bytes.append(text.extracting(..<prefixLength(of: text, fitting: width - 1).bytes))
    }
    _ = writeAll(bytes.span, to: descriptor)
  }
}
