// XML: what is read and refused, with places; the same events however the input is cut; round
// trips.

import TestSupport
import Testing
import Text

/// Reads a document in pieces of a size; the error ends the list of events.
private func read(_ bytes: [UInt8], step: Int = .max) -> ([XMLEvent], XMLError?) {
  var reader = XMLReader(maxDepth: 20)
  var events: [XMLEvent] = []
  var fed = 0
  do {
    while true {
      let event = try reader.next()
      switch event {
      case .needsInput where fed < bytes.count:
        let end = step < bytes.count - fed ? fed + step : bytes.count
        reader.feed(Array(bytes[fed..<end]).span)
        fed = end
      case .needsInput: reader.finish()
      case .endOfDocument: return (events, nil)
      default: events.append(event)
      }
    }
  } catch {
    return (events, error)
  }
}

private func read(_ text: String) -> ([XMLEvent], XMLError?) { read(Array(text.utf8)) }

/// Events as short text.
private func show(_ events: [XMLEvent]) -> String {
  events.map { event in
    switch event {
    case .start(let element):
      "<\(element.name)\(element.attributes.map { " \($0.name)=[\($0.value)]" }.joined())>"
    case .end(let name): "</\(name)>"
    case .text(let text): "[\(text)]"
    case .needsInput, .endOfDocument: "?"
    }
  }.joined()
}

private let graphML = """
  <?xml version="1.0" encoding="UTF-8"?>
  <!DOCTYPE graphml SYSTEM "http://graphml.org/[x]>.dtd">
  <!-- a > comment -->
  <graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y='a"b'>
  <y:key id = "d0" for="node" attr.name="名"/>
  <node id="n&#48;" labels=":Person"><data key="d0">北京 &amp; <![CDATA[<总>]]><!-- x -->&#x5de5;会</data></node>
  <?pi some > thing?></graphml>\r\n
  """

@Suite struct XMLTests {
  @Test func readsADocument() {
    let (events, error) = read(graphML)
    #expect(error == nil)
    #expect(
      show(events)
        == "<graphml xmlns=[http://graphml.graphdrawing.org/xmlns] xmlns:y=[a\"b]>[\n]"
        + "<y:key id=[d0] for=[node] attr.name=[名]></y:key>[\n]"
        + "<node id=[n0] labels=[:Person]><data key=[d0]>[北京 & <总>工会]</data></node>[\n]</graphml>")
  }

  @Test func theSameEventsHoweverTheInputIsCut() {
    let bytes = Array(graphML.utf8)
    let whole = read(bytes).0
    for step in [1, 2, 3, 5, 7, 11, 64, 100] {
      let (events, error) = read(bytes, step: step)
      #expect(error == nil)
      #expect(events == whole)
    }
  }

  @Test func normalisesLineEndsAndAttributeSpace() {
    #expect(
      show(read("<a b='1\r\n2\t3&#10;'>x\r\ny\rz&#13;</a>").0) == "<a b=[1 2 3\n]>[x\ny\nz\r]</a>")
  }

  @Test func findsAttributesByName() {
    guard case .start(let element) = read("<a b='1' c='2'/>").0.first else {
      Issue.record("no element")
      return
    }
    #expect(element["c"] == "2")
    #expect(element["d"] == nil)
  }

  @Test(arguments: [
    ("", 1, 1, XMLError.Reason.unexpectedEnd(open: nil)),
    ("<a>", 1, 4, .unexpectedEnd(open: "a")),
    ("<a", 1, 1, .unexpectedEnd(open: nil)),
    ("<a>\n<b></a>", 2, 4, .mismatchedEnd(found: "a", open: "b")),
    ("<a/>\n<b/>", 2, 1, .malformed(expected: "nothing after the root element")),
    ("<a/>x", 1, 5, .malformed(expected: "nothing after the root element")),
    ("x<a/>", 1, 1, .malformed(expected: "the root element")),
    ("<a b='1' b='2'/>", 1, 10, .duplicateAttribute("b")),
    ("<a b='1'c='2'/>", 1, 9, .malformed(expected: "a blank")),
    ("<a b=1/>", 1, 6, .malformed(expected: "a value in quotes")),
    ("<a b/>", 1, 5, .malformed(expected: "= after the name of an attribute")),
    ("<a b='<'/>", 1, 7, .malformed(expected: "&lt; in place of <")),
    ("<a>北\n京&nbsp;</a>", 2, 2, .undefinedEntity("nbsp")),
    ("<a>&#0;</a>", 1, 4, .illegalCharacter(0)),
    ("<a>&#xD800;</a>", 1, 4, .illegalCharacter(0xd800)),
    ("<a>&#99999999999;</a>", 1, 4, .illegalCharacter(0x11_0000)),
    ("<a>\u{1}</a>", 1, 4, .illegalCharacter(1)),
    ("<a>\u{ffff}</a>", 1, 4, .illegalCharacter(0xffff)),
    ("<a>&b</a>", 1, 4, .malformed(expected: "&name; or &#number; (write & as &amp;)")),
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 1, 13, .internalSubset),
    ("<?xml version='1.0' encoding='GBK'?><a/>", 1, 1, .unsupportedEncoding("GBK")),
    ("< a/>", 1, 2, .malformed(expected: "a name")),
  ])
  func refuses(_ text: String, _ line: Int, _ column: Int, _ reason: XMLError.Reason) {
    let bytes = Array(text.utf8)
    for step in [Int.max, 1, 4] {
      let error = read(bytes, step: step).1
      #expect(error?.reason == reason)
      #expect(error?.line == line)
      #expect(error?.column == column)
    }
  }

  @Test func refusesBytesThatAreNotUTF8AndOtherEncodings() {
    #expect(read([0x3c, 0x61, 0x3e, 0xb1, 0xb1, 0x3c]).1?.reason == .invalidUTF8)
    #expect(read([0xff, 0xfe, 0x3c, 0]).1?.reason == .unsupportedEncoding("UTF-16"))
  }

  @Test func depthAndLengthHaveLimits() throws {
    #expect(read(String(repeating: "<a>", count: 1000)).1?.reason == .tooDeep(limit: 20))
    var reader = XMLReader(maxTokenBytes: 100)
    reader.feed(Array("<a>".utf8).span)
    #expect(throws: XMLError.self) {
      while true {
        if case .needsInput = try reader.next() { reader.feed(Array("<!-- long".utf8).span) }
      }
    }
  }

  @Test func writtenTextReadsBack() {
    var random = Random(seed: 8)
    for round in 0..<1_500 {
      var text = random.text(maxPieces: 6)
      if round % 3 == 0 {
        text += random.pick(["_x0041", "_x005F_x0001", "_x", "_"]) + "\u{1}\u{ffff}"
      }
      let bytes = Array(text.utf8)
      var document = Array("<a b=\"".utf8)
      document.appendXMLAttribute(bytes.span)
      document += Array("\">".utf8)
      document.appendXMLText(bytes.span)
      document += Array("</a>".utf8)
      let (events, error) = read(document, step: 1 + round % 9)
      #expect(error == nil)
      guard case .start(let element) = events.first else { continue }
      #expect(element["b"].map(undoXMLUnderscores) == UTF8String(text))
      if case .text(let content) = events[1] {
        #expect(undoXMLUnderscores(content) == UTF8String(text))
      } else {
        #expect(text.isEmpty)
      }
    }
  }

  @Test func underscoreFormsOfOthersStay() {
    #expect(undoXMLUnderscores("a_x0041_b_x0001_") == "a_x0041_b\u{1}")
  }

  @Test func mutatedDocumentsNeverTrapAndEnd() {
    var random = Random(seed: 9)
    let original = Array(graphML.utf8)
    for _ in 0..<2_000 {
      var bytes = original
      for _ in 0..<1 + random.below(4) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.removeSubrange(place..<min(place + 1 + random.below(9), bytes.count))
        default: bytes.insert(random.pick(Array("<>/!?[]'\"&;-=".utf8)), at: place)
        }
        if bytes.isEmpty { bytes = [0x3c] }
      }
      let whole = read(bytes)
      let pieces = read(bytes, step: 1 + random.below(20))
      #expect(whole.0 == pieces.0)
      #expect(whole.1 == pieces.1)
    }
  }
}
