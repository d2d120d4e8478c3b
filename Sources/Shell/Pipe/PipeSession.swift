// What stands behind `kin pipe`: a graph with procedures, and one answer for each line. An answer
// is made whole before it is written, since an error can come behind rows; the bytes of all
// answers share one buffer. Whatever a line holds, there is an answer, and the next line is read.

internal import Graph
import Query
import Text

/// The graph behind a pipe.
final class PipeSession {
  /// Why there is no result: a query failed, or the request could not be understood.
  private struct Refusal: Error {
    var type = "ProtocolError"
    var phase = QueryError.Phase.compile
    let detail: String
    let message: String

    static func request(_ message: String) -> Refusal {
      Refusal(detail: "InvalidRequest", message: message)
    }
  }

  private var session: QuerySession
  /// Whether the graph may be thrown away.
  private let isInMemory: Bool
  private let answer: PipeAnswer
  private let clock = ContinuousClock()

  /// Answers from an empty graph in memory.
  init(options: QueryOptions = QueryOptions()) {
    session = QuerySession(Graph(), options: options)
    isInMemory = true
    answer = PipeAnswer()
  }

  /// Answers from a graph that a file keeps.
  init(_ graph: Graph, options: QueryOptions, answerByteLimit: Int = PipeAnswer.byteLimit) {
    session = QuerySession(graph, options: options)
    isInMemory = false
    answer = PipeAnswer(byteLimit: answerByteLimit)
  }

  /// The answer to a line, with its line end; valid until the next line.
  func answer(to line: Span<UInt8>) -> [UInt8] {
    answer.reset()
    do {
      try take(line)
    } catch {
      refuse(error)
    }
    answer.bytes.append(0x0a)
    return answer.bytes
  }

  /// The answer to a line that was not kept because of its length.
  func answerToLongLine(byteLimit: Int) -> [UInt8] {
    answer.reset()
    refuse(.request("the line is longer than \(byteLimit) bytes"))
    answer.bytes.append(0x0a)
    return answer.bytes
  }

  private func take(_ line: Span<UInt8>) throws(Refusal) {
    let request: JSONValue
    do {
      request = try parseJSON(line)
    } catch {
      throw Refusal(
        detail: "UnreadableRequest", message: "byte \(error.offset): \(error.message)")
    }
    switch request["op"] {
    case .string("run"): try run(request)
    case .string("reset"): try reset()
    case .string("procedure"): try register(request)
    case .string(let name):
      throw Refusal(
        detail: "UnknownOperation",
        message: "there is no operation \(name); operations are run, reset and procedure")
    default: throw .request("a request is an object with the string op")
    }
  }

  private func reset() throws(Refusal) {
    guard isInMemory else {
      throw Refusal(
        detail: "ResetRefused",
        message: "the graph is kept in a file, and reset would empty it; "
          + "run MATCH (n) DETACH DELETE n if that is meant")
    }
    session = QuerySession(Graph(), options: session.options)
    answer.bytes.append(literal: "{}")
  }

  private func run(_ request: JSONValue) throws(Refusal) {
    guard case .string(let text) = request["query"] else {
      throw .request("run needs the string query")
    }
    var parameters: [String: Value] = [:]
    switch request["params"] {
    case .none, .null: break
    case .object(let members):
      for member in members {
        parameters[member.key.string] = try Self.value(member.value, of: "$" + member.key.string)
      }
    default: throw .request("params is an object")
    }
    let start = clock.now
    do throws(QueryError) {
      let summary = try session.run(text.string, parameters: parameters, into: answer)
      guard !answer.isTooLong else {
        throw QueryError(
          .limitExceeded, .memoryLimit, .runtime,
          "the answer is longer than \(answer.byteLimit) bytes; ask for fewer rows with LIMIT")
      }
      answer.finish(summary, after: clock.now - start)
    } catch {
      throw Refusal(
        type: error.kind.rawValue, phase: error.phase, detail: error.detail.rawValue,
        message: error.message)
    }
  }

  private func register(_ request: JSONValue) throws(Refusal) {
    guard case .string(let text) = request["signature"] else {
      throw .request("procedure needs the string signature")
    }
    let signature: ProcedureSignature
    do {
      signature = try ProcedureSignature(parsing: text.string)
    } catch {
      throw Refusal(detail: "InvalidSignature", message: error.message)
    }
    guard case .array(let columns) = request["columns"], case .array(let rows) = request["rows"]
    else { throw .request("procedure needs the lists columns and rows") }
    let width = signature.arguments.count + signature.results.count
    guard columns.count == width else {
      throw .request("the signature has \(width) arguments and results, columns \(columns.count)")
    }
    var table: [[Value]] = []
    for (number, row) in rows.enumerated() {
      guard case .array(let cells) = row, cells.count == width else {
        throw .request("row \(number) is no list of \(width) values")
      }
      var values: [Value] = []
      for cell in cells { values.append(try Self.value(cell, of: "row \(number)")) }
      table.append(values)
    }
    session.register(signature.procedure(answering: table))
    answer.bytes.append(literal: "{}")
  }

  private static func value(_ json: JSONValue, of place: String) throws(Refusal) -> Value {
    do {
      return try Value(tagged: json)
    } catch {
      throw Refusal(detail: "InvalidValue", message: "\(place): \(error.message)")
    }
  }

  /// Puts an error in the place of whatever the answer held so far.
  private func refuse(_ refusal: Refusal) {
    answer.reset()
    var json = JSONWriter()
    json.beginObject(to: &answer.bytes)
    json.member("error", to: &answer.bytes)
    json.beginObject(to: &answer.bytes)
    json.member("type", to: &answer.bytes)
    json.string(UTF8String(refusal.type), to: &answer.bytes)
    json.member("phase", to: &answer.bytes)
    json.string(UTF8String(refusal.phase.rawValue), to: &answer.bytes)
    json.member("detail", to: &answer.bytes)
    json.string(UTF8String(refusal.detail), to: &answer.bytes)
    json.member("message", to: &answer.bytes)
    json.string(UTF8String(refusal.message), to: &answer.bytes)
    json.endObject(to: &answer.bytes)
    json.endObject(to: &answer.bytes)
  }
}
