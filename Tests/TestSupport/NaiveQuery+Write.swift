// Clauses that change the graph, the naive way: row by row on a transaction, and each row sees what
// the rows before it did.

#if DEBUG || TESTABLE
  import Graph
  @testable import Query
  import Text

  extension NaiveEvaluator {
    func write(_ clause: BoundClause, _ rows: [NaiveRow]) throws(QueryError) -> [NaiveRow] {
      guard let transaction else { throw NaiveEvaluator.failure("nothing can be written") }
      var result: [NaiveRow] = []
      if case .delete(let expressions, let isDetaching) = clause {
        try delete(expressions, rows, isDetaching, transaction)
        return rows
      }
      for row in rows {
        do {
          result += try write(clause, row, transaction)
        } catch let error as QueryError {
          throw error
        } catch {
          throw NaiveEvaluator.failure("\(error)")
        }
        context.advance(to: transaction.view)
      }
      return result
    }

    static func failure(_ text: String) -> QueryError {
      QueryError(.storageError, .graphError, .runtime, text)
    }

    private func write(
      _ clause: BoundClause, _ row: NaiveRow, _ transaction: Transaction
    ) throws -> [NaiveRow] {
      switch clause {
      case .create(let creation): return [try create(creation, row, transaction)]
      case .merge(let merge):
        let found = try matches(of: merge.pattern, from: row)
        if found.isEmpty {
          let made = try create(merge.creation, row, transaction)
          context.advance(to: transaction.view)
          try set(merge.onCreate, made, transaction)
          return [made]
        }
        for match in found { try set(merge.onMatch, match, transaction) }
        return found
      case .set(let items): try set(items, row, transaction)
      case .remove(let items): try remove(items, row, transaction)
      case .forEach(let slot, let list, let clauses):
        for item in try elements(of: list, in: row) {
          _ = try rows(after: clauses, from: [row.with(slot, item)])
        }
      default: preconditionFailure("the caller passes on clauses that write")
      }
      return [row]
    }

    // MARK: CREATE

    private func create(
      _ creation: BoundCreation, _ row: NaiveRow, _ transaction: Transaction
    ) throws -> NaiveRow {
      var row = row
      for node in creation.nodes {
        let id = try transaction.createNode()
        for label in node.labels {
          try transaction.add(transaction.label(named: name(label)), to: id)
        }
        try fill(.node(id), node.properties, row, transaction)
        row[node.slot] = .node(id)
      }
      for link in creation.relationships {
        guard case .node(let source) = row[link.source], case .node(let target) = row[link.target]
        else { throw NaiveEvaluator.failure("an end is null") }
        let type = try transaction.type(named: name(link.type))
        let id = try transaction.createRelationship(type, from: source, to: target)
        try fill(.relationship(id), link.properties, row, transaction)
        row[link.slot] = .relationship(id)
      }
      context.advance(to: transaction.view)
      for path in creation.paths { row[path.slot] = try self.path(path, in: row) }
      return row
    }

    private func fill(
      _ entity: Entity, _ properties: BoundExpression?, _ row: NaiveRow, _ transaction: Transaction
    ) throws {
      guard let properties, case .map(let map) = try value(properties, row) else { return }
      for (key, value) in map.entries where !value.isNull {
        try transaction.set(entity, transaction.key(named: key), to: value)
      }
    }

    // MARK: SET and REMOVE

    private func set(
      _ items: [BoundSetItem], _ row: NaiveRow, _ transaction: Transaction
    ) throws {
      for item in items {
        switch item {
        case .property(let subject, let key, let new):
          try set(value(subject, row), name(key), value(new, row), transaction)
        case .dynamicProperty(let subject, let key, let new):
          guard case .string(let key) = try value(key, row) else { continue }
          try set(value(subject, row), key, value(new, row), transaction)
        case .replaceAll(let subject, let map), .mergeAll(let subject, let map):
          let subject = try value(subject, row)
          let new = properties(of: try value(map, row)) ?? ValueMap()
          if case .replaceAll = item {
            for entry in properties(of: subject)?.entries ?? [] where new[entry.key] == nil {
              try set(subject, entry.key, .null, transaction)
            }
          }
          for entry in new.entries { try set(subject, entry.key, entry.value, transaction) }
        case .labels(let subject, let labels):
          guard case .node(let id) = try value(subject, row) else { continue }
          for label in labels {
            try transaction.add(transaction.label(named: name(label)), to: id)
          }
        }
        context.advance(to: transaction.view)
      }
    }

    private func set(
      _ subject: Value, _ key: UTF8String, _ value: Value, _ transaction: Transaction
    ) throws {
      switch subject {
      case .node(let id): try transaction.set(.node(id), transaction.key(named: key), to: value)
      case .relationship(let id):
        try transaction.set(.relationship(id), transaction.key(named: key), to: value)
      default: break
      }
    }

    private func remove(
      _ items: [BoundRemoveItem], _ row: NaiveRow, _ transaction: Transaction
    ) throws {
      for item in items {
        switch item {
        case .property(let subject, let key):
          try set(value(subject, row), name(key), .null, transaction)
        case .dynamicProperty(let subject, let key):
          guard case .string(let key) = try value(key, row) else { continue }
          try set(value(subject, row), key, .null, transaction)
        case .labels(let subject, let labels):
          guard case .node(let id) = try value(subject, row) else { continue }
          for label in labels {
            if let known = graph.label(name(label)) { try transaction.remove(known, from: id) }
          }
        }
        context.advance(to: transaction.view)
      }
    }

    // MARK: DELETE

    /// Deletes the relationships of all rows and then the nodes, so that their order is no matter.
    private func delete(
      _ expressions: [BoundExpression], _ rows: [NaiveRow], _ isDetaching: Bool,
      _ transaction: Transaction
    ) throws(QueryError) {
      var nodes: [NodeID] = []
      var links: [RelationshipID] = []
      for row in rows {
        for expression in expressions {
          switch try value(expression, row) {
          case .node(let id): nodes.append(id)
          case .relationship(let id): links.append(id)
          case .path(let path):
            nodes += path.nodes
            links += path.relationships
          default: break
          }
        }
      }
      if isDetaching {
        for node in nodes where graph.contains(node) { links += graph.relationships(of: node) }
      }
      do {
        for link in links {
          guard let record = transaction.view.record(of: link) else { continue }
          try transaction.delete(link)
          context.deletedRelationships[link] = record
        }
        for node in nodes where transaction.view.contains(node) {
          if transaction.view.degree(of: node) > 0 {
            nodesToDelete.append(node)
          } else {
            try transaction.delete(node)
          }
          context.deletedNodes.insert(node.rawValue)
        }
      } catch {
        throw NaiveEvaluator.failure("\(error)")
      }
      context.advance(to: transaction.view)
    }

    /// Deletes at the end the nodes that had relationships when they were to be deleted.
    func checkDeletions() throws(QueryError) {
      guard let transaction else { return }
      for node in nodesToDelete where transaction.view.contains(node) {
        do throws(GraphError) {
          try transaction.delete(node)
        } catch {
          throw QueryError(
            .constraintVerificationFailed, .deleteConnectedNode, .runtime, "it is connected")
        }
      }
    }
  }
#endif
