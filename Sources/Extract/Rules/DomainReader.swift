// Reads a rule file.

internal import Text

enum DomainReader {
  static func read(
    _ bytes: [UInt8], name: String?, included: [UInt8]
  ) throws(DomainError) -> Domain {
    Domain(
      labels: [], lists: [], containments: [], rules: [], warnings: [], namedLists: [:],
      program: RuleProgram())
  }
}

/// The hint for a misspelt word, if there is a name near it.
func didYouMean(_ word: String, among names: [String]) -> String? {
  let near = nearNames(to: UTF8String(word), among: names.map { UTF8String($0) }, limit: 1)
  return near.first.map { "did you mean \($0.string)?" }
}
