// A file system in memory that can write down every operation, so that the images a power cut may
// leave can be made from the list (PowerLossImages). Two lapses can be switched on, to see that the
// tests notice a store that forgets to sync.

import Glibc
public import Graph
import Synchronization

/// What was done to a file system in memory, in order.
public enum StorageOperation: Sendable {
  case create(name: String, file: Int)
  case write(file: Int, offset: Int, bytes: [UInt8])
  case truncate(file: Int, byteCount: Int)
  case sync(file: Int)
  case rename(name: String, newName: String)
  case remove(name: String)
  case syncDirectory
  /// From here on so many commits have been acknowledged.
  case acknowledge(commits: UInt64)
}

/// A promise that a storage in memory breaks.
public enum StorageLapse: Sendable {
  case forgetsSync
  case forgetsSyncDirectory
}

/// Files in memory, all in one directory.
public final class RecordingStorage: Storage {
  struct State {
    var names: [String: Int] = [:]
    var contents: [[UInt8]] = []
    var locked: Set<String> = []
    var log: [StorageOperation] = []
  }

  private let state: Mutex<State>
  private let isRecording: Bool
  private let lapse: StorageLapse?

  /// Begins with some files, whose contents count as durable.
  public init(
    files: [String: [UInt8]] = [:], isRecording: Bool = false, lapse: StorageLapse? = nil
  ) {
    var start = State()
    for (name, bytes) in files {
      start.names[name] = start.contents.count
      start.contents.append(bytes)
    }
    state = Mutex(start)
    self.isRecording = isRecording
    self.lapse = lapse
  }

  /// Everything that was done so far.
  public var log: [StorageOperation] { state.withLock(\.log) }

  /// The files as they are now.
  public var files: [String: [UInt8]] {
    state.withLock { state in state.names.mapValues { state.contents[$0] } }
  }

  /// Notes that so many commits were acknowledged.
  public func acknowledge(_ commits: UInt64) { record { _ in .acknowledge(commits: commits) } }

  public func open(
    _ path: String, for access: FileAccess
  ) throws(FileError) -> any StorageFile {
    let number: Int
    if access == .create {
      let made = record { state -> StorageOperation? in
        guard state.names[path] == nil else { return nil }
        state.names[path] = state.contents.count
        state.contents.append([])
        return .create(name: path, file: state.contents.count - 1)
      }
      guard case .create(_, let file)? = made else {
        throw .system(path: path, operation: .create, errno: EEXIST)
      }
      number = file
    } else {
      guard let file = state.withLock({ $0.names[path] }) else { throw .missing(path: path) }
      number = file
    }
    return RecordingFile(path: path, number: number, storage: self)
  }

  public func exists(_ path: String) throws(FileError) -> Bool {
    state.withLock { $0.names[path] != nil }
  }

  public func rename(_ path: String, to newPath: String) throws(FileError) {
    let done = record { state -> StorageOperation? in
      guard let file = state.names.removeValue(forKey: path) else { return nil }
      state.names[newPath] = file
      return .rename(name: path, newName: newPath)
    }
    if done == nil { throw .system(path: newPath, operation: .rename, errno: ENOENT) }
  }

  public func remove(_ path: String) throws(FileError) {
    let done = record { state -> StorageOperation? in
      state.names.removeValue(forKey: path) == nil ? nil : .remove(name: path)
    }
    if done == nil { throw .system(path: path, operation: .remove, errno: ENOENT) }
  }

  public func syncDirectory(of path: String) throws(FileError) {
    if lapse != .forgetsSyncDirectory { record { _ in .syncDirectory } }
  }

  public func lock(_ path: String) throws(FileError) -> any StorageLock {
    guard state.withLock({ $0.locked.insert(path).inserted }) else {
      let owner = LockOwner(processID: 1, host: "memory", since: "start", command: "test")
      throw .locked(path: path, by: owner)
    }
    return RecordingLock { [self] in _ = state.withLock { $0.locked.remove(path) } }
  }

  /// Changes the state by an operation and writes it down.
  @discardableResult
  private func record(_ change: (inout State) -> StorageOperation?) -> StorageOperation? {
    state.withLock { state in
      let operation = change(&state)
      if isRecording, let operation { state.log.append(operation) }
      return operation
    }
  }

  fileprivate func content<Result, Failure: Error>(
    _ number: Int, _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(state.withLock { $0.contents[number] })
  }

  fileprivate func write(_ bytes: [UInt8], at offset: Int, to number: Int) {
    record { state in
      applyBytes(bytes, at: offset, to: &state.contents[number])
      return .write(file: number, offset: offset, bytes: bytes)
    }
  }

  fileprivate func truncate(_ number: Int, to byteCount: Int) {
    record { state in
      resize(&state.contents[number], to: byteCount)
      return .truncate(file: number, byteCount: byteCount)
    }
  }

  fileprivate func sync(_ number: Int) {
    if lapse != .forgetsSync { record { _ in .sync(file: number) } }
  }
}

/// Writes bytes into contents as pwrite does: a gap is filled with zeros.
func applyBytes(_ bytes: some Collection<UInt8>, at offset: Int, to content: inout [UInt8]) {
  if content.count < offset + bytes.count { resize(&content, to: offset + bytes.count) }
  content.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
}

/// Cuts contents or fills them with zeros.
func resize(_ content: inout [UInt8], to byteCount: Int) {
  if content.count > byteCount {
    content.removeSubrange(byteCount...)
  } else {
    content.append(contentsOf: repeatElement(0, count: byteCount - content.count))
  }
}

private final class RecordingFile: StorageFile {
  let path: String
  private let number: Int
  private let storage: RecordingStorage

  init(path: String, number: Int, storage: RecordingStorage) {
    self.path = path
    self.number = number
    self.storage = storage
  }

  func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    storage.content(number) { content in
      let start = min(offset, content.count)
      return Array(content[start..<min(start + count, content.count)])
    }
  }

  func write(_ bytes: RawSpan, at offset: Int) throws(FileError) {
    storage.write(bytes.withUnsafeBytes { Array($0) }, at: offset, to: number)
  }

  func sync() throws(FileError) { storage.sync(number) }

  func truncate(to byteCount: Int) throws(FileError) { storage.truncate(number, to: byteCount) }

  func byteCount() throws(FileError) -> Int { storage.content(number) { $0.count } }

  func map() throws(FileError) -> MemoryRegion {
    try storage.content(number) { content throws(FileError) in
      guard !content.isEmpty else { return MemoryRegion.allocate(byteCount: 0) }
      let flags = MAP_PRIVATE | MAP_ANONYMOUS
      let base = mmap(nil, content.count, PROT_READ | PROT_WRITE, flags, -1, 0)
      guard let base, base != MAP_FAILED else {
        throw .system(path: path, operation: .map, errno: errno)
      }
      base.copyMemory(from: content, byteCount: content.count)
      return MemoryRegion.adopt(mapping: base, byteCount: content.count)
    }
  }

  func close() {}
}

private final class RecordingLock: StorageLock {
  private let body: @Sendable () -> Void
  private let isReleased = Atomic(false)

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  deinit { release() }

  func release() {
    if !isReleased.exchange(true, ordering: .sequentiallyConsistent) { body() }
  }
}
