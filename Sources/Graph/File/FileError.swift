// What can go wrong with a graph's files. The payload is structured, so that programs can decide;
// the sentence for people (what, where, what to do) is made when somebody asks for it.

import Glibc

/// A reason why a graph's files cannot be read or written.
public indirect enum FileError: Error, Equatable, Sendable {
  /// There is no such file.
  case missing(path: String)
  /// The path is a directory, FIFO, device, socket or symbolic link.
  case notARegularFile(path: String, kind: FileKind)
  /// The file has no bytes at all.
  case empty(path: String)
  /// The file does not begin like a file of Kin.
  case notAGraphFile(path: String)
  /// The file is Kin's, written by a version with another format.
  case otherVersion(path: String, found: UInt32, known: UInt32)
  /// Bytes are not what was written.
  case corrupt(path: String, offset: Int, what: String)
  /// The journal belongs to another graph, or to another copy of this one.
  case otherGraph(path: String, snapshot: String)
  /// The journal is there and the graph's file is gone.
  case journalWithoutSnapshot(path: String, journal: String)
  /// Another process writes to the graph.
  case locked(path: String, by: LockOwner)
  /// The system refused an operation.
  case system(path: String, operation: FileOperation, errno: Int32)
  /// The graph was opened for reading only.
  case readOnly(path: String)
  /// An earlier write failed, and nothing has been written since.
  case failedEarlier(path: String, first: FileError)
  /// The graph was closed.
  case closed(path: String)
}

/// What a path names when it is not a regular file.
public enum FileKind: String, Equatable, Sendable {
  /// A directory.
  case directory = "a directory"
  /// A named pipe.
  case fifo = "a named pipe"
  /// A character or block device.
  case device = "a device"
  /// A socket.
  case socket = "a socket"
  /// A symbolic link, which is not followed for files of a database.
  case symbolicLink = "a symbolic link"
}

/// An operation on a file that the system can refuse.
public enum FileOperation: String, Equatable, Sendable {
  /// Opening a file that exists.
  case open
  /// Making a new file.
  case create
  /// Reading bytes.
  case read
  /// Writing bytes.
  case write
  /// Bringing written bytes to the disk.
  case sync
  /// Bringing names to the disk.
  case syncDirectory = "sync the directory of"
  /// Cutting a file.
  case truncate
  /// Asking for the size of a file.
  case inspect
  /// Mapping a file into memory.
  case map
  /// Giving a file its final name.
  case rename
  /// Removing a file.
  case remove
  /// Locking a file.
  case lock
}

/// The process that holds the lock of a graph.
public struct LockOwner: Equatable, Sendable {
  /// Its process id, or 0 where the lock file does not tell.
  public var processID: Int32
  /// The machine it runs on.
  public var host: String
  /// When it took the lock, as UTC date and time.
  public var since: String
  /// The command it was started as.
  public var command: String

  /// Names an owner.
  public init(processID: Int32, host: String, since: String, command: String) {
    self.processID = processID
    self.host = host
    self.since = since
    self.command = command
  }
}

extension FileError: CustomStringConvertible {
  /// One sentence that says what is wrong and where, and one that says what to do.
  public var description: String {
    switch self {
    case .missing(let path):
      "there is no file \(path); check the path, or create the graph first"
    case .notARegularFile(let path, let kind):
      "\(path) is \(kind.rawValue), not a graph; give the path of a graph's file"
    case .empty(let path):
      "\(path) is empty: no graph was ever written to it; remove it to make a new graph there"
    case .notAGraphFile(let path):
      "\(path) is not a graph of Kin: it begins with other bytes; to load data, import it"
    case .otherVersion(let path, let found, let known):
      "\(path) has format version \(found), and this program knows version \(known); "
        + "open it with the version of Kin that wrote it and export it"
    case .corrupt(let path, let offset, let what):
      "\(path) is damaged at byte \(offset): \(what); nothing was changed, "
        + "restore the file from a copy"
    case .otherGraph(let path, let snapshot):
      "\(path) does not continue \(snapshot): it is the journal of another graph or of another "
        + "copy; put the two files that belong together side by side"
    case .journalWithoutSnapshot(let path, let journal):
      "\(path) is gone but its journal \(journal) is there; restore \(path), "
        + "or remove the journal to begin anew"
    case .locked(let path, let owner):
      "\(path) is being written to by \(owner); wait for it to end, or open the graph read-only"
    case .system(let path, let operation, let code):
      "cannot \(operation.rawValue) \(path): \(FileError.text(of: code))"
    case .readOnly(let path):
      "\(path) was opened read-only; open it for writing to change it"
    case .failedEarlier(let path, let first):
      "\(path) takes no more changes since a write failed (\(first)); what was committed before "
        + "is safe: solve that and open the graph again"
    case .closed(let path):
      "\(path) was closed; open it again"
    }
  }

  private static func text(of code: Int32) -> String {
    let text = systemMessage(ofError: code)
    switch code {
    case ENOSPC, EDQUOT: return "\(text); free some space, the graph is as it was before"
    case EACCES, EPERM: return "\(text); check the permissions of the file and its directory"
    case EROFS: return "\(text); open the graph read-only"
    case EIO: return "\(text); the disk may be failing: copy the graph to another one"
    default: return "\(text) (error \(code))"
    }
  }
}

extension LockOwner: CustomStringConvertible {
  /// The owner in words.
  public var description: String {
    guard processID != 0 else { return "another process" }
    return "process \(processID) (\(command)) on \(host) since \(since)"
  }
}

/// The system's words for an error number.
internal func systemMessage(ofError number: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  // SAFETY: strerror_r writes at most the buffer's length, the ending zero included.
  let result = unsafe text.withUnsafeMutableBufferPointer { buffer in
    unsafe buffer.baseAddress.map { unsafe strerror_r(number, $0, buffer.count) } ?? -1
  }
  guard result == 0 else { return "error \(number)" }
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
