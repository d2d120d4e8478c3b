// From text to tree.

internal import Graph
internal import Text

/// Parses one statement; a semicolon may end it.
func parseStatement(_ source: SourceText) throws(QueryError) -> Statement {
  throw .syntax(.unexpectedSyntax, "nothing can be parsed yet", at: nil)
}
