// Labelled text to learn from or to be measured against: lines of `text<TAB>start:end:TYPE …` with
// offsets in scalars, cut into the same pieces as at run time. Labels of other schemes are mapped
// onto the three kinds of names; unknown ones are no names.

internal import Text

/// A piece of text with its tags.
struct LabelledPiece {
  /// The folded scalars.
  var scalars: [UInt32] = []
  /// The lanes of their tags.
  var tags: [UInt8] = []
}

/// A name in a labelled text.
struct LabelledSpan: Hashable {
  var range: Range<Int>
  var kind: TaggedKind
}

/// Labelled text.
public struct TrainingText {
  /// The pieces in the order of the text.
  private(set) var pieces: [LabelledPiece] = []

  /// No text.
  public init() {}

  /// How many scalars there are.
  public var scalarCount: Int { pieces.reduce(0) { $0 + $1.scalars.count } }

  /// Reads lines of text and spans; a line that is none is left out.
  public mutating func append(lines: Span<UInt8>) {
    var place = 0
    var scalars: [UInt32] = []
    while place < lines.count {
      scalars.removeAll(keepingCapacity: true)
      var tab = -1
      while place < lines.count {
        let (scalar, length) = decodeScalar(lines, at: place)
        place += length
        if scalar == "\n" { break }
        if scalar == "\t", tab < 0 { tab = scalars.count }
        scalars.append(tab < 0 ? foldedForMatching(scalar.value) : scalar.value)
      }
      if tab < 0 { tab = scalars.count }
      append(Array(scalars[..<tab]), Self.spans(scalars[tab...], within: tab))
    }
  }

  /// Takes a part of the pieces: those whose number leaves one of these rests.
  func part(_ rests: Range<Int>, of parts: Int) -> TrainingText {
    var text = TrainingText()
    text.pieces = pieces.enumerated().filter { rests.contains($0.offset % parts) }.map(\.element)
    return text
  }

  /// Puts another text behind this one.
  public mutating func append(_ other: TrainingText) { pieces += other.pieces }

  /// Puts a piece behind the others.
  mutating func append(piece: LabelledPiece) { pieces.append(piece) }

  /// Cuts a text with its names into pieces; names never go across a cut.
  mutating func append(_ text: [UInt32], _ spans: [LabelledSpan]) {
    var tags = [UInt8](repeating: 0, count: text.count)
    for span in spans {
      let kind = Int(span.kind.rawValue)
      guard span.range.allSatisfy({ tags[$0] == 0 }) else { continue }
      for place in span.range { tags[place] = UInt8(TagLane.inside(kind)) }
      tags[span.range.lowerBound] = UInt8(TagLane.begin(kind))
      tags[span.range.upperBound - 1] = UInt8(TagLane.end(kind))
      if span.range.count == 1 { tags[span.range.lowerBound] = UInt8(TagLane.single(kind)) }
    }
    var start = 0
    var next = 0
    while next < text.count {
      next = PieceCutter.end(of: text.span, from: next)
      if TagLane.isOpen(Int(tags[next - 1])) { continue }
      pieces.append(
        LabelledPiece(scalars: Array(text[start..<next]), tags: Array(tags[start..<next])))
      start = next
    }
  }

  /// Reads `start:end:TYPE` parted by blanks.
  private static func spans(_ text: ArraySlice<UInt32>, within count: Int) -> [LabelledSpan] {
    var spans: [LabelledSpan] = []
    for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) {
      let fields = word.split(separator: 0x3a)
      guard fields.count == 3, let start = number(fields[0]), let end = number(fields[1]),
        start < end, end <= count, let kind = kind(of: fields[2])
      else { continue }
      spans.append(LabelledSpan(range: start..<end, kind: kind))
    }
    return spans
  }

  private static func number(_ digits: ArraySlice<UInt32>) -> Int? {
    guard digits.count < 10 else { return nil }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }

  /// What a label of one of the corpora stands for.
  private static func kind(of label: ArraySlice<UInt32>) -> TaggedKind? {
    let name = String(String.UnicodeScalarView(label.compactMap { Unicode.Scalar($0) }))
    return switch name {
    case "PER", "NAME", "name": .person
    case "LOC", "address", "scene": .location
    case "ORG", "company", "government", "organization": .organization
    default: nil
    }
  }
}

/// The names that tags stand for.
func spans(of tags: some Sequence<UInt8>) -> [LabelledSpan] {
  var spans: [LabelledSpan] = []
  var start = 0
  for (place, tag) in tags.enumerated() {
    let lane = Int(tag)
    if lane < 8 { start = place }
    if TagLane.isOpen(lane) { continue }
    guard let number = TagLane.kind(lane), let kind = TaggedKind(rawValue: UInt8(number)) else {
      continue
    }
    spans.append(LabelledSpan(range: start..<(place + 1), kind: kind))
  }
  return spans
}
