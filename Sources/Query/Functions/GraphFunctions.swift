// Functions of nodes, relationships and paths. What was deleted by the statement still has its id,
// a relationship also its type and ends; labels and properties of it are errors.

internal import Graph
internal import Text

/// Functions of nodes, relationships and paths.
enum GraphFunctions {
  static let all: [ScalarFunction] = identity + contents + paths

  private static let identity: [ScalarFunction] = [
    ScalarFunction(
      "id", [("entity", .entity)], gives: .integer,
      "The number of a node or relationship.", id),
    ScalarFunction(
      "elementId", [("entity", .entity)], gives: .string,
      "The number of a node or relationship as text."
    ) { (arguments, context) throws(QueryError) -> Value in
      .string(UTF8String(try id(arguments, context).plainText))
    },
    ScalarFunction(
      "type", [("relationship", .relationship)], gives: .string,
      "The type of a relationship."
    ) { (arguments, context) throws(QueryError) -> Value in
      .string(context.graph.name(of: try record(arguments, context, "type").type))
    },
    ScalarFunction(
      "startNode", [("relationship", .relationship)], gives: .node,
      "The node that a relationship starts at."
    ) { (arguments, context) throws(QueryError) -> Value in
      .node(try record(arguments, context, "startNode").source)
    },
    ScalarFunction(
      "endNode", [("relationship", .relationship)], gives: .node,
      "The node that a relationship ends at."
    ) { (arguments, context) throws(QueryError) -> Value in
      .node(try record(arguments, context, "endNode").target)
    },
  ]

  private static let contents: [ScalarFunction] = [
    ScalarFunction(
      "labels", [("node", .node)], gives: .list(of: .string),
      "The labels of a node.", labels),
    ScalarFunction(
      "keys", [("container", [.map, .entity])], gives: .list(of: .string),
      "The names of the properties of a node or relationship, or the keys of a map.", keys),
    ScalarFunction(
      "properties", [("container", [.map, .entity])], gives: .map,
      "The properties of a node or relationship as a map.", properties),
    ScalarFunction(
      "exists", [("property", .any)], gives: .boolean,
      "Whether a property is there.", nullForNull: false
    ) { (arguments, _) throws(QueryError) -> Value in
      if case .null = arguments[0] { .boolean(false) } else { .boolean(true) }
    },
    evidence,
  ]

  private static let paths: [ScalarFunction] = [
    ScalarFunction(
      "nodes", [("path", .path)], gives: .list(of: .node), "The nodes of a path."
    ) { (arguments, _) throws(QueryError) -> Value in
      .list(try arguments.path(0, of: "nodes").nodes.map(Value.node))
    },
    ScalarFunction(
      "relationships", [("path", .path)], gives: .list(of: .relationship),
      "The relationships of a path."
    ) { (arguments, _) throws(QueryError) -> Value in
      .list(try arguments.path(0, of: "relationships").relationships.map(Value.relationship))
    },
    ScalarFunction(
      "length", [("path", .path)], gives: .integer, "The number of relationships in a path."
    ) { (arguments, _) throws(QueryError) -> Value in
      .integer(Int64(try arguments.path(0, of: "length").relationships.count))
    },
  ]

  @Sendable private static func id(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    switch arguments[0] {
    case .node(let id): .integer(Int64(id.rawValue))
    case .relationship(let id): .integer(Int64(id.rawValue))
    default: throw wrongKind(arguments[0], for: "id", expected: .entity)
    }
  }

  /// What a relationship is, or was before this statement deleted it.
  private static func record(
    _ arguments: [Value], _ context: ExecutionContext, _ function: String
  ) throws(QueryError) -> RelationshipRecord {
    guard case .relationship(let id) = arguments[0] else {
      throw wrongKind(arguments[0], for: function, expected: .relationship)
    }
    let record = context.graph.record(of: id) ?? context.deletedRelationships[id]
    guard let record else { throw deletedAccess("relationship", function) }
    return record
  }

  @Sendable private static func labels(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    guard case .node(let id) = arguments[0] else {
      throw wrongKind(arguments[0], for: "labels", expected: .node)
    }
    guard context.has(id) else { throw deletedAccess("node", "labels") }
    return .list(context.graph.labels(of: id).map { .string(context.graph.name(of: $0)) })
  }

  @Sendable private static func keys(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    .list(try map(arguments, context, "keys").entries.map { .string($0.key) })
  }

  @Sendable private static func properties(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    .map(try map(arguments, context, "properties"))
  }

  /// A map as it is, a node or relationship as the map of its properties.
  static func map(
    _ arguments: [Value], _ context: ExecutionContext, _ function: String
  ) throws(QueryError) -> ValueMap {
    let entity: Entity
    switch arguments[0] {
    case .map(let map): return map
    case .node(let id):
      guard context.has(id) else { throw deletedAccess("node", function) }
      entity = .node(id)
    case .relationship(let id):
      guard context.has(id) else { throw deletedAccess("relationship", function) }
      entity = .relationship(id)
    default: throw wrongKind(arguments[0], for: function, expected: [.map, .entity])
    }
    let graph = context.graph
    return ValueMap(graph.properties(of: entity).map { (graph.name(of: $0.key), $0.value) })
  }

  /// The error of asking for what a deleted node or relationship carried.
  static func deletedAccess(_ what: String, _ operation: String) -> QueryError {
    QueryError(
      .entityNotFound, .deletedEntityAccess, .runtime,
      "\(operation) asks a \(what) that was deleted in this statement", subject: operation,
      hint: "ask before DELETE and pass the answer on with WITH")
  }
}

extension ExecutionContext {
  /// Whether a node is there and was not deleted by this statement.
  func has(_ node: NodeID) -> Bool {
    graph.contains(node) && !deletedNodes.contains(node.rawValue)
  }

  /// Whether a relationship is there and was not deleted by this statement.
  func has(_ relationship: RelationshipID) -> Bool {
    graph.contains(relationship) && deletedRelationships[relationship] == nil
  }
}
