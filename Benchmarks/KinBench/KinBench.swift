// kin-bench: measures what users wait for. `kin-bench import DIR` reads all CSV files of a folder
// into a graph and prints the seconds of each phase and the peak of memory. `--jobs N` sets the
// number of threads.

import Glibc
import Graph
import Synchronization

@main
struct KinBench {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2, arguments[0] == "import" else {
      fail("usage: kin-bench import DIR [--jobs N]")
    }
    var options = ImportOptions()
    if arguments.count == 4, arguments[2] == "--jobs" { options.jobs = Int(arguments[3]) }
    measureImport(of: arguments[1], options)
  }

  private static func measureImport(of directory: String, _ options: ImportOptions) {
    let files = csvFiles(in: directory)
    guard !files.isEmpty else { fail("no CSV files in \(directory)") }
    let phases = Mutex<[(name: String, start: Double)]>([])
    let rejects = Mutex(0)
    let start = now()
    do {
      let (graph, report) = try importGraph(
        files.map { ImportFile($0) }, options: options,
        rejects: { _ in rejects.withLock { $0 += 1 } },
        progress: { progress in
          let name = "\(progress.phase)"
          phases.withLock { if $0.last?.name != name { $0.append((name, now())) } }
        })
      let end = now()
      let marks = phases.withLock(\.self) + [(name: "", start: end)]
      for (mark, next) in zip(marks, marks.dropFirst()) {
        Swift.print("\(mark.name): \(rounded(next.start - mark.start)) s")
      }
      Swift.print("all: \(rounded(end - start)) s, peak \(peakMegabytes()) MB")
      Swift.print(
        "\(graph.nodeCount) nodes, \(graph.relationshipCount) relationships, "
          + "\(report.propertyCount) properties, \(rejects.withLock(\.self)) rejects")
    } catch {
      fail("\(error)")
    }
  }

  private static func csvFiles(in directory: String) -> [String] {
    guard let folder = opendir(directory) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".csv") { names.append(directory + "/" + name) }
    }
    return names.sorted()
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

  private static func peakMegabytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) / 1024
  }

  private static func fail(_ message: String) -> Never {
    let line = Array(("kin-bench: " + message + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(2)
  }
}
