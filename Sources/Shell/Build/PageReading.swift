// What turns the bytes of a page into facts, for every command that reads pages: the news domain,
// or the rules that a user gives.

internal import Extract
import Text

/// A way to read pages.
struct PageReading: Sendable {
  /// Names the way, so that pages are read again when it changes.
  let name: String
  let read: @Sendable ([UInt8]) -> PageFacts
}

/// The way to read pages by the rules of a file, or of the news domain for nil.
func pageReading(rules: String?) throws(Failure) -> PageReading {
  guard let rules else {
    let reader = PageReader()
    return PageReading(name: Version.number) { reader.read($0) }
  }
  var bytes: [UInt8] = []
  if let error = readFile(rules, into: &bytes, limit: 64 << 20) {
    throw Failure(.file, Messages.cannotRead(rules, error.code))
  }
  let domain: Domain
  do throws(DomainError) {
    domain = try Domain(bytes, name: rules)
  } catch {
    let message = UTF8String(repairing: error.rendered().span).string
    throw Failure(.dataError, Messages.badRules(rules, message))
  }
  let reader = PageReader(domain: domain)
  let name = Version.number + " " + ContentKey(hashing: bytes.span).hex
  return PageReading(name: name) { reader.read($0) }
}
