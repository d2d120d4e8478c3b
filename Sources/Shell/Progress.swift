// The progress bar: how far, how fast, how long yet. Only on a terminal; anywhere else nothing is
// written until the end. The reader of files reports from several threads, one at a time.

internal import Graph
internal import Synchronization
import Text

/// Shows how far an import has come.
final class ProgressBar: Sendable {
  private struct State {
    var phase = ImportProgress.Phase.reading
    var phaseStart = ContinuousClock.now
    var isShown = false
  }

  private let state = Mutex(State())
  private let terminal: TerminalLine?
  private let language: Language

  /// Shows nothing unless the channel is a terminal that can go back in a line.
  init(on channel: Channel, environment: Environment, _ language: Language) {
    terminal = environment["TERM"] == "dumb" ? nil : TerminalLine(channel)
    self.language = language
  }

  /// Draws the bar anew.
  func show(_ progress: ImportProgress) {
    guard let terminal else { return }
    state.withLock { state in
      if state.phase != progress.phase || !state.isShown { state.phaseStart = .now }
      state.phase = progress.phase
      state.isShown = true
      let seconds = state.phaseStart.duration(to: .now).seconds
      let text = Self.text(progress, seconds: seconds, width: terminal.width - 1, language)
      terminal.replace(with: text)
    }
  }

  /// Shows that the graph is being written.
  func showWriting() {
    state.withLock { state in
      if state.isShown { terminal?.replace(with: Messages.writing[language]) }
    }
  }

  /// Clears the bar.
  func clear() {
    state.withLock { state in
      if state.isShown { terminal?.replace(with: "") }
      state.isShown = false
    }
  }

  /// The bar as text: `reading [####....]  42 %  120 MB/s  3.1 s left`.
  ///
  /// The bar gets the cells that the numbers leave; where these are few it is left out.
  static func text(
    _ progress: ImportProgress, seconds: Double, width: Int, _ language: Language
  ) -> String {
    let name = Messages.phase(progress.phase)[language]
    guard progress.phase != .finishing else { return name + " …" }
    let rate = seconds > 0 ? Double(progress.bytesRead) / seconds : 0
    let speed = rate < 1e15 ? byteSize(Int(rate)) + "/s" : ""
    guard let total = progress.byteCount, total > 0 else {
      return "\(name)  \(byteSize(progress.bytesRead))  \(speed)"
    }
    let share = min(Double(progress.bytesRead) / Double(total), 1)
    var numbers = " \(Int(share * 100)) %  \(speed)"
    if rate > 0, seconds > 0.5 {
      let left = duration(seconds: Double(max(total - progress.bytesRead, 0)) / rate)
      numbers += "  " + Messages.timeLeft(left)[language]
    }
    // Room for the numbers at their longest, so that the bar keeps its length.
    let cells = min(24, width - displayWidth(of: UTF8String(name)) - 34)
    guard cells >= 6 else { return name + numbers }
    let full = Int(share * Double(cells))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: cells - full)
    return "\(name) [\(bar)]\(numbers)"
  }
}

extension Duration {
  /// The duration in seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
