// What may be on the disk after the power went, made from a list of operations. What was synced is
// there. Of the rest anything may be there: nothing, all, some sectors of some writes in any
// order, a write cut at any byte, zeros where the size came through and the bytes did not; and
// renames may be missing for as long as the directory was not synced, each file for itself.

/// A disk that remembers what is durable and what is still on its way.
public struct PowerLossDisk: Sendable {
  private static let sectorByteCount = 512

  private enum Change: Sendable {
    case write(offset: Int, bytes: [UInt8])
    case truncate(byteCount: Int)
  }

  private enum NameChange: Sendable {
    case create(name: String, file: Int)
    case rename(name: String, newName: String, file: Int)
    case remove(name: String)
  }

  private struct File: Sendable {
    var durable: [UInt8] = []
    var pending: [Change] = []
  }

  private var files: [File] = []
  /// The names as the running system sees them, to know which file a rename moves.
  private var names: [String: Int] = [:]
  private var durableNames: [String: Int] = [:]
  private var pendingNames: [NameChange] = []
  /// How many commits were acknowledged so far.
  public private(set) var acknowledged: UInt64 = 0

  /// An empty disk.
  public init() {}

  /// Does the next operation of the list.
  public mutating func perform(_ operation: StorageOperation) {
    switch operation {
    case .create(let name, let file):
      while files.count <= file { files.append(File()) }
      names[name] = file
      pendingNames.append(.create(name: name, file: file))
    case .write(let file, let offset, let bytes):
      files[file].pending.append(.write(offset: offset, bytes: bytes))
    case .truncate(let file, let byteCount):
      files[file].pending.append(.truncate(byteCount: byteCount))
    case .sync(let file):
      files[file].durable = PowerLossDisk.content(files[file], changes: files[file].pending.count)
      files[file].pending = []
    case .rename(let name, let newName):
      guard let file = names.removeValue(forKey: name) else { return }
      names[newName] = file
      pendingNames.append(.rename(name: name, newName: newName, file: file))
    case .remove(let name):
      names[name] = nil
      pendingNames.append(.remove(name: name))
    case .syncDirectory:
      for change in pendingNames { PowerLossDisk.apply(change, to: &durableNames) }
      pendingNames = []
    case .acknowledge(let commits):
      acknowledged = commits
    }
  }

  /// One of the images that a power cut may leave now.
  public func image(using random: inout Random) -> [String: [UInt8]] {
    var names = durableNames
    if random.oneIn(3) {
      for change in pendingNames where random.oneIn(2) { PowerLossDisk.apply(change, to: &names) }
    } else {
      let count = random.below(pendingNames.count + 1)
      for change in pendingNames.prefix(count) { PowerLossDisk.apply(change, to: &names) }
    }
    var image: [String: [UInt8]] = [:]
    // In a fixed order, so that a seed gives the same image again.
    for (name, file) in names.sorted(by: { $0.key < $1.key }) {
      image[name] = PowerLossDisk.survivor(of: files[file], using: &random)
    }
    return image
  }

  private static func survivor(of file: File, using random: inout Random) -> [UInt8] {
    let count = file.pending.count
    switch count == 0 ? 0 : random.below(6) {
    case 0: return file.durable
    case 1: return content(file, changes: count)
    case 2: return torn(file, atSectors: true, using: &random)
    case 3: return torn(file, atSectors: false, using: &random)
    case 4: return scattered(file, isSizeKept: false, using: &random)
    default: return scattered(file, isSizeKept: true, using: &random)
    }
  }

  /// The first changes in order.
  private static func content(_ file: File, changes: Int) -> [UInt8] {
    var content = file.durable
    for change in file.pending.prefix(changes) {
      switch change {
      case .write(let offset, let bytes): applyBytes(bytes, at: offset, to: &content)
      case .truncate(let byteCount): resize(&content, to: byteCount)
      }
    }
    return content
  }

  /// The first changes in order, and of the next one only its beginning.
  private static func torn(
    _ file: File, atSectors: Bool, using random: inout Random
  ) -> [UInt8] {
    let whole = random.below(file.pending.count)
    var content = content(file, changes: whole)
    guard case .write(let offset, let bytes) = file.pending[whole] else { return content }
    var cut = random.below(bytes.count + 1)
    if atSectors { cut = max(0, (offset + cut) / sectorByteCount * sectorByteCount - offset) }
    applyBytes(bytes.prefix(cut), at: offset, to: &content)
    return content
  }

  /// Some sectors of some changes; where the size came through, zeros stand for the others.
  private static func scattered(
    _ file: File, isSizeKept: Bool, using random: inout Random
  ) -> [UInt8] {
    var content = file.durable
    for change in file.pending {
      switch change {
      case .truncate(let byteCount):
        if random.oneIn(2) { resize(&content, to: byteCount) }
      case .write(let offset, let bytes):
        var start = 0
        while start < bytes.count {
          let sectorEnd = ((offset + start) / sectorByteCount + 1) * sectorByteCount - offset
          let end = min(bytes.count, sectorEnd)
          if random.oneIn(2) {
            applyBytes(bytes[start..<end], at: offset + start, to: &content)
          }
          start = end
        }
        if isSizeKept && content.count < offset + bytes.count {
          resize(&content, to: offset + bytes.count)
        }
      }
    }
    return content
  }

  private static func apply(_ change: NameChange, to names: inout [String: Int]) {
    switch change {
    case .create(let name, let file): names[name] = file
    case .rename(let name, let newName, let file):
      names[name] = nil
      names[newName] = file
    case .remove(let name): names[name] = nil
    }
  }
}
