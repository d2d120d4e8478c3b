// The things that a page names. Two mentions are one entity when their keys are equal: the label
// and the name with its districts written out. What else is taken for one (short forms, references,
// definitions) is merged with a reason.

/// Something that a page names, while the page is read.
struct EntityRecord: Sendable {
  var label: LabelID
  /// What it is told apart by.
  var key: String
  /// The fullest form seen.
  var name: String
  /// All forms, in the order in which they were seen.
  var forms: [String] = []
  /// What the list of its head says: school, government, …; the level of a division.
  var kind: String?
  /// The entity of the district that is part of its name; -1 if none.
  var seat: Int = -1
  /// The entity that it is part of, by its name; -1 if none.
  var parent: Int = -1
  /// Its number among the known divisions.
  var division: DivisionID?
  /// Where it is named: article and scalars.
  var places: [Place] = []
  var merges: [EntityFacts.Merge] = []
  var properties: [(key: String, value: PropertyFact)] = []
  /// True for parents of divisions that the page does not name.
  var isImplied = false

  struct Place: Sendable, Hashable {
    var article: Int
    var range: Range<Int>
  }
}

/// The entities of a page.
struct EntityTable: Sendable {
  private(set) var records: [EntityRecord] = []
  private var byKey: [String: Int] = [:]

  subscript(index: Int) -> EntityRecord {
    get { records[index] }
    set { records[index] = newValue }
  }

  /// The entity of a key.
  func find(_ key: String) -> Int? { byKey[key] }

  /// The entity of a key, made if there is none.
  mutating func entity(_ label: LabelID, key: String, name: String) -> Int {
    if let known = byKey[key] {
      note(name, at: known)
      return known
    }
    byKey[key] = records.count
    records.append(EntityRecord(label: label, key: key, name: name, forms: [name]))
    return records.count - 1
  }

  /// Lets another key lead to an entity, with the reason; the first entity of a key stays.
  mutating func alias(_ key: String, to index: Int, form: String, reason: String) {
    if byKey[key] == nil { byKey[key] = index }
    note(form, at: index, reason: reason)
  }

  /// Adds a form of the name.
  mutating func note(_ form: String, at index: Int, reason: String? = nil) {
    guard !form.isEmpty, !records[index].forms.contains(form) else { return }
    records[index].forms.append(form)
    if let reason { records[index].merges.append(EntityFacts.Merge(form: form, reason: reason)) }
  }
}
