// What can go wrong when a graph is changed or read. Each error says what and where; the hint says
// what to do.

/// A node or a relationship.
public enum Entity: Hashable, Sendable {
  /// A node.
  case node(NodeID)
  /// A relationship.
  case relationship(RelationshipID)
}

/// Why a graph refused a change or could not be read.
public enum GraphError: Error, Equatable, Sendable {
  /// There is no such node, or there is no longer.
  case nodeNotFound(NodeID)
  /// There is no such relationship, or there is no longer.
  case relationshipNotFound(RelationshipID)
  /// A node cannot be deleted while relationships are joined to it.
  case nodeStillConnected(NodeID, relationshipCount: Int)
  /// A value of this kind cannot be a property.
  case valueNotStorable(kind: String)
  /// There are as many nodes or relationships as ids can name.
  case tooManyEntities
  /// There are as many labels, types or keys as ids can name.
  case tooManySymbols(SymbolKind)
  /// A name must have at least one character.
  case emptyName(SymbolKind)
  /// The index is there already.
  case indexExists(IndexDefinition)
  /// There is no such index.
  case indexNotFound(IndexDefinition)
  /// A change does not fit the graph it is applied to; only a damaged journal or a bug does that.
  case changeDoesNotFit(String)
  /// A section of the file does not hold what its format says.
  case malformedSection(name: String, problem: String)
  /// A commit in the journal cannot be read, though its checksum is right.
  case malformedCommit(sequence: UInt64, offset: Int, problem: String)
  /// There is a file already where a new graph was to be made.
  case fileExists(path: String)
  /// The file could not be read or written.
  case file(FileError)
}

extension GraphError: CustomStringConvertible {
  /// What went wrong, in one line.
  public var description: String {
    switch self {
    case .nodeNotFound(let id): "there is no node \(id.rawValue)"
    case .relationshipNotFound(let id): "there is no relationship \(id.rawValue)"
    case .nodeStillConnected(let id, let count):
      "node \(id.rawValue) cannot be deleted: \(count) relationships are joined to it; "
        + "delete them first or detach the node"
    case .valueNotStorable(let kind): "a \(kind) cannot be the value of a property"
    case .tooManyEntities: "the graph has as many nodes or relationships as ids can name"
    case .tooManySymbols(let kind):
      "the graph has as many names as it can hold (\(SymbolTable.countMax)) of kind \(kind)"
    case .emptyName(let kind): "the name of a \(kind) must not be empty"
    case .indexExists: "there is such an index already"
    case .indexNotFound: "there is no such index"
    case .changeDoesNotFit(let what): "a change does not fit the graph: \(what)"
    case .malformedSection(let name, let problem):
      "section \(name) of the file is malformed: \(problem); restore the file from a copy"
    case .malformedCommit(let sequence, let offset, let problem):
      "commit \(sequence) of the journal is malformed at its byte \(offset): \(problem)"
    case .fileExists(let path):
      "\(path) is there already and is not overwritten; name another file or say to replace it"
    case .file(let error): "\(error)"
    }
  }
}
