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
  PageReading(name: "none") { _ in PageFacts() }
}
