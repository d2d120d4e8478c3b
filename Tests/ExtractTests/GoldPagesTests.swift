// The gold files beside the invented pages hold together: what they name stands in the page, and
// relations run between entities that they can run between. How well pages are read is measured by
// kin score, not here.

import Foundation
import Testing
import Text

@Suite struct GoldPagesTests {
  private static let folder =
    String(#filePath.dropLast("ExtractTests/GoldPagesTests.swift".count)) + "Golden/gold-pages"
  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".json") }.sorted()

  private static let bodies: Set<String> = ["Union", "Company", "Organization"]
  private static let people = bodies.union(["Person"])
  /// From what to what a relation can run; a part can also be an event of an event.
  private static let ends: [String: (from: Set<String>, to: Set<String>)] = [
    "ATTENDED": (people, ["Event"]), "ORGANIZED": (bodies, ["Event"]),
    "WORKS_AT": (["Person"], bodies), "PART_OF": (bodies, bodies),
    "LOCATED_IN": (bodies.union(["Event", "Place", "District"]), ["District"]),
    "HELD_AT": (["Event"], ["Place"]), "FOUNDED": (bodies, bodies.union(["Place"])),
    "WON": (people, ["Event", "Award"]), "CONFERRED": (bodies, ["Award"]),
    "REPORTED": (["Person"], ["Article"]),
  ]
  private static let roles: [String: Set<String>] = [
    "ATTENDED": ["attendee", "speaker", "trainer", "contestant", "judge", "host", "winner"],
    "ORGANIZED": ["host", "undertaker", "co-organizer"],
    "REPORTED": ["reporter", "correspondent", "photographer"],
  ]

  @Test func thereArePages() {
    #expect(Self.names.count >= 9)
  }

  @Test(arguments: names) func aGoldFileHoldsTogether(_ name: String) throws {
    let gold = try #require(try read(name))
    let page = try #require(text(gold["page"]))
    let written = try String(contentsOfFile: "\(Self.folder)/\(page)", encoding: .utf8)
      .filter { !$0.isWhitespace }
    let articles = items(gold["articles"])
    #expect(articles.count >= 3)
    for article in articles {
      let headline = text(article["headline"]) ?? ""
      #expect(written.contains(headline.filter { !$0.isWhitespace }), "\(headline)")
      let labels = checkEntities(items(article["entities"]), written)
      checkRelations(items(article["relations"]), labels)
    }
  }

  /// The labels of the entities by id.
  private func checkEntities(_ entities: [JSONValue], _ written: String) -> [String: String] {
    var labels: [String: String] = [:]
    var names: Set<String> = []
    for entity in entities {
      let name = text(entity["name"]) ?? ""
      let label = text(entity["label"]) ?? ""
      let forms = [name] + items(entity["aliases"]).compactMap { text($0) }
      #expect(names.insert("\(label) \(name)").inserted, "\(name) is there twice")
      // Names of events, places and departments may be put together from the text.
      if ["Person", "Company", "District", "Award"].contains(label) {
        let isWritten = forms.contains { written.contains($0.filter { !$0.isWhitespace }) }
        #expect(isWritten, "\(name) does not stand in the page")
      }
      labels[text(entity["id"]) ?? ""] = label
    }
    #expect(labels.count == entities.count)
    return labels
  }

  private func checkRelations(_ relations: [JSONValue], _ labels: [String: String]) {
    var seen: Set<String> = []
    for relation in relations {
      let type = text(relation["type"]) ?? ""
      let from = text(relation["from"]) ?? ""
      let to = text(relation["to"]) ?? ""
      let fromLabel = labels[from] ?? ""
      let toLabel = labels[to] ?? ""
      let line = "\(from) \(fromLabel) \(type) \(to) \(toLabel)"
      #expect(seen.insert("\(from) \(type) \(to)").inserted, "\(line) is there twice")
      let allowed = Self.ends[type]
      let canRun =
        allowed?.from.contains(fromLabel) == true && allowed?.to.contains(toLabel) == true
        || type == "PART_OF" && fromLabel == "Event" && toLabel == "Event"
      #expect(canRun, "\(line)")
      if let role = text(relation["props"]?["role"]) {
        #expect(Self.roles[type]?.contains(role) == true, "\(line) \(role)")
      }
    }
  }

  private func read(_ name: String) throws -> JSONValue? {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)")))
    let span = bytes.span
    return try parseJSON(span)
  }

  private func items(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let items) = value { return items }
    return []
  }

  private func text(_ value: JSONValue?) -> String? {
    if case .string(let text) = value { return text.string }
    return nil
  }
}
