// The administrative divisions of China: province, city, district, county, town, and zones that are
// known nationally, with the forms in which they are written and what lies in what. The table comes
// ready from ExtractData (make-divisions.py writes it); it is read once, at first use. Which of
// several divisions of one name is meant is decided in Divisions+Choice.swift.

internal import ExtractData

/// The number of a division; whatever a division lies in comes before it.
public struct DivisionID: Hashable, Comparable, Sendable {
  /// The number.
  public var index: UInt16

  /// The division of a number.
  public init(_ index: Int) { self.index = UInt16(truncatingIfNeeded: index) }

  /// The order of the table: provinces, cities, districts and counties by code, zones, towns.
  public static func < (left: DivisionID, right: DivisionID) -> Bool { left.index < right.index }
}

/// The level of a division, from the widest.
public enum DivisionLevel: UInt8, Sendable, Comparable, CaseIterable {
  /// Also municipalities, autonomous and special administrative regions.
  case province
  /// Also cities of the rank of a county, prefectures and leagues.
  case city
  /// An urban district.
  case district
  /// Also banners.
  case county
  /// A zone or new area with an administration of its own.
  case zone
  /// Also townships.
  case town
  /// 街道.
  case subdistrict

  /// The name of the level in the graph.
  public var name: StaticString {
    switch self {
    case .province: "province"
    case .city: "city"
    case .district: "district"
    case .county: "county"
    case .zone: "zone"
    case .town: "town"
    case .subdistrict: "subdistrict"
    }
  }

  /// From the widest.
  public static func < (left: DivisionLevel, right: DivisionLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A division that a written form can mean.
public struct DivisionCandidate: Hashable, Sendable {
  /// How the form is related to the name.
  public enum Kind: UInt8, Sendable {
    /// It is the name.
    case full
    /// Part of the name: 朝阳 for 朝阳区.
    case short
    /// The one-character sign of a province: 京.
    case abbreviation
  }

  /// The division.
  public var id: DivisionID
  /// How the form is related to its name.
  public var kind: Kind
}

/// A written form found in a text.
public struct DivisionForm: Equatable, Sendable {
  /// How many scalars it has.
  public var length: Int
  /// Whether it is also an ordinary word, so that it needs support from what stands around it.
  public var isRisky: Bool
  /// What it can mean, as a range in `Divisions.candidates`: full names first, then by number.
  public var candidates: Range<Int>
}

/// The divisions of China.
public struct Divisions: Sendable {
  /// All written forms; a value is the number of a form.
  public let lexicon: Lexicon
  /// What the forms can mean, form by form.
  public let candidates: [DivisionCandidate]

  private let candidateStarts: [UInt32]
  private let risky: [Bool]
  private let names: [UInt16]
  private let levels: [DivisionLevel]
  private let parents: [UInt16]
  private let codes: [UInt32]
  private let successors: [UInt16]

  /// The table that comes with the program; without divisions if the program is damaged.
  public static let embedded: Divisions = {
    // SAFETY: the table is a constant of the program with that many bytes.
    let bytes = unsafe Span<UInt8>(
      _unsafeStart: extract_data_divisions, count: extract_data_divisions_count)
    return (try? Divisions(reading: bytes)) ?? Divisions(DivisionsTable())
  }()

  /// Reads a table as make-divisions.py writes it.
  public init(reading bytes: Span<UInt8>) throws(DivisionsError) {
    self.init(try DivisionsTable(reading: bytes))
  }

  private init(_ table: DivisionsTable) {
    lexicon = Lexicon(sortedUnits: table.units, starts: table.starts)
    (candidates, candidateStarts) = table.candidatesByForm()
    risky = table.risky
    names = table.names
    levels = table.levels
    parents = table.parents
    codes = table.codes
    successors = table.successors
  }

  /// How many divisions there are.
  public var count: Int { names.count }

  /// What a match of `lexicon` stands for.
  public func form(_ match: LexiconMatch) -> DivisionForm {
    let number = Int(match.value)
    return DivisionForm(
      length: match.length, isRisky: risky[number],
      candidates: Int(candidateStarts[number])..<Int(candidateStarts[number + 1]))
  }

  /// What a text that is nothing but a name or short form stands for.
  public func form(of text: Span<UInt32>) -> DivisionForm? {
    guard let number = lexicon.entries(of: text).first else { return nil }
    return form(LexiconMatch(length: text.count, value: lexicon.value(number)))
  }

  /// The full name.
  public func name(_ id: DivisionID) -> String { string(of: scalars(id)) }

  /// The scalars of the full name.
  public func scalars(_ id: DivisionID) -> ArraySlice<UInt32> {
    lexicon.word(Int(names[Int(id.index)]))
  }

  /// The level.
  public func level(_ id: DivisionID) -> DivisionLevel { levels[Int(id.index)] }

  /// What it lies in directly: nothing for a province.
  public func parent(_ id: DivisionID) -> DivisionID? {
    known(parents[Int(id.index)])
  }

  /// The code of the statistics bureau: six digits, nine for a town; nothing where there is none.
  public func code(_ id: DivisionID) -> UInt32? {
    let code = codes[Int(id.index)]
    return code == 0 ? nil : code
  }

  /// The division that took the place of one that there is no more.
  public func successor(_ id: DivisionID) -> DivisionID? {
    Int(id.index) < successors.count ? known(successors[Int(id.index)]) : nil
  }

  /// The province that it is or lies in.
  public func province(_ id: DivisionID) -> DivisionID {
    var id = id
    while let outer = parent(id) { id = outer }
    return id
  }

  /// Whether a division lies in another, at whatever depth, or is it.
  public func isWithin(_ inner: DivisionID, _ outer: DivisionID) -> Bool {
    var inner = inner
    while inner > outer, let next = parent(inner) { inner = next }
    return inner == outer
  }

  private func known(_ number: UInt16) -> DivisionID? {
    number == DivisionsTable.none ? nil : DivisionID(Int(number))
  }
}
