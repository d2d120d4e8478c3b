// The functions of the language. One table says of each its name, what it takes, what it gives and
// the kernel that computes it; analysis checks calls against the table before anything runs, and
// the evaluator calls the kernel. Each area has a file with its part of the table.

internal import Graph
internal import Text

/// What a kernel computes with.
typealias Kernel = @Sendable ([Value], ExecutionContext) throws(QueryError) -> Value

/// A function of one row.
struct ScalarFunction: Sendable {
  /// What the static type of a call is.
  enum Result: Sendable {
    case fixed(StaticType)
    /// Worked out from the types of the arguments.
    case derived(@Sendable ([StaticType]) -> StaticType)
  }

  /// The name as the manual writes it; calls may use any case.
  let name: String
  /// Arguments by place: a name for messages and completion, and what kinds they may have.
  let parameters: [(name: String, kinds: ValueKinds)]
  /// How many arguments a call must have; the others are optional.
  let requiredCount: Int
  /// Whether the last parameter may be given any number of times.
  var isVariadic = false
  let result: Result
  /// Whether a null argument makes the result null without asking the kernel.
  var isNullForNull = true
  /// Whether the same arguments give the same result within a statement.
  var isDeterministic = true
  /// One sentence for `kin help` and completion.
  let summary: String
  /// Computes the value; argument counts have been checked, kinds have not.
  let kernel: Kernel
}

extension ScalarFunction {
  /// Describes a function with a result of one type and no optional arguments.
  init(
    _ name: String, _ parameters: [(name: String, kinds: ValueKinds)], gives result: StaticType,
    _ summary: String, required: Int? = nil, nullForNull: Bool = true, _ kernel: @escaping Kernel
  ) {
    self.init(
      name: name, parameters: parameters, requiredCount: required ?? parameters.count,
      result: .fixed(result), isNullForNull: nullForNull, summary: summary, kernel: kernel)
  }
}

/// All functions of one row.
enum FunctionTable {
  /// Every function, area by area.
  static let all: [ScalarFunction] =
    GraphFunctions.all + StringFunctions.all + ListFunctions.all + MathFunctions.all
    + ConversionFunctions.all + TemporalFunctions.all + SpatialFunctions.all

  private static let byName: [String: ScalarFunction] = {
    var table: [String: ScalarFunction] = [:]
    for function in all { table[function.name.asciiLowercased] = function }
    return table
  }()

  /// The function with a name in any case, or nil.
  static func function(named name: String) -> ScalarFunction? { byName[name.asciiLowercased] }
}

extension String {
  /// The text with A–Z in lower case and all else as it is.
  var asciiLowercased: String {
    String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}

extension Value {
  /// The one kind of this value; empty for null.
  var kinds: ValueKinds {
    switch self {
    case .null: []
    case .boolean: .boolean
    case .integer: .integer
    case .float: .float
    case .string: .string
    case .list: .list
    case .map: .map
    case .node: .node
    case .relationship: .relationship
    case .path: .path
    case .date: .date
    case .time: .time
    case .localTime: .localTime
    case .dateTime: .dateTime
    case .localDateTime: .localDateTime
    case .duration: .duration
    case .point: .point
    }
  }
}

/// The error of a kernel that was given a value of a kind it does not take.
func wrongKind(_ value: Value, for function: String, expected: ValueKinds) -> QueryError {
  .type(
    .invalidArgumentValue,
    "\(function) takes \(expected.names), but got \(value.kinds.names)", subject: function)
}
