// A page that was read, as it goes into a graph or over the wire: its facts, and what tells it
// from other pages.

internal import Text

/// The facts of a page with its name.
public struct PageRecord: Sendable {
  /// The name of the page; another page of this name takes its place.
  public var page: String
  /// What the page's bytes, and all that was known beside them, hash to, as hexadecimal digits.
  public var digest: String
  /// The folder or file of lines that it was found in, if any; what is not there any more goes.
  public var folder: String?
  /// What is known beside the text: `paper`, `date`, …, sorted by key.
  public var metadata: [(key: String, value: PropertyFact)]
  /// What it states.
  public var facts: PageFacts

  /// A page with its facts.
  public init(
    page: String, digest: String, folder: String? = nil,
    metadata: [(key: String, value: PropertyFact)] = [], facts: PageFacts
  ) {
    self.page = page
    self.digest = digest
    self.folder = folder
    self.metadata = metadata
    self.facts = facts
  }

  /// The paper that the page is from; empty where that is not known.
  public var paper: String {
    for (key, value) in metadata where key == "paper" {
      if case .text(let name) = value { return name }
    }
    return ""
  }
}

/// The digest of a page: its bytes, what is known beside them, and what reads them.
///
/// - Parameter reader: names the version of the reader and its rules, so that pages are read again
///   when it changes.
public func pageDigest(
  _ bytes: Span<UInt8>, metadata: [(key: String, value: PropertyFact)], reader: String
) -> String {
  let content = ContentKey(hashing: bytes).hex
  if metadata.isEmpty && reader.isEmpty { return content }
  var parts = [content, reader]
  for (key, value) in metadata {
    parts.append(key)
    switch value {
    case .text(let text): parts.append("t" + text)
    case .number(let number): parts.append("n\(number)")
    }
  }
  return ContentKey(hashing: parts).hex
}
