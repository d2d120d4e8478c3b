// Shows what is wrong or odd about a rule file, and what it holds.

import Extract
import Text

/// Prints the messages about a rule file and counts what it declares.
func printRules(_ path: String, _ bytes: [UInt8]) {
  do throws(DomainError) {
    let domain = try Domain(bytes, name: path)
    let source = SourceText(bytes, name: path)
    for warning in domain.warnings {
      print(String(decoding: warning.rendered(in: source), as: UTF8.self), terminator: "")
    }
    print(
      "\(domain.labels.count) labels, \(domain.lists.count) lists, "
        + "\(domain.containments.count) relations within names, \(domain.rules.count) rules")
  } catch {
    print(String(decoding: error.rendered(), as: UTF8.self), terminator: "")
  }
}
