// The corpora that the tagger is trained on, by the names that their files have in their folder,
// and what is taken from each: labelled text, words with counts, names, how characters are used.
// Where files are is for the caller to know.

internal import Text

/// What the tagger learns from.
public struct TrainingCorpora {
  /// Labelled text.
  public private(set) var text = TrainingText()
  /// Words with counts.
  public private(set) var lexicon = WordLexicon()
  /// How characters are used in names of persons.
  public private(set) var profiles = NameProfiles()
  /// Names to put into the text.
  public private(set) var names = NameLists()

  /// The file of the text that is never learned from.
  public static let testFile = "ner-msra/test.tsv"

  /// The files that are learned from, in the order in which they are to be added; what an earlier
  /// one says of a word holds.
  public static let files = [
    "ner-msra/train.tsv", "ner-cluener/train.tsv", "ner-cluener/dev.tsv", "ner-resume/train.tsv",
    "ner-resume/dev.tsv", "ner-resume/test.tsv", "lex-hanlp/CoreNatureDictionary.txt",
    "lex-thuocl/diming.txt", "lex-divisions/areas.csv", "lex-divisions/streets.csv",
    "lex-jionlp/china_location_to_town.txt", "lex-jionlp/world_location.txt",
    "lex-hanlp/person_names.txt", "lex-hanlp/person-nr.txt",
  ]

  /// Nothing to learn from.
  public init() {}

  /// Adds the content of one of the files, unpacked.
  public mutating func add(_ bytes: [UInt8], from file: String) {
    switch file {
    case "lex-hanlp/CoreNatureDictionary.txt": addWords(Self.lines(bytes))
    case "lex-thuocl/diming.txt": addLandmarks(Self.lines(bytes))
    case "lex-divisions/areas.csv": addDivisions(Self.lines(bytes), each: 1)
    case "lex-divisions/streets.csv": addDivisions(Self.lines(bytes), each: 10)
    case "lex-jionlp/china_location_to_town.txt": addShortNames(Self.lines(bytes))
    case "lex-jionlp/world_location.txt": addCountries(Self.lines(bytes))
    case "lex-hanlp/person_names.txt": addPersons(Self.lines(bytes))
    case "lex-hanlp/person-nr.txt": addProfiles(Self.lines(bytes))
    default: text.append(lines: bytes.span)
    }
  }

  /// Lines of `word<TAB>tag<TAB>count…`.
  private mutating func addWords(_ lines: [[UInt32]]) {
    for line in lines {
      let fields = line.split(separator: 0x09)
      // Words that stand for classes of words begin like this.
      guard fields.count >= 3, !fields[0].starts(with: [0x672a, 0x23, 0x23]) else { continue }
      var count = 0
      for field in stride(from: 2, to: fields.count, by: 2) { count += Self.number(fields[field]) }
      lexicon.add(Array(fields[0]), tag: Self.string(fields[1]), count: count)
    }
  }

  private mutating func addPlace(_ name: some Collection<UInt32>) {
    if name.count > 1 { lexicon.add(Array(name), tag: "ns", count: 2) }
  }

  /// Lines of `place count`, the most frequent first.
  private mutating func addLandmarks(_ lines: [[UInt32]]) {
    for line in lines.prefix(12_000) {
      addPlace(line.prefix { $0 != 0x09 && $0 != 0x20 }.drop { $0 == 0xfeff })
    }
  }

  /// Lines of `code,"name",…` below a head.
  private mutating func addDivisions(_ lines: [[UInt32]], each step: Int) {
    for number in stride(from: 1, to: lines.count, by: step) {
      addPlace(Self.quoted(lines[number]))
    }
  }

  /// Lines of `name<TAB>code<TAB>short name`, set in by a tab for each level.
  private mutating func addShortNames(_ lines: [[UInt32]]) {
    for line in lines where line.prefix(3) != [0x09, 0x09, 0x09] {
      let fields = line.split(separator: 0x09)
      if fields.count > 2 { addPlace(fields[2]) }
    }
  }

  /// Names parted by tabs and slashes, below heads that end with a colon.
  private mutating func addCountries(_ lines: [[UInt32]]) {
    for line in lines where !line.contains(0x3a) {
      for name in line.split(whereSeparator: { $0 == 0x09 || $0 == 0x2f }) { addPlace(name) }
    }
  }

  /// Lines of `name tag count`.
  private mutating func addPersons(_ lines: [[UInt32]]) {
    for line in lines {
      let name = Array(line.prefix { $0 != 0x20 && $0 != 0x09 })
      names.add(name, .person)
      if name.count > 3 { lexicon.add(name, tag: "nr", count: 2) }
    }
  }

  /// Lines of `word role count role count …`: B is a family name, C, D and E are in given names.
  private mutating func addProfiles(_ lines: [[UInt32]]) {
    for line in lines {
      let fields = line.split(separator: 0x20)
      guard let word = fields.first, word.count == 1, let scalar = word.first else { continue }
      var (family, given, other) = (0, 0, 0)
      for place in stride(from: 1, to: fields.count - 1, by: 2) {
        let count = Self.number(fields[place + 1])
        switch fields[place].first {
        case 0x42: family += count
        case 0x43, 0x44, 0x45: given += count
        default: other += count
        }
      }
      profiles.set(scalar, family: family, given: given, other: other)
    }
  }

  /// The lines as folded scalars, tabs kept.
  private static func lines(_ bytes: [UInt8]) -> [[UInt32]] {
    var lines: [[UInt32]] = []
    var line: [UInt32] = []
    var place = 0
    while place < bytes.count {
      let (scalar, length) = decodeScalar(bytes.span, at: place)
      place += length
      if scalar == "\n" {
        lines.append(line)
        line.removeAll(keepingCapacity: true)
      } else {
        line.append(scalar == "\t" ? 0x09 : foldedForMatching(scalar.value))
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// What stands in the first pair of quotes.
  private static func quoted(_ line: [UInt32]) -> [UInt32] {
    let fields = line.split(separator: 0x22, omittingEmptySubsequences: false)
    return fields.count > 2 ? Array(fields[1]) : []
  }

  private static func number(_ digits: ArraySlice<UInt32>) -> Int {
    guard digits.count < 12 else { return 0 }
    return digits.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int($1 - 0x30) : $0 }
  }

  private static func string(_ scalars: ArraySlice<UInt32>) -> String {
    String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
  }
}
