// Statements are kept by their code points: two spellings of one letter are two texts.

import Graph
import Query
import Testing
import Text

struct StatementCacheTests {
  @Test func twoSpellingsOfALetterAreTwoStatements() throws {
    let session = QuerySession(Graph())
    for text in ["\u{e9}", "e\u{301}"] {
      let rows = try session.query("RETURN '\(text)' AS t").rows
      guard case .string(let found)? = rows.first?.first else {
        Issue.record("no text came back")
        return
      }
      #expect(found == UTF8String(text))
    }
  }
}
