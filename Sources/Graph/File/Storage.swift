// What the graph needs of a file system, and nothing more: the seam where tests put a file system
// that records, fails or forgets. Everything durable in Kin goes through these three protocols.
// A write is durable after `sync`, a name after `syncDirectory`; before that a power cut may drop
// it, tear it or do it out of order.

/// Where the files of a graph live.
public protocol Storage: Sendable {
  /// Opens a regular file; anything else is refused, and links are not followed.
  func open(_ path: String, for access: FileAccess) throws(FileError) -> any StorageFile
  /// Whether the path names anything.
  func exists(_ path: String) throws(FileError) -> Bool
  /// Gives a file another name, in place of a file that had it.
  func rename(_ path: String, to newPath: String) throws(FileError)
  /// Takes a name away.
  func remove(_ path: String) throws(FileError)
  /// Makes creations, renames and removals in the directory of this path durable.
  func syncDirectory(of path: String) throws(FileError)
  /// Takes the lock file at this path for as long as the result is not released.
  func lock(_ path: String) throws(FileError) -> any StorageLock
}

/// What a file is opened for.
public enum FileAccess: Sendable {
  /// Reading a file that exists.
  case read
  /// Reading and writing a file that exists.
  case write
  /// Reading and writing a new file; it is an error if the path exists.
  case create
}

/// An open file.
public protocol StorageFile: AnyObject, Sendable {
  /// The path it was opened with.
  var path: String { get }
  /// Reads up to `count` bytes; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]
  /// Writes all bytes or throws; after an error any part of them may have been written.
  func write(_ bytes: RawSpan, at offset: Int) throws(FileError)
  /// Makes bytes and size durable. After an error nothing is known of what was written since the
  /// last success, and trying again proves nothing.
  func sync() throws(FileError)
  /// Cuts the file.
  func truncate(to byteCount: Int) throws(FileError)
  /// The size now.
  func byteCount() throws(FileError) -> Int
  /// Maps the whole file as it is now, for reading.
  func map() throws(FileError) -> MemoryRegion
  /// Closes the file; later calls fail.
  func close()
}

/// A lock that is held until it is released or the process ends.
public protocol StorageLock: AnyObject, Sendable {
  /// Lets the next one take the lock.
  func release()
}
