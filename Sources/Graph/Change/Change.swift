// The only vocabulary of mutation. A change says what was before and what is after, so that it can
// be undone by itself: a list of changes is undone by the inverses in reverse order. Deleting a
// node is therefore several changes: its relationships, properties and labels go first.

public import Text

/// One elementary change of a graph.
public enum Change: Sendable {
  /// A name got the next number of its kind; the key `name` comes with its indexes. Both stay when
  /// the change is undone.
  case defineSymbol(SymbolKind, number: UInt16, name: UTF8String)
  /// A node without labels and properties came.
  case createNode(NodeID)
  /// A node without labels, properties and relationships went.
  case deleteNode(NodeID)
  /// A node got a label.
  case addLabel(NodeID, LabelID)
  /// A node lost a label.
  case removeLabel(NodeID, LabelID)
  /// A relationship without properties came.
  case createRelationship(RelationshipID, RelationshipRecord)
  /// A relationship without properties went.
  case deleteRelationship(RelationshipID, RelationshipRecord)
  /// A property got another value; null stands for none.
  case setProperty(Entity, KeyID, old: Value, new: Value)
  /// An index came; its content follows from the graph.
  case createIndex(IndexDefinition)
  /// An index went.
  case dropIndex(IndexDefinition)

  /// The change that takes this one back, or nil where nothing has to be taken back.
  public var inverse: Change? {
    switch self {
    case .defineSymbol: nil
    case .createNode(let id): .deleteNode(id)
    case .deleteNode(let id): .createNode(id)
    case .addLabel(let id, let label): .removeLabel(id, label)
    case .removeLabel(let id, let label): .addLabel(id, label)
    case .createRelationship(let id, let record): .deleteRelationship(id, record)
    case .deleteRelationship(let id, let record): .createRelationship(id, record)
    case .setProperty(let entity, let key, let old, let new):
      .setProperty(entity, key, old: new, new: old)
    case .createIndex(let definition): .dropIndex(definition)
    case .dropIndex(let definition): .createIndex(definition)
    }
  }
}
