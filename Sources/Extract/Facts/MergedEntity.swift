// What a node shows of all that its pages say: the name and the values that most pages give, every
// other form as an alias. Where two are given equally often the smaller text is taken, so that the
// order of pages does not matter.

internal import Text

/// A node as it is shown.
public struct MergedEntity: Sendable {
  /// The label.
  public var label: String
  /// The name.
  public var name: String
  /// Every other form, sorted.
  public var aliases: [String]
  /// Properties, sorted by key.
  public var properties: [(key: String, value: PropertyFact)]
  /// Why atoms of several pages are one, each as a JSON object.
  public var merges: [String]
}

extension ResolvedEntity {
  /// The node as it is shown.
  public var merged: MergedEntity {
    let name = mostFrequent(atoms.map(\.name)) ?? ""
    var forms: Set<UTF8String> = []
    for atom in atoms {
      forms.insert(UTF8String(atom.name))
      for alias in atom.aliases { forms.insert(UTF8String(alias)) }
    }
    forms.remove(UTF8String(name))
    return MergedEntity(
      label: mostFrequent(atoms.map(\.label)) ?? "", name: name,
      aliases: forms.sorted().map(\.string),
      properties: mostFrequentProperties(atoms.map(\.properties)),
      merges: reasons.map(\.json))
  }
}

extension ResolvedEntity.Reason {
  /// The reason as a JSON object: `{"rule":"WORKS_AT","with":"…","pages":2}`.
  fileprivate var json: String {
    var bytes: [UInt8] = []
    var writer = JSONWriter()
    writer.beginObject(to: &bytes)
    writer.member("rule", to: &bytes)
    writer.string(UTF8String(link.type), to: &bytes)
    writer.member("with", to: &bytes)
    writer.string(UTF8String(link.name), to: &bytes)
    writer.member("pages", to: &bytes)
    writer.integer(Int64(pageCount), to: &bytes)
    writer.endObject(to: &bytes)
    return UTF8String(repairing: bytes.span).string
  }
}

/// The text that stands most often, of several the smallest; nil without texts.
func mostFrequent(_ texts: [String]) -> String? {
  var counts: [UTF8String: Int] = [:]
  for text in texts { counts[UTF8String(text), default: 0] += 1 }
  return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key.string
}

/// For each key the value that stands most often, of several the smallest; sorted by key.
public func mostFrequentProperties(
  _ lists: [[(key: String, value: PropertyFact)]]
) -> [(key: String, value: PropertyFact)] {
  var counts: [UTF8String: [UTF8String: (count: Int, value: PropertyFact)]] = [:]
  for list in lists {
    for (key, value) in list {
      counts[UTF8String(key), default: [:]][value.sortKey, default: (0, value)].count += 1
    }
  }
  return counts.sorted { $0.key < $1.key }.compactMap { key, values in
    let best = values.min { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    return best.map { (key.string, $0.value.value) }
  }
}

extension PropertyFact {
  /// Tells values apart by their code points; numbers stand before texts.
  fileprivate var sortKey: UTF8String {
    switch self {
    case .number(let number): UTF8String("0\(number)")
    case .text(let text): UTF8String("1" + text)
    }
  }
}
