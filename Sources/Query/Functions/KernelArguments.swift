// What kernels share: reading arguments by kind, and describing functions whose result depends on
// their arguments. An argument of a kind that a function does not take is the runtime TypeError of
// the TCK; the evaluator has dealt with null before.

internal import Graph
internal import Text

extension [Value] {
  /// The argument at a place, which must be an integer.
  func integer(_ place: Int, of function: String) throws(QueryError) -> Int64 {
    guard case .integer(let number) = self[place] else {
      throw wrongKind(self[place], for: function, expected: .integer)
    }
    return number
  }

  /// The argument at a place, which must be an integer that counts something.
  func count(_ place: Int, of function: String) throws(QueryError) -> Int {
    let number = try integer(place, of: function)
    guard number >= 0 else {
      throw .argument(
        .numberOutOfRange, "\(function) takes no negative number, but got \(number)",
        subject: function)
    }
    return Int(number)
  }

  /// The argument at a place, which must be a number.
  func number(_ place: Int, of function: String) throws(QueryError) -> Double {
    guard let number = self[place].number else {
      throw wrongKind(self[place], for: function, expected: .number)
    }
    return number
  }

  /// The argument at a place, which must be text.
  func text(_ place: Int, of function: String) throws(QueryError) -> UTF8String {
    guard case .string(let text) = self[place] else {
      throw wrongKind(self[place], for: function, expected: .string)
    }
    return text
  }

  /// The argument at a place, which must be a list.
  func list(_ place: Int, of function: String) throws(QueryError) -> [Value] {
    guard case .list(let items) = self[place] else {
      throw wrongKind(self[place], for: function, expected: .list)
    }
    return items
  }

  /// The argument at a place, which must be a path.
  func path(_ place: Int, of function: String) throws(QueryError) -> Path {
    guard case .path(let path) = self[place] else {
      throw wrongKind(self[place], for: function, expected: .path)
    }
    return path
  }
}

extension ScalarFunction {
  /// Describes a function whose static type follows from those of its arguments.
  init(
    _ name: String, _ parameters: [(name: String, kinds: ValueKinds)],
    derives result: @escaping @Sendable ([StaticType]) -> StaticType, _ summary: String,
    _ kernel: @escaping Kernel
  ) {
    self.init(
      name: name, parameters: parameters, requiredCount: parameters.count,
      result: .derived(result), summary: summary, kernel: kernel)
  }

  /// The same function under another name.
  func named(_ alias: String) -> ScalarFunction {
    ScalarFunction(
      name: alias, parameters: parameters, requiredCount: requiredCount, isVariadic: isVariadic,
      result: result, isNullForNull: isNullForNull, isDeterministic: isDeterministic,
      summary: summary, kernel: kernel)
  }

  /// The same function, said to give something new at each call.
  func varying() -> ScalarFunction {
    var function = self
    function.isDeterministic = false
    return function
  }
}

extension ExecutionContext {
  /// The next 64 random bits, by SplitMix64.
  func nextRandomBits() -> UInt64 {
    randomState &+= 0x9e37_79b9_7f4a_7c15
    var mixed = randomState
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
