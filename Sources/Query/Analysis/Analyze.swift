// From tree to bound tree.

internal import Graph
internal import Text

/// What analysis knows besides the text.
struct AnalysisSurroundings {
  /// Procedures by name in lower case.
  var procedures: [String: Procedure]
}

/// Resolves the names of a statement and checks its meaning.
func analyze(
  _ statement: Statement, of source: SourceText, in surroundings: AnalysisSurroundings
) throws(QueryError) -> BoundStatement {
  throw .syntax(.unexpectedSyntax, "nothing can be analyzed yet", at: statement.span)
}
