// The program kin-check: the reliability goals R1 to R6 of files, the fuzzing of all readers (R7)
// and the goals of queries (R8, R9, R13, R14, R16), one subcommand each. Every run prints one line
// of counts with its seed and exits 1 if a promise was broken; the same seed does it again.
// scripts/reliability.sh lists the sizes.

import Glibc
import TestSupport

@main
struct KinCheck {
  static let usage = """
    usage: kin-check COMMAND [OPTIONS]
      kill9         --cycles N                    kill a writer at random times
      syscall-kill  --workloads N                 kill it at every call that changes a file
      syscall-fail  --mode once|ever|both         fail every such call
      powerloss     --states N [--mutant NAME|all --expect-fail]
                                                  images that a power cut may leave
      flip          --bits one|all [--size BYTES] damage every byte of the files
      diff          --queries N                   random queries, engine against oracle
      meta          --pairs N [--relation NAME]   relations between answers
      bombs         [--verbose yes]               queries that must be stopped
      text          --rounds N                    text that stops other programs
      quote         --strings N                   text through every way into a query
      fuzz-TARGET   --seconds N [--corpus FOLDER] mutated input: query, regex, values, encoding,
                                                  csv, jsonl, graphml, snapshot, journal,
                                                  pages
    options for files: --workload bytes|graph,
                       --directory PATH (a place for files, /tmp by default)
    option for all that are random: --seed S
    mutants: \(Mutant.allCases.map(\.rawValue).joined(separator: ", "))

    """

  static func main() {
    var arguments = Array(CommandLine.arguments.dropFirst())
    guard !arguments.isEmpty else { return fail(usage, code: 2) }
    let command = arguments.removeFirst()
    do {
      let options = try Options(arguments)
      switch command {
      case "kill9": try Kill9(options).run()
      case "syscall-kill": try SyscallKill(options).run()
      case "syscall-fail": try SyscallFail(options).run()
      case "powerloss": try PowerLoss(options).run()
      case "flip": try Flip(options).run()
      case "diff": try QueryDiff(options).run()
      case "meta": try QueryMeta(options).run()
      case "bombs": try QueryBombs(options).run()
      case "text": try QueryText(options).run()
      case "quote": try QueryQuote(options).run()
      case "fuzz-query": try fuzz(QueryFuzz(options), options)
      case "fuzz-regex": try fuzz(RegexFuzz(), options)
      case "fuzz-values": try fuzz(ValueFuzz(), options)
      case "fuzz-encoding": try fuzz(EncodingFuzz(), options)
      case "fuzz-csv": try fuzz(ImportFuzz("csv", [.neo4jCSV, .plainCSV], options), options)
      case "fuzz-jsonl": try fuzz(ImportFuzz("jsonl", [.jsonLines], options), options)
      case "fuzz-graphml": try fuzz(ImportFuzz("graphml", [.graphML], options), options)
      case "fuzz-snapshot": try fuzz(SnapshotFuzz(), options)
      case "fuzz-journal": try fuzz(JournalFuzz(), options)
      case "fuzz-pages": try fuzz(PageFuzz(), options)
      case "verify": try Verify(options).run()
      case "child": try Child(options).run()
      default: return fail(usage, code: 2)
      }
    } catch let error as UsageError {
      fail("kin-check: \(error.description)\n\(usage)", code: 2)
    } catch {
      fail("VIOLATION in \(command): \(error)\n", code: 1)
    }
  }

  private static func fuzz(_ target: any FuzzTarget, _ options: Options) throws {
    var fuzz = try Fuzz(options, target)
    try fuzz.run()
  }

  private static func fail(_ text: String, code: Int32) {
    write(text, to: STDERR_FILENO)
    exit(code)
  }
}

/// Writes text to a descriptor, at once.
func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno != EINTR { return }
    rest = rest.dropFirst(max(count, 0))
  }
}

/// A command line that makes no sense.
struct UsageError: Error {
  let description: String
}

/// The options of all commands; each takes those it knows.
struct Options {
  private var values: [String: String] = [:]

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard name.hasPrefix("--") else { throw UsageError(description: "what is \(name)?") }
      let isFlag = name == "--expect-fail"
      guard let value = isFlag ? "yes" : rest.popFirst() else {
        throw UsageError(description: "\(name) needs a value")
      }
      values[String(name.dropFirst(2))] = value
    }
  }

  func text(_ name: String, _ otherwise: String) -> String { values[name] ?? otherwise }

  func isSet(_ name: String) -> Bool { values[name] != nil }

  func number(_ name: String, _ otherwise: UInt64) throws -> UInt64 {
    guard let text = values[name] else { return otherwise }
    guard let number = UInt64(text) else {
      throw UsageError(description: "--\(name) takes a number, not \(text)")
    }
    return number
  }

  /// The seed that was given, or a new one.
  func seed() throws -> UInt64 { try number("seed", UInt64.random(in: 0..<1_000_000_000)) }

  /// What is committed: bytes, or changes of a real graph.
  func workload(seed: UInt64, sizes: ByteWorkload.Sizes = .small) throws -> any Workload {
    switch text("workload", "bytes") {
    case "bytes": return ByteWorkload(seed: seed, sizes: sizes)
    case "graph": return GraphWorkload(seed: seed)
    case let name: throw UsageError(description: "--workload is bytes or graph, not \(name)")
    }
  }

  /// The options that a child needs to know too.
  var forChild: [String] { ["--workload", text("workload", "bytes")] }

  /// A fresh directory for the files of a run.
  func directory() -> TemporaryDirectory { TemporaryDirectory(in: text("directory", "/tmp")) }
}
