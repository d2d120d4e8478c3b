// The words of a domain, compiled for reading: one trie over all lists, and for each word what it
// may be. The lists are named in the rule files; what is not declared there is simply never found.

/// What a word may be, apart from the head of a name.
struct WordUse: OptionSet, Sendable {
  let rawValue: UInt32

  /// No name contains it.
  static let stop = WordUse(rawValue: 1 << 0)
  /// It may stand in a name, though a stop word is hidden in it.
  static let plain = WordUse(rawValue: 1 << 1)
  /// Before a head it makes something general: 各级工会.
  static let generic = WordUse(rawValue: 1 << 2)
  /// It stands for the district around the article: 区总工会.
  static let area = WordUse(rawValue: 1 << 3)
  /// It joins names into a list.
  static let join = WordUse(rawValue: 1 << 4)
  /// A unit behind a number.
  static let measure = WordUse(rawValue: 1 << 5)
  /// It points at something named before: 该, 此次.
  static let refer = WordUse(rawValue: 1 << 6)
  /// Alone it stands for a body or event named before: 公司, 大赛.
  static let bare = WordUse(rawValue: 1 << 7)
  /// It stands where a company's name would stand before 工会.
  static let industry = WordUse(rawValue: 1 << 8)
  /// Part of a title before its head: 副, 党组.
  static let titleBefore = WordUse(rawValue: 1 << 9)
  /// An event that belongs to another one.
  static let partial = WordUse(rawValue: 1 << 10)
  /// Said of many events, naming none.
  static let vague = WordUse(rawValue: 1 << 11)
  /// Behind a quoted award: 称号.
  static let honour = WordUse(rawValue: 1 << 12)
  /// The legal form at the end of a company's name.
  static let legal = WordUse(rawValue: 1 << 13)
  /// A head only of a name that has more to it.
  static let weak = WordUse(rawValue: 1 << 14)
  /// A head that needs a district before it: 市委.
  static let seated = WordUse(rawValue: 1 << 15)
  /// Said of events: 举行, 落幕.
  static let held = WordUse(rawValue: 1 << 16)
  /// A title of an office, behind which a name stands that need not begin with a known surname.
  static let office = WordUse(rawValue: 1 << 17)
  /// Before an award: 授予, 荣获.
  static let awarding = WordUse(rawValue: 1 << 18)
  /// A head that behind a district alone names nothing: 怀柔区工会 is all unions there.
  static let collective = WordUse(rawValue: 1 << 19)
  /// It stands before the district in a name: 共青团.
  static let lead = WordUse(rawValue: 1 << 20)
  /// Behind a body's name it changes nothing: 代表队.
  static let team = WordUse(rawValue: 1 << 21)
  /// Before a place where something happens: 在, 走进.
  static let venue = WordUse(rawValue: 1 << 22)
  /// A verb whose subject is a person: 说, 荣获.
  static let personal = WordUse(rawValue: 1 << 23)
  /// A stop word that may stand in the name of an event: 提升, 进.
  static let soft = WordUse(rawValue: 1 << 24)
  /// People that bodies are made for and named after: 职工, 工人.
  static let group = WordUse(rawValue: 1 << 25)
  /// Behind an event of which an article only recalls what it said: 会议精神.
  static let background = WordUse(rawValue: 1 << 26)
}

/// What follows from the heads of a word, worked out once for all texts.
struct WordTraits: OptionSet, Sendable {
  let rawValue: UInt16

  /// A head of bodies or places, or the whole name of one.
  static let body = WordTraits(rawValue: 1 << 0)
  /// A head of titles.
  static let titleHead = WordTraits(rawValue: 1 << 1)
  /// A title, and no body.
  static let title = WordTraits(rawValue: 1 << 2)
  /// A head of events.
  static let event = WordTraits(rawValue: 1 << 3)
  /// A head of awards.
  static let award = WordTraits(rawValue: 1 << 4)
  /// A prize.
  static let prize = WordTraits(rawValue: 1 << 5)
  /// A head of whatever has a name.
  static let named = WordTraits(rawValue: 1 << 6)
  /// The end of the names of zones.
  static let zone = WordTraits(rawValue: 1 << 7)
  /// The end of names of divisions, and of nothing else; also no end of names at all.
  static let levelOnly = WordTraits(rawValue: 1 << 8)
  /// A head with a level of divisions.
  static let level = WordTraits(rawValue: 1 << 9)
  /// A branch.
  static let branch = WordTraits(rawValue: 1 << 10)
  /// 和 may stand before it in a name.
  static let joint = WordTraits(rawValue: 1 << 11)
  /// A head of anything.
  static let head = WordTraits(rawValue: 1 << 12)
}

extension WordTraits {
  fileprivate init(_ word: WordDraft, _ labels: KnownLabels) {
    self = word.name == nil ? [.levelOnly] : [.levelOnly, .body]
    for head in word.heads {
      insert(.head)
      if head.level == nil { remove(.levelOnly) } else { insert(.level) }
      if head.level == "zone" { insert(.zone) }
      if head.branch { insert(.branch) }
      if head.joint { insert(.joint) }
      if head.label == labels.event { insert(.event) }
      if head.label == labels.award { insert(.award) }
      if head.label == labels.prize { insert(.prize) }
      if head.label == labels.title { insert(.titleHead) }
      if head.level == nil, !labels.isValue[Int(head.label.index)] {
        insert(.named)
        if head.label != labels.event, head.label != labels.award { insert(.body) }
      }
    }
    if contains(.titleHead), !contains(.body) { insert(.title) }
  }
}

/// A head of names: the last word of 朝阳区总工会.
struct NameHead: Sendable {
  var label: LabelID
  /// What the list says of its bodies, such as school or government.
  var kind: String?
  /// The level of divisions that end so.
  var level: String?
  /// Only within the name of a body: 急诊科.
  var within: Bool
  /// A branch: the body it belongs to may stand before the district in its name.
  var branch: Bool
  /// A name that ends so needs nothing else to speak for it.
  var sure: Bool
  /// 和 may stand in the name: 人力资源和社会保障局.
  var joint: Bool
}

/// A word of the vocabulary; small, as it is looked at for every token.
struct VocabularyWord: Sendable {
  let use: WordUse
  let traits: WordTraits
  let length: Int
  private let names: WordNames

  fileprivate init(_ draft: WordDraft, _ labels: KnownLabels) {
    use = draft.use
    traits = WordTraits(draft, labels)
    length = draft.length
    names = WordNames(heads: draft.heads, name: draft.name)
  }

  /// The heads that it may be, in the order of the file.
  var heads: [NameHead] { names.heads }
  /// The label of which it is a whole name, with the kind.
  var name: NameHead? { names.name }
}

/// What a word may be in names.
private final class WordNames: Sendable {
  let heads: [NameHead]
  let name: NameHead?

  init(heads: [NameHead], name: NameHead?) {
    self.heads = heads
    self.name = name
  }
}

/// A word as it is gathered.
private struct WordDraft {
  var use: WordUse = []
  var length: Int
  var heads: [NameHead] = []
  var name: NameHead?
}

/// The words of a domain.
struct Vocabulary: Sendable {
  let words: [VocabularyWord]
  let lexicon: Lexicon
  let labels: KnownLabels
  /// The label of bodies within bodies that departments do not belong to: unions.
  let collective: LabelID?
  /// For the title of the head of a district the word for its government, by the number of the
  /// word.
  let governments: [Int: (word: String, label: LabelID)]
  /// The label of companies: bodies that others are named after.
  private let owner: LabelID?

  init(_ domain: Domain) {
    var builder = VocabularyBuilder()
    for (name, use) in Self.uses {
      for word in domain.words(named: name) { builder.add(word.text) { $0.use.insert(use) } }
    }
    for list in domain.lists {
      guard let label = list.label else { continue }
      let head = NameHead(list, label: label)
      for word in list.words {
        switch list.keyword {
        case "head": builder.add(word.text) { $0.heads.append(head) }
        case "name": builder.add(word.text) { $0.name = head }
        case "before": builder.add(word.text) { $0.use.insert(.titleBefore) }
        default: break
        }
      }
    }
    var governments: [Int: (word: String, label: LabelID)] = [:]
    for word in domain.words(named: "governs") {
      let number = builder.add(word.text) { _ in }
      if let value = word.value, let label = builder.label(endingWith: value) {
        governments[number] = (value, label)
      }
    }
    self.governments = governments
    collective = builder.collectiveLabel
    let labels = KnownLabels(domain)
    self.labels = labels
    words = builder.words.map { VocabularyWord($0, labels) }
    lexicon = Lexicon(words: builder.entries)
    owner = domain.labels.firstIndex { $0.options.contains { $0.key == "owner" } }.map(LabelID.init)
  }

  private static let uses: [(String, WordUse)] = [
    ("stop", .stop), ("plain", .plain), ("generic", .generic), ("area", .area), ("join", .join),
    ("measure", .measure), ("refer", .refer), ("self", .bare), ("industry", .industry),
    ("partial", .partial), ("vague", .vague), ("honour", .honour), ("legal", .legal),
    ("weakhead", .weak), ("seated", .seated), ("held", .held), ("office", .office),
    ("awarding", .awarding), ("collective", .collective), ("background", .background),
    ("lead", .lead),
    ("team", .team), ("venue", .venue), ("personal", .personal), ("soft", .soft), ("group", .group),
  ]
}

extension NameHead {
  init(_ list: Domain.List, label: LabelID) {
    func option(_ key: String) -> String? { list.options.first { $0.key == key }?.value }
    self.label = label
    kind = option("kind")
    level = option("level")
    within = option("within") != nil
    branch = option("branch") != nil
    joint = option("joint") != nil
    sure = option("sure") != nil
  }
}

/// Gathers words, each once.
private struct VocabularyBuilder {
  var words: [WordDraft] = []
  var entries: [(scalars: [UInt32], value: UInt32)] = []
  private var numbers: [[UInt32]: Int] = [:]

  /// The label of the heads that stand for all bodies of their kind.
  var collectiveLabel: LabelID? {
    words.first { $0.use.contains(.collective) }?.heads.first?.label
  }

  /// The label of names that end with a word.
  func label(endingWith word: String) -> LabelID? {
    let text = word.unicodeScalars.map { foldedForMatching($0.value) }
    return numbers[text].flatMap { words[$0].heads.first?.label }
  }

  @discardableResult
  mutating func add(_ text: [UInt32], _ change: (inout WordDraft) -> Void) -> Int {
    if let number = numbers[text] {
      change(&words[number])
      return number
    }
    var word = WordDraft(length: text.count)
    change(&word)
    numbers[text] = words.count
    entries.append((text, UInt32(words.count)))
    words.append(word)
    return words.count - 1
  }
}

/// The labels that a reader of its own looks for, where the domain has them.
struct KnownLabels: Sendable {
  var person: LabelID?
  var division: LabelID?
  var event: LabelID?
  var award: LabelID?
  var place: LabelID?
  var title: LabelID?
  var prize: LabelID?
  var date: LabelID?
  var count: LabelID?
  var isValue: [Bool]

  init(_ domain: Domain) {
    func reader(_ name: String) -> LabelID? {
      domain.labels.firstIndex { label in
        label.options.contains { $0.key == "reader" && $0.value == name }
      }.map(LabelID.init)
    }
    person = reader("person")
    division = reader("division")
    event = reader("event")
    award = reader("award")
    place = reader("place")
    title = reader("title")
    prize = reader("prize")
    date = domain.label(named: "Date")
    count = domain.label(named: "Count")
    isValue = domain.labels.map(\.isValue)
  }
}

extension Vocabulary {
  /// Whether bodies of a label have unions and short forms named after them: those whose list of
  /// legal endings is their own.
  func isOwner(_ label: LabelID) -> Bool { label == owner }

  /// The label of what is named before a bare head of a label: the company of 飞腾动力工会.
  func ownerLabel(of label: LabelID) -> LabelID? { label == owner ? nil : owner }

  /// How many scalars the longest legal form at the end of a name has.
  func legalEnding(_ text: [UInt32]) -> Int? {
    for length in stride(from: min(8, text.count - 1), through: 1, by: -1) {
      let suffix = text[(text.count - length)...]
      for number in lexicon.entries(of: suffix.span)
      where words[Int(lexicon.value(number))].use.contains(.legal) {
        return length
      }
    }
    return nil
  }
}
