// What the graph refuses, in the words of the query language. The one place where errors of the
// graph become errors of a query.

internal import Graph
internal import Text

extension QueryError {
  /// The error of a query that an error of the graph stands for.
  init(_ error: GraphError, at span: SourceSpan? = nil) {
    switch error {
    case .nodeNotFound, .relationshipNotFound:
      self.init(.entityNotFound, .deletedEntityAccess, .runtime, "\(error)", at: span)
    case .nodeStillConnected:
      self.init(
        .constraintVerificationFailed, .deleteConnectedNode, .runtime, "\(error)", at: span,
        hint: "use DETACH DELETE, or delete the relationships in the same clause")
    case .valueNotStorable(let kind):
      self.init(
        .typeError, .invalidPropertyType, .runtime, "\(error)", subject: kind, at: span,
        hint: "properties hold booleans, numbers, texts, temporal values and lists of them")
    case .indexExists:
      self.init(
        .storageError, .indexExists, .runtime, "\(error)", at: span,
        hint: "add IF NOT EXISTS to accept that")
    case .indexNotFound:
      self.init(
        .storageError, .indexNotFound, .runtime, "\(error)", at: span,
        hint: "add IF EXISTS to accept that; CALL db.indexes() lists what there is")
    case .tooManyEntities, .tooManySymbols, .emptyName, .changeDoesNotFit, .malformedSection,
      .malformedCommit, .fileExists, .file:
      self.init(.storageError, .graphError, .runtime, "\(error)", at: span)
    }
  }
}
