// Clauses that change the graph, the naive way: row by row on a transaction, and each row sees what
// the rows before it did.

#if DEBUG || TESTABLE
  import Graph
  @testable import Query
  import Text

  extension NaiveEvaluator {
    func write(_ clause: BoundClause, _ rows: [NaiveRow]) throws -> [NaiveRow] {
      if case .delete(let expressions, let isDetaching) = clause {
        try delete(expressions, rows, isDetaching)
        return rows
      }
      return try rows.flatMap { row in
        let written = try write(clause, row)
        context.advance(to: try writing.view)
        return written
      }
    }

    /// What is written through; a statement that only reads has none.
    private var writing: Transaction {
      get throws {
        guard let transaction else { throw NaiveEvaluator.failure("nothing can be written") }
        return transaction
      }
    }

    static func failure(_ text: String) -> QueryError {
      QueryError(.storageError, .graphError, .runtime, text)
    }

    private func write(_ clause: BoundClause, _ row: NaiveRow) throws -> [NaiveRow] {
      switch clause {
      case .create(let creation): return [try create(creation, row)]
      case .merge(let merge):
        let found = try matches(of: merge.pattern, from: row)
        if found.isEmpty {
          let made = try create(merge.creation, row)
          context.advance(to: try writing.view)
          try set(merge.onCreate, made)
          return [made]
        }
        for match in found { try set(merge.onMatch, match) }
        return found
      case .set(let items): try set(items, row)
      case .remove(let items): try remove(items, row)
      case .forEach(let slot, let list, let clauses):
        for item in try elements(of: list, in: row) {
          _ = try rows(after: clauses, from: [row.with(slot, item)])
        }
      default: preconditionFailure("the caller passes on clauses that write")
      }
      return [row]
    }

    // MARK: CREATE

    private func create(_ creation: BoundCreation, _ row: NaiveRow) throws -> NaiveRow {
      var row = row
      for node in creation.nodes {
        let id = try writing.createNode()
        for label in node.labels {
          try writing.add(writing.label(named: name(label)), to: id)
        }
        try fill(.node(id), node.properties, row)
        row[node.slot] = .node(id)
      }
      for link in creation.relationships {
        guard case .node(let source) = row[link.source], case .node(let target) = row[link.target]
        else { throw NaiveEvaluator.failure("an end is null") }
        let type = try writing.type(named: name(link.type))
        let id = try writing.createRelationship(type, from: source, to: target)
        try fill(.relationship(id), link.properties, row)
        row[link.slot] = .relationship(id)
      }
      context.advance(to: try writing.view)
      for path in creation.paths { row[path.slot] = try self.path(path, in: row) }
      return row
    }

    private func fill(_ entity: Entity, _ properties: BoundExpression?, _ row: NaiveRow) throws {
      guard let properties, case .map(let map) = try value(properties, row) else { return }
      for (key, value) in map.entries where !value.isNull {
        try writing.set(entity, writing.key(named: key), to: value)
      }
    }

    // MARK: SET and REMOVE

    private func set(_ items: [BoundSetItem], _ row: NaiveRow) throws {
      for item in items {
        switch item {
        case .property(let subject, let key, let new):
          try set(value(subject, row), name(key), value(new, row))
        case .dynamicProperty(let subject, let key, let new):
          guard case .string(let key) = try value(key, row) else { continue }
          try set(value(subject, row), key, value(new, row))
        case .replaceAll(let subject, let map), .mergeAll(let subject, let map):
          let subject = try value(subject, row)
          let new = properties(of: try value(map, row)) ?? ValueMap()
          if case .replaceAll = item {
            for entry in properties(of: subject)?.entries ?? [] where new[entry.key] == nil {
              try set(subject, entry.key, .null)
            }
          }
          for entry in new.entries { try set(subject, entry.key, entry.value) }
        case .labels(let subject, let labels):
          guard case .node(let id) = try value(subject, row) else { continue }
          for label in labels {
            try writing.add(writing.label(named: name(label)), to: id)
          }
        }
        context.advance(to: try writing.view)
      }
    }

    private func set(_ subject: Value, _ key: UTF8String, _ value: Value) throws {
      guard let entity = entity(of: subject) else { return }
      try writing.set(entity, writing.key(named: key), to: value)
    }

    private func remove(_ items: [BoundRemoveItem], _ row: NaiveRow) throws {
      for item in items {
        switch item {
        case .property(let subject, let key):
          try set(value(subject, row), name(key), .null)
        case .dynamicProperty(let subject, let key):
          guard case .string(let key) = try value(key, row) else { continue }
          try set(value(subject, row), key, .null)
        case .labels(let subject, let labels):
          guard case .node(let id) = try value(subject, row) else { continue }
          for label in labels {
            if let known = graph.label(name(label)) { try writing.remove(known, from: id) }
          }
        }
        context.advance(to: try writing.view)
      }
    }

    // MARK: DELETE

    /// Deletes the relationships of all rows and then the nodes, so that their order is no matter.
    private func delete(
      _ expressions: [BoundExpression], _ rows: [NaiveRow], _ isDetaching: Bool
    ) throws {
      var nodes: [NodeID] = []
      var links: [RelationshipID] = []
      for value in try rows.flatMap({ row in try expressions.map { try value($0, row) } }) {
        switch value {
        case .node(let id): nodes.append(id)
        case .relationship(let id): links.append(id)
        case .path(let path):
          nodes += path.nodes
          links += path.relationships
        default: break
        }
      }
      if isDetaching {
        for node in nodes where graph.contains(node) { links += graph.relationships(of: node) }
      }
      for link in links {
        guard let record = try writing.view.record(of: link) else { continue }
        try writing.delete(link)
        context.deletedRelationships[link] = record
      }
      for node in nodes where try writing.view.contains(node) {
        if try writing.view.degree(of: node) > 0 {
          nodesToDelete.append(node)
        } else {
          try writing.delete(node)
        }
        context.deletedNodes.insert(node.rawValue)
      }
      context.advance(to: try writing.view)
    }

    /// Deletes at the end the nodes that had relationships when they were to be deleted.
    func checkDeletions() throws {
      for node in nodesToDelete where try writing.view.contains(node) {
        do {
          try writing.delete(node)
        } catch is GraphError {
          throw QueryError(
            .constraintVerificationFailed, .deleteConnectedNode, .runtime, "it is connected")
        }
      }
    }
  }
#endif
