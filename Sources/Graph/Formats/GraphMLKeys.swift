// The keys of a GraphML file: what the data of nodes and edges are called and how their text reads.
// Besides GraphML's own types these are APOC's lists (`attr.list`) and our `kin:type`.

internal import Text

/// What the text of a key's data reads as.
internal enum GraphMLType: Equatable, Sendable {
  case scalar(ScalarType)
  /// A JSON array of values of a type.
  case list(ScalarType)
  /// JSON, with types where they are needed.
  case json

  /// Makes the type of a key; unknown types are text.
  init(of element: XMLElement) {
    if let name = element["kin:type"] {
      self = GraphMLType(ownName: name.string)
    } else if let items = element["attr.list"] {
      self = .list(ScalarType(graphML: items.string))
    } else {
      self = .scalar(ScalarType(graphML: element["attr.type"]?.string ?? "string"))
    }
  }

  private init(ownName name: String) {
    if name == "json" {
      self = .json
    } else if name.hasSuffix("[]"), let type = TextType(rawValue: String(name.dropLast(2))) {
      self = .list(.text(type))
    } else {
      self = .scalar(TextType(rawValue: name).map(ScalarType.text) ?? .string)
    }
  }

  /// The type in words, for messages.
  var name: String {
    switch self {
    case .scalar(let type): type.name
    case .list(let type): type.name + "[]"
    case .json: "json"
    }
  }

  /// Reads text; nil where it is no value of the type.
  func value(of text: UTF8String) -> Value? {
    switch self {
    case .scalar(let type): return type.value(of: text)
    case .json:
      guard let json = try? text.withBytes({ try parseJSON($0) }) else { return nil }
      return try? Value(typedJSON: json)
    case .list(let type):
      guard let json = try? text.withBytes({ try parseJSON($0) }), case .array(let items) = json
      else { return nil }
      var values: [Value] = []
      for item in items {
        guard let value = type.value(of: item) else { return nil }
        values.append(value)
      }
      return .list(values)
    }
  }
}

extension ScalarType {
  fileprivate init(graphML name: String) {
    switch name {
    case "boolean": self = .boolean
    case "int", "long", "integer", "short", "byte": self = .integer
    case "float", "double": self = .float
    default: self = .string
    }
  }

  /// Reads text; nil where it is no value of the type.
  fileprivate func value(of text: UTF8String) -> Value? {
    switch self {
    case .string: return .string(text)
    case .text(let type): return type.value(of: text)
    case .integer: return text.withBytes { parseInt64($0) }.map(Value.integer)
    case .float:
      return text.withBytes { parseDouble($0, allowingNames: true) }.map(Value.float)
    case .boolean:
      switch text.string.lowercased() {
      case "true", "1": return .boolean(true)
      case "false", "0": return .boolean(false)
      default: return nil
      }
    }
  }

  /// Reads the item of a list.
  fileprivate func value(of item: JSONValue) -> Value? {
    switch (self, item) {
    case (_, .string(let text)): value(of: text)
    case (.integer, .integer(let number)): .integer(number)
    case (.float, .integer(let number)): .float(Double(number))
    case (.float, .number(let number)): .float(number)
    case (.boolean, .bool(let flag)): .boolean(flag)
    case (.string, .null), (.integer, .null), (.float, .null), (.boolean, .null): .null
    default: nil
    }
  }
}

/// A declared key.
internal struct GraphMLKey: Sendable {
  /// The property that data of the key become.
  var name: UTF8String
  var type = GraphMLType.scalar(.string)
  /// Whether nodes, edges, or both can have data of the key.
  var isForNodes = true
  var isForEdges = true
  /// What nodes and edges without data of the key have.
  var standard: Value?
  /// Whether the data are the labels of nodes or the type of edges.
  var isLabel = false

  /// Makes a key that was not declared.
  init(undeclared id: UTF8String) { name = id }

  /// Makes the key of a declaration.
  init(_ element: XMLElement, id: UTF8String, isOurs: Bool) {
    name = element["attr.name"] ?? element["yfiles.type"] ?? id
    if isOurs { name = undoXMLUnderscores(name) }
    if name.byteCount == 0 { name = id }
    type = GraphMLType(of: element)
    let domain = element["for"] ?? "all"
    isForNodes = domain == "node" || domain == "all"
    isForEdges = domain == "edge" || domain == "all"
    isLabel =
      (domain == "node" && id == "labels") || (domain == "edge" && id == "label")
      || (!isOurs && domain == "node" && name == "labels")
      || (!isOurs && domain == "edge" && (name == "label" || name == "Edge Label"))
  }
}
