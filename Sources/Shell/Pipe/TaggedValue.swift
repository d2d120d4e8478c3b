// Values of parameters and of the tables of procedures, from the tagged JSON in which `kin pipe`
// exchanges them. The other direction is in ResultJSON. Nodes, relationships and paths cannot be
// parameters: they belong to a graph and are asked for by a query.

internal import Graph
import Text

/// Why JSON is no value.
struct TaggedValueError: Error, Equatable {
  let message: String
}

extension Value {
  /// Makes a value of tagged JSON; JSON without tags is read as what it is.
  init(tagged json: JSONValue) throws(TaggedValueError) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .float(number)
    case .string(let text): self = .string(text)
    case .array(let items):
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items { values.append(try Value(tagged: item)) }
      self = .list(values)
    case .object(let members):
      if members.count == 1, members[0].key.string.utf8.first == 0x24 {
        self = try Value(tag: members[0].key, members[0].value)
      } else {
        self = .map(try ValueMap(tagged: members))
      }
    }
  }

  private init(tag: UTF8String, _ json: JSONValue) throws(TaggedValueError) {
    switch (tag.string, json) {
    case ("$int", .string(let text)):
      guard let number = text.withBytes({ parseInt64($0) }) else {
        throw TaggedValueError(message: "$int holds no 64-bit integer: \(text)")
      }
      self = .integer(number)
    case ("$int", .integer(let number)): self = .integer(number)
    case ("$float", .string(let text)):
      guard let number = text.withBytes({ parseDouble($0, allowingNames: true) }) else {
        throw TaggedValueError(message: "$float holds no number: \(text)")
      }
      self = .float(number)
    case ("$float", .integer(let number)): self = .float(Double(number))
    case ("$float", .number(let number)): self = .float(number)
    case ("$map", .object(let members)): self = .map(try ValueMap(tagged: members))
    case ("$temporal", .object):
      guard case .string(let type) = json["type"], case .string(let text) = json["value"] else {
        throw TaggedValueError(message: "$temporal needs the strings type and value")
      }
      self = try Value(temporal: type, text.string)
    case ("$point", .string(let text)):
      do throws(PointError) {
        self = .point(try Point(parsing: text.string))
      } catch { throw TaggedValueError(message: "'\(text)' is no point: \(error.message)") }
    case ("$node", _), ("$relationship", _), ("$path", _):
      throw TaggedValueError(
        message: "\(tag) cannot be a parameter; match it in the query by its id")
    default:
      throw TaggedValueError(
        message: "\(tag) is no tag, or holds something else than it should; "
          + "a map with such a key is written {\"$map\": …}")
    }
  }

  /// Makes a temporal value of the name of its type and its text.
  init(temporal type: UTF8String, _ text: String) throws(TaggedValueError) {
    do {
      switch type.string {
      case "date": self = .date(try CalendarDate(parsing: text))
      case "time": self = .time(try ZonedTime(parsing: text))
      case "localtime": self = .localTime(try LocalTime(parsing: text))
      case "datetime": self = .dateTime(try ZonedDateTime(parsing: text))
      case "localdatetime": self = .localDateTime(try LocalDateTime(parsing: text))
      case "duration": self = .duration(try CalendarDuration(parsing: text))
      default: throw TaggedValueError(message: "\(type) is no type of $temporal")
      }
    } catch let error as TaggedValueError {
      throw error
    } catch let error as TemporalTextError {
      throw TaggedValueError(message: "'\(text)' is no \(type): \(error.message)")
    } catch {
      throw TaggedValueError(message: "'\(text)' is no \(type)")
    }
  }
}

extension ValueMap {
  /// Makes a map of the members of an object.
  init(tagged members: [JSONMember]) throws(TaggedValueError) {
    var entries: [(key: UTF8String, value: Value)] = []
    entries.reserveCapacity(members.count)
    for member in members { entries.append((member.key, try Value(tagged: member.value))) }
    self.init(entries)
  }
}
