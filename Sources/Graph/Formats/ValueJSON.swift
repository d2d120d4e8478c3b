// Values as JSON without loss. JSON tells booleans, integers, floats, strings, lists and maps by
// itself; what it cannot tell stands as text, and a second JSON value of the same shape beside it
// says what the text is:
//
//   value                                  types
//   "2015-07-21"                           "date"
//   ["2015-07-21", "2015-07-22"]           "date[]"
//   [1, "P1D", "x"]                        [null, "duration", null]
//   {"when": "12:00", "n": 1}              {"when": "localtime"}
//
// Where there is no room beside the value (a cell of CSV, an element of GraphML), both stand in one
// object, {"$value": …, "$type": …}. A map with just these keys is written as its own `$value` with
// the type "map", so that nothing is mistaken for it.

public import Text

// MARK: - Writing

extension [UInt8] {
  /// Appends the plain JSON of a value.
  internal mutating func append(json value: Value) {
    switch value {
    case .null: append(literal: "null")
    case .boolean(let flag): append(literal: flag ? "true" : "false")
    case .integer(let number): append(decimal: number)
    case .float(let number) where number.isFinite: append(decimal: number)
    case .string(let text): append(jsonText: text)
    case .list(let items):
      append(0x5b)
      for (place, item) in items.enumerated() {
        if place > 0 { append(0x2c) }
        append(json: item)
      }
      append(0x5d)
    case .map(let map):
      append(0x7b)
      for (place, entry) in map.entries.enumerated() {
        if place > 0 { append(0x2c) }
        append(jsonText: entry.key)
        append(0x3a)
        append(json: entry.value)
      }
      append(0x7d)
    default:
      append(0x22)
      appendTypedText(of: value)
      append(0x22)
    }
  }

  /// Appends a string with its quotes.
  internal mutating func append(jsonText text: UTF8String) {
    append(0x22)
    text.withBytes { appendEscapedJSON($0) }
    append(0x22)
  }

  /// Appends the text of a value that has a `TextType`; it needs no escaping.
  internal mutating func appendTypedText(of value: Value) {
    switch value {
    case .float(let number): append(decimal: number)
    case .date(let date): append(date)
    case .time(let time): append(time)
    case .localTime(let time): append(time)
    case .dateTime(let moment): append(moment)
    case .localDateTime(let moment): append(moment)
    case .duration(let duration): append(duration)
    case .point(let point): append(point)
    // Others cannot be properties.
    default: break
    }
  }

  /// Appends a value and, where JSON alone would lose it, its types, in one JSON value.
  internal mutating func append(typedJSON value: Value) {
    guard let types = value.jsonTypes ?? (value.looksLikeTypedJSON ? .string("map") : nil) else {
      return append(json: value)
    }
    append(literal: "{\"$value\":")
    append(json: value)
    append(literal: ",\"$type\":")
    append(json: types)
    append(0x7d)
  }

  private mutating func append(json types: JSONValue) {
    var writer = JSONWriter()
    writer.value(types, to: &self)
  }
}

extension Value {
  /// What has to stand beside the plain JSON of the value; nil where JSON tells all.
  internal var jsonTypes: JSONValue? {
    if let type = TextType(of: self) { return .string(UTF8String(type.rawValue)) }
    switch self {
    case .list(let items):
      let types = items.map(\.jsonTypes)
      guard let first = types.lazy.compactMap({ $0 }).first else { return nil }
      if case .string(let name) = first, !name.string.utf8.contains(0x5b),
        types.allSatisfy({ $0 == first })
      {
        return .string(UTF8String(name.string + "[]"))
      }
      return .array(types.map { $0 ?? .null })
    case .map(let map):
      let members = map.entries.compactMap { entry in
        entry.value.jsonTypes.map { JSONMember(key: entry.key, value: $0) }
      }
      return members.isEmpty ? nil : .object(members)
    default: return nil
    }
  }

  fileprivate var looksLikeTypedJSON: Bool {
    guard case .map(let map) = self else { return false }
    return map.entries.count == 2 && map["$value"] != nil && map["$type"] != nil
  }
}

// MARK: - Reading

extension Value {
  /// Makes a value of JSON and the types that stand beside it.
  ///
  /// Types that do not fit are errors: the text was meant to be something else.
  internal init(_ json: JSONValue, types: JSONValue? = nil) throws(ValueJSONError) {
    switch (json, types) {
    case (.string(let text), .string(let name)): self = try Value.read(text, as: name)
    case (_, .string("map")): self.init(untyped: json)
    case (.array(let items), .string(let name)):
      let list = name.string.utf8
      guard list.count > 2, list.suffix(2).elementsEqual("[]".utf8) else {
        throw .typeDoesNotFit(name)
      }
      let itemType = JSONValue.string(UTF8String(String(name.string.dropLast(2))))
      var values: [Value] = []
      for item in items { values.append(try Value(item, types: item == .null ? nil : itemType)) }
      self = .list(values)
    case (.array(let items), .array(let types)):
      guard items.count == types.count else { throw .typesOfAnotherShape }
      var values: [Value] = []
      for (item, type) in zip(items, types) { values.append(try Value(item, types: type)) }
      self = .list(values)
    case (.object(let members), .object(let types)):
      var map = ValueMap()
      for member in members {
        let type = types.first { $0.key == member.key }?.value
        map[member.key] = try Value(member.value, types: type)
      }
      self = .map(map)
    // A number needs no text to be a float.
    case (.number(let number), .string("float")): self = .float(number)
    case (.integer(let number), .string("float")): self = .float(Double(number))
    case (.null, _), (_, nil), (_, .null): self.init(untyped: json)
    case (_, .string(let name)): throw .typeDoesNotFit(name)
    default: throw .typesOfAnotherShape
    }
  }

  /// Makes a value of JSON alone.
  public init(untyped json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .float(number)
    case .string(let text): self = .string(text)
    case .array(let items): self = .list(items.map(Value.init(untyped:)))
    case .object(let members):
      self = .map(ValueMap(members.lazy.map { ($0.key, Value(untyped: $0.value)) }))
    }
  }

  /// Makes a value of what `append(typedJSON:)` wrote, or of any other JSON.
  internal init(typedJSON json: JSONValue) throws(ValueJSONError) {
    guard case .object(let members) = json, members.count == 2, let value = json["$value"],
      let types = json["$type"]
    else {
      self.init(untyped: json)
      return
    }
    try self.init(value, types: types)
  }

  private static func read(
    _ text: UTF8String, as name: UTF8String
  ) throws(ValueJSONError) -> Value {
    // Any JSON may be told to be text.
    if name == "string" { return .string(text) }
    guard let type = TextType(rawValue: name.string) else { throw .unknownType(name) }
    guard let value = type.value(of: text) else { throw .unreadable(text, type: name) }
    return value
  }
}

/// Why JSON and the types beside it make no value.
internal enum ValueJSONError: Error, Equatable {
  case unknownType(UTF8String)
  case typeDoesNotFit(UTF8String)
  case typesOfAnotherShape
  case unreadable(UTF8String, type: UTF8String)

  var message: String {
    switch self {
    case .unknownType(let name):
      "there is no type \(name); types are float, date, time, localtime, datetime, "
        + "localdatetime, duration, point, string, map, and [] behind one of them"
    case .typeDoesNotFit(let name): "the value cannot be of type \(name)"
    case .typesOfAnotherShape: "the types have another shape than the value"
    case .unreadable(let text, let type): "\"\(text)\" is no value of type \(type)"
    }
  }
}
