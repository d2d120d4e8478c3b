// How a graph keeps what an article says of an entity, on the relation between the two: the places,
// and in the page's first article that names it all the rest. From these a graph gives back the
// atoms of a page, so that what the page brought can be taken out again exactly.
//
//   {"entity":3,"places":[[12,27,"朝阳区总工会"],[90,99,"区总"]],"key":"…","label":"Union",
//    "name":"朝阳区总工会","aliases":["区总"],"properties":{…},"links":[…],"merges":[…]}

public import Text

/// What an article says of an entity of its page.
public struct MentionRecord: Sendable {
  /// The index of the entity in the page.
  public var entity: Int
  /// Where it is named.
  public var places: [(source: Range<Int>, form: String)]
  /// Everything that the page knows of it, in one article of the page.
  public var atom: Atom?
  /// Why forms were taken for it; together with `atom`.
  public var merges: [EntityFacts.Merge]

  /// What an article says of an entity.
  public init(
    entity: Int, places: [(source: Range<Int>, form: String)], atom: Atom?,
    merges: [EntityFacts.Merge]
  ) {
    self.entity = entity
    self.places = places
    self.atom = atom
    self.merges = merges
  }

  /// The JSON object.
  public var json: String {
    jsonText { writer, output in
      writer.beginObject(to: &output)
      writer.member("entity", entity, to: &output)
      if !places.isEmpty {
        writer.member("places", to: &output)
        writer.beginArray(to: &output)
        for place in places {
          writer.beginArray(to: &output)
          writer.integer(Int64(place.source.lowerBound), to: &output)
          writer.integer(Int64(place.source.upperBound), to: &output)
          writer.string(UTF8String(place.form), to: &output)
          writer.endArray(to: &output)
        }
        writer.endArray(to: &output)
      }
      if let atom {
        atom.writeMembers(by: &writer, to: &output)
        writeMerges(merges, by: &writer, to: &output)
      }
      writer.endObject(to: &output)
    }
  }

  /// The record that a JSON object holds for a page, or nil where it is none.
  public init?(json: UTF8String, page: String) {
    guard let value = json.withBytes({ try? parseJSON($0) }),
      let entity = value["entity"]?.integerValue
    else { return nil }
    self.entity = entity
    places = (value["places"]?.items ?? []).compactMap { place in
      let parts = place.items
      guard parts.count == 3, let start = parts[0].integerValue, let end = parts[1].integerValue,
        start <= end, let form = parts[2].text
      else { return nil }
      return (start..<end, form)
    }
    atom = Atom(value, page: page, entity: entity)
    merges = (value["merges"]?.items ?? []).compactMap(EntityFacts.Merge.init)
  }
}

/// Writes why forms were taken for an entity, unless there is nothing to say.
func writeMerges(
  _ merges: [EntityFacts.Merge], by writer: inout JSONWriter, to output: inout [UInt8]
) {
  if merges.isEmpty { return }
  writer.member("merges", to: &output)
  writer.beginArray(to: &output)
  for merge in merges {
    writer.beginObject(to: &output)
    writer.member("form", merge.form, to: &output)
    writer.member("reason", merge.reason, to: &output)
    writer.endObject(to: &output)
  }
  writer.endArray(to: &output)
}

extension EntityFacts.Merge {
  /// The merge that a JSON object holds, or nil where it is none.
  init?(_ value: JSONValue) {
    guard let form = value["form"]?.text, let reason = value["reason"]?.text else { return nil }
    self.init(form: form, reason: reason)
  }
}

extension Atom {
  fileprivate func writeMembers(by writer: inout JSONWriter, to output: inout [UInt8]) {
    writer.member("key", key.hex, to: &output)
    writer.member("label", label, to: &output)
    writer.member("name", name, to: &output)
    writer.member("aliases", aliases, to: &output)
    writer.member("properties", properties, to: &output)
    guard let links else { return }
    writer.member("links", to: &output)
    writer.beginArray(to: &output)
    for link in links {
      writer.beginArray(to: &output)
      for part in [link.type, link.id, link.name] {
        writer.string(UTF8String(part), to: &output)
      }
      writer.endArray(to: &output)
    }
    writer.endArray(to: &output)
  }

  /// The atom that a JSON object holds, or nil where it is none.
  fileprivate init?(_ value: JSONValue, page: String, entity: Int) {
    guard let key = value["key"]?.text.flatMap(ContentKey.init(hex:)),
      let label = value["label"]?.text, let name = value["name"]?.text
    else { return nil }
    let links = value["links"]?.items.compactMap { link -> Link? in
      let parts = link.texts
      return parts.count == 3 ? Link(type: parts[0], id: parts[1], name: parts[2]) : nil
    }
    self.init(
      page: page, entity: entity, key: key, label: label, name: name,
      aliases: value["aliases"]?.texts ?? [], properties: value["properties"]?.properties ?? [],
      links: links)
  }
}
