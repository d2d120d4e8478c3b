internal import Graph
internal import Text
/// p
struct RegexProgram: Sendable {
  init(pattern: UTF8String) throws(QueryError) {}
  func matchesWhole(_ text: UTF8String) -> Bool { false }
}
