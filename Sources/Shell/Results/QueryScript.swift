// Statements with what they are run with. Places of errors are told in the whole script, so that a
// file's line numbers are those of the file.

internal import Graph
import Query
import Text

/// Statements that are run one after the other.
struct QueryScript {
  private let source: SourceText
  private let spans: [SourceSpan]
  private let session: Session
  private let format: ResultFormat
  private let limit: Int?
  private let parameters: [String: Value]

  init(
    source: SourceText, session: Session, format: ResultFormat, limit: Int?,
    parameters: [String: Value]
  ) throws(Failure) {
    self.source = source
    self.session = session
    self.format = format
    self.limit = limit
    self.parameters = parameters
    spans = splitStatements(source)
    if spans.isEmpty { throw .usage(Messages.noStatement, command: "query") }
  }

  private func text(of span: SourceSpan) -> String {
    String(decoding: source.bytes[span.start..<span.end], as: UTF8.self)
  }

  /// Whether a statement changes the graph; nil where one is wrong, which was told.
  ///
  /// What a statement means depends on its text alone, so an empty graph serves.
  func check(_ options: QueryOptions) -> Bool? {
    let session = QuerySession(Graph(), options: options)
    var isWriting = false
    for span in spans {
      do throws(QueryError) {
        isWriting = try session.prepare(text(of: span)).isWriting || isWriting
      } catch {
        report(error, of: span)
        return nil
      }
    }
    return isWriting
  }

  /// Runs all statements, or as many as go well.
  func run(_ engine: QuerySession, _ cancellation: Cancellation) -> ExitCode {
    let channel = session.output.data
    var hasResult = false
    for (place, span) in spans.enumerated() {
      let start = ContinuousClock().now
      do throws(QueryError) {
        let statement = try engine.prepare(text(of: span))
        let collector = ResultCollector(
          format.writer(to: channel), to: channel, limit: limit, isWriting: statement.isWriting
        ) {
          if hasResult, format.separatesResults { channel.line() }
          hasResult = true
        }
        let summary = try engine.run(
          statement, parameters: parameters, cancellation: cancellation, into: collector)
        collector.end()
        let time = ContinuousClock().now - start
        tell(summary, collector, isWriting: statement.isWriting, after: time, span)
      } catch {
        report(error, of: span)
        if place > 0 { session.notice(Messages.statementsBefore(place, of: spans.count)) }
        return error.exitCode
      }
      if channel.isClosed, !hasWritingStatement(after: place, engine) { break }
    }
    return .success
  }

  /// Whether a later statement has to run although nobody reads results any more.
  private func hasWritingStatement(after place: Int, _ engine: QuerySession) -> Bool {
    spans[(place + 1)...].contains { span in
      (try? engine.prepare(text(of: span)).isWriting) ?? false
    }
  }

  // MARK: What is told beside the data

  private func tell(
    _ summary: QuerySummary, _ collector: ResultCollector, isWriting: Bool,
    after time: Duration, _ span: SourceSpan
  ) {
    if let plan = summary.plan {
      for line in plan { session.output.data.line(line) }
      session.output.data.flush()
    }
    for warning in summary.warnings {
      session.report(shifted(warning, by: span), Messages.queryWarning(warning.message), in: source)
    }
    if collector.wasCut, let limit { session.notice(Messages.cutAtLimit(limit)) }
    if !summary.counters.isEmpty {
      session.notice(Messages.changes(summary.counters))
    } else if isWriting, !collector.hasColumns, summary.plan == nil {
      session.notice(Messages.nothingChanged)
    }
    if session.output.notices.isTerminal {
      let (seconds, attoseconds) = time.components
      session.notice(
        Messages.resultFooter(
          rows: collector.hasColumns ? collector.shownCount : nil,
          seconds: Double(seconds) + Double(attoseconds) / 1e18))
    }
    session.output.notices.flush()
  }

  private func report(_ error: QueryError, of span: SourceSpan) {
    session.report(error, of: span, in: source)
  }
}

extension Session {
  /// Tells what is wrong with a statement of a script.
  func report(_ error: QueryError, of statement: SourceSpan, in script: SourceText) {
    report(shifted(error.diagnostic, by: statement), Messages.queryError(error), in: script)
    output.notices.flush()
  }
}

/// A message about a statement as one about its script.
private func shifted(_ diagnostic: Diagnostic, by statement: SourceSpan) -> Diagnostic {
  var shifted = diagnostic
  shifted.span = diagnostic.span.map {
    SourceSpan(start: $0.start + statement.start, end: $0.end + statement.start)
  }
  return shifted
}

extension QueryError {
  /// How a command ends that failed with this error.
  var exitCode: ExitCode {
    switch detail {
    case .timeLimit, .cancelled: .cancelled
    case .graphError, .fileNotReadable: .file
    default: .dataError
    }
  }
}
