// What can go wrong with a query, in the words of the openCypher TCK: a type, a detail and a phase.
// One table of details; the text for people is the message, and the shell has a sentence in Chinese
// for each detail, into which it puts the subject.

public import Text

/// An error of a query.
public struct QueryError: Error, Sendable, Equatable {
  /// When an error was found.
  public enum Phase: String, Sendable {
    /// Before any row, from the text alone.
    case compile
    /// While rows were made.
    case runtime
  }

  /// The family of an error, as the TCK names it; the last three are Kin's own.
  public enum Kind: String, Sendable, CaseIterable {
    case syntaxError = "SyntaxError"
    case procedureError = "ProcedureError"
    case parameterMissing = "ParameterMissing"
    case typeError = "TypeError"
    case argumentError = "ArgumentError"
    case arithmeticError = "ArithmeticError"
    case constraintVerificationFailed = "ConstraintVerificationFailed"
    case entityNotFound = "EntityNotFound"
    case semanticError = "SemanticError"
    /// A limit that the caller set, or a cancellation.
    case limitExceeded = "LimitExceeded"
    /// The graph, its file or another file did not do what was asked.
    case storageError = "StorageError"
    /// A read-only statement was asked for, or a folder is not open to queries.
    case accessError = "AccessError"
  }

  /// What exactly is wrong, as the TCK names it; those of the last group are Kin's own.
  public enum Detail: String, Sendable, CaseIterable {
    case ambiguousAggregationExpression = "AmbiguousAggregationExpression"
    case columnNameConflict = "ColumnNameConflict"
    case creatingVarLength = "CreatingVarLength"
    case deleteConnectedNode = "DeleteConnectedNode"
    case deletedEntityAccess = "DeletedEntityAccess"
    case differentColumnsInUnion = "DifferentColumnsInUnion"
    case floatingPointOverflow = "FloatingPointOverflow"
    case integerOverflow = "IntegerOverflow"
    case invalidAggregation = "InvalidAggregation"
    case invalidArgumentPassingMode = "InvalidArgumentPassingMode"
    case invalidArgumentType = "InvalidArgumentType"
    case invalidArgumentValue = "InvalidArgumentValue"
    case invalidClauseComposition = "InvalidClauseComposition"
    case invalidDelete = "InvalidDelete"
    case invalidNumberLiteral = "InvalidNumberLiteral"
    case invalidNumberOfArguments = "InvalidNumberOfArguments"
    case invalidParameterUse = "InvalidParameterUse"
    case invalidPropertyType = "InvalidPropertyType"
    case invalidRelationshipPattern = "InvalidRelationshipPattern"
    case invalidUnicodeCharacter = "InvalidUnicodeCharacter"
    case invalidUnicodeLiteral = "InvalidUnicodeLiteral"
    case mapElementAccessByNonString = "MapElementAccessByNonString"
    case mergeReadOwnWrites = "MergeReadOwnWrites"
    case missingParameter = "MissingParameter"
    case negativeIntegerArgument = "NegativeIntegerArgument"
    case nestedAggregation = "NestedAggregation"
    case noExpressionAlias = "NoExpressionAlias"
    case noSingleRelationshipType = "NoSingleRelationshipType"
    case noVariablesInScope = "NoVariablesInScope"
    case nonConstantExpression = "NonConstantExpression"
    case numberOutOfRange = "NumberOutOfRange"
    case procedureNotFound = "ProcedureNotFound"
    case relationshipUniquenessViolation = "RelationshipUniquenessViolation"
    case requiresDirectedRelationship = "RequiresDirectedRelationship"
    case undefinedVariable = "UndefinedVariable"
    case unexpectedSyntax = "UnexpectedSyntax"
    case unknownFunction = "UnknownFunction"
    case variableAlreadyBound = "VariableAlreadyBound"
    case variableTypeConflict = "VariableTypeConflict"

    case divisionByZero = "DivisionByZero"
    case queryTooLong = "QueryTooLong"
    case nestingTooDeep = "NestingTooDeep"
    case timeLimit = "TimeLimit"
    case memoryLimit = "MemoryLimit"
    case rowLimit = "RowLimit"
    case stepLimit = "StepLimit"
    case cancelled = "Cancelled"
    case invalidPattern = "InvalidPattern"
    case indexExists = "IndexExists"
    case indexNotFound = "IndexNotFound"
    case readOnly = "ReadOnly"
    case fileNotAllowed = "FileNotAllowed"
    case fileNotReadable = "FileNotReadable"
    case graphError = "GraphError"
  }

  /// The family.
  public var kind: Kind
  /// The detail.
  public var detail: Detail
  /// When it was found.
  public var phase: Phase
  /// What is wrong, in English, without a full stop.
  public var message: String
  /// The name or text that the message is about, for messages in other languages.
  public var subject: String
  /// Where in the query.
  public var span: SourceSpan?
  /// What to do about it.
  public var hint: String?

  /// Makes an error.
  public init(
    _ kind: Kind, _ detail: Detail, _ phase: Phase, _ message: String, subject: String = "",
    at span: SourceSpan? = nil, hint: String? = nil
  ) {
    self.kind = kind
    self.detail = detail
    self.phase = phase
    self.message = message
    self.subject = subject
    self.span = span
    self.hint = hint
  }

  /// An error of syntax or meaning, found in the text.
  public static func syntax(
    _ detail: Detail, _ message: String, subject: String = "", at span: SourceSpan?,
    hint: String? = nil
  ) -> QueryError {
    QueryError(
      .syntaxError, detail, .compile, message, subject: subject, at: span, hint: hint)
  }

  /// A value of a kind that does not fit, found while rows were made.
  public static func type(
    _ detail: Detail = .invalidArgumentValue, _ message: String, subject: String = "",
    at span: SourceSpan? = nil, hint: String? = nil
  ) -> QueryError {
    QueryError(.typeError, detail, .runtime, message, subject: subject, at: span, hint: hint)
  }

  /// A value outside of what an operation takes, found while rows were made.
  public static func argument(
    _ detail: Detail, _ message: String, subject: String = "", at span: SourceSpan? = nil,
    hint: String? = nil
  ) -> QueryError {
    QueryError(.argumentError, detail, .runtime, message, subject: subject, at: span, hint: hint)
  }

  /// The same error, placed at a span where it had none.
  public func located(at place: SourceSpan?) -> QueryError {
    guard span == nil, let place else { return self }
    var error = self
    error.span = place
    return error
  }

  /// The error as a message with a caret.
  public var diagnostic: Diagnostic {
    Diagnostic(
      .error, code: "\(kind.rawValue)/\(detail.rawValue)", message, at: span, hint: hint)
  }
}
