// Readers on many threads while a writer goes on: whatever version a reader gets, it is whole.
// Meant to be run with the thread sanitizer too.

import Dispatch
import Synchronization
import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleThreadTests {
  static let accountCount = 40
  static let startBalance: Int64 = 100

  /// Accounts that hold a sum which transfers do not change.
  private struct Bank {
    let graph = Graph()
    let accounts: [NodeID]
    let balance: KeyID
    let name: KeyID
    let paid: TypeID

    init() throws {
      (accounts, balance, name, paid) = try graph.write { transaction in
        let balance = try transaction.key(named: "balance")
        let name = try transaction.key(named: "name")
        let paid = try transaction.type(named: "PAID")
        var accounts: [NodeID] = []
        for number in 0..<GraphOracleThreadTests.accountCount {
          accounts.append(
            try transaction.createNode(
              ["Account"],
              [
                "balance": .integer(GraphOracleThreadTests.startBalance),
                "name": .string(UTF8String("the account with number \(number)")),
              ]))
        }
        return (accounts, balance, name, paid)
      }
    }

    /// Moves money, leaves a relationship behind and renames an account; or drops all traces.
    func transfer(_ random: inout Random) throws {
      let (from, to) = (random.pick(accounts), random.pick(accounts))
      let amount = Int64(random.below(9))
      try graph.write { transaction in
        try add(-amount, to: from, transaction)
        try add(amount, to: to, transaction)
        let id = try transaction.createRelationship(paid, from: from, to: to)
        try transaction.set(.relationship(id), balance, to: .integer(amount))
        try transaction.set(
          .node(to), name, to: .string(UTF8String("a longer name \(random.below(100))")))
        if random.oneIn(20) {
          for id in transaction.view.relationships(of: from) { try transaction.delete(id) }
        }
      }
    }

    private func add(_ amount: Int64, to account: NodeID, _ transaction: Transaction) throws {
      guard case .integer(let old) = transaction.view.value(of: account, balance) else { return }
      try transaction.set(.node(account), balance, to: .integer(old + amount))
    }

    /// What is wrong with a version, or nil.
    func problem(with snapshot: GraphSnapshot) -> String? {
      var sum: Int64 = 0
      var outgoing = 0
      var incoming = 0
      for account in accounts {
        if case .integer(let amount) = snapshot.value(of: account, balance) { sum += amount }
        outgoing += snapshot.degree(of: account, paid, .outgoing)
        incoming += snapshot.degree(of: account, paid, .incoming)
        let value = snapshot.value(of: account, name)
        if snapshot.nodes(with: value, under: name)?.contains(account) != true {
          return "\(account) is not found by its name"
        }
      }
      if sum != GraphOracleThreadTests.startBalance * Int64(accounts.count) { return "sum \(sum)" }
      if outgoing != snapshot.relationshipCount || incoming != outgoing {
        return "\(outgoing) outgoing, \(incoming) incoming of \(snapshot.relationshipCount)"
      }
      let counted = snapshot.statistics.count(of: RelationshipPattern(nil, paid, nil))
      return counted == outgoing ? nil : "counted \(counted)"
    }
  }

  @Test func readersNeverSeeHalfATransfer() throws {
    let bank = try Bank()
    let isDone = Atomic(false)
    let problems = Mutex<[String]>([])
    let reads = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 5) { number in
      if number == 0 {
        var random = Random(seed: 5)
        for _ in 0..<1_500 {
          do {
            try bank.transfer(&random)
          } catch {
            problems.withLock { $0.append("\(error)") }
          }
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      var kept: [GraphSnapshot] = []
      repeat {
        let snapshot = bank.graph.snapshot
        if kept.count < 8 { kept.append(snapshot) }
        for version in [snapshot] + kept.suffix(1) {
          if let problem = bank.problem(with: version) { problems.withLock { $0.append(problem) } }
        }
        reads.add(1, ordering: .relaxed)
      } while !isDone.load(ordering: .acquiring)
      for version in kept {
        if let problem = bank.problem(with: version) { problems.withLock { $0.append(problem) } }
      }
    }
    #expect(problems.withLock { $0 } == [])
    #expect(reads.load(ordering: .relaxed) >= 4)
  }

  @Test func writersTakeTurns() throws {
    let graph = Graph()
    let node = try graph.write { try $0.createNode([], ["n": .integer(0)]) }
    let key = try #require(graph.snapshot.key("n"))
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<50 {
        do {
          try graph.write { transaction in
            guard case .integer(let old) = transaction.view.value(of: node, key) else { return }
            try transaction.set(.node(node), key, to: .integer(old + 1))
          }
        } catch {
          problems.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(problems.withLock { $0 } == [])
    #expect(graph.snapshot.value(of: node, key).isIdentical(to: .integer(200)))
  }
}
