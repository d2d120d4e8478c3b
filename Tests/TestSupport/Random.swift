// Random numbers that can be had again. Property tests run on seeds that are the same every time;
// a failure names its seed, and KIN_SEED=… in the environment runs that one alone.

import Glibc

/// SplitMix64: a small generator whose every seed is good.
public struct Random: RandomNumberGenerator {
  /// What the numbers follow from.
  public let seed: UInt64
  private var state: UInt64

  /// Starts the numbers of a seed.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number below a bound, which must be positive.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  /// True once in so many times.
  public mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

  /// One of the choices, which must not be empty.
  public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
}

/// A property that did not hold, with the seed that shows it.
public struct PropertyFailure: Error, CustomStringConvertible {
  public let seed: UInt64
  public let cause: any Error

  public var description: String { "fails with KIN_SEED=\(seed): \(cause)" }
}

/// Checks a property on many random inputs; the body throws (for example from `#require`) where it
/// does not hold. With KIN_SEED in the environment only that seed is run.
public func checkProperty(runs: Int = 200, _ body: (inout Random) throws -> Void) throws {
  if let given = getenv("KIN_SEED"), let seed = UInt64(String(cString: given)) {
    return try check(seed: seed, body)
  }
  var seeds = Random(seed: 20_150_721)
  for _ in 0..<runs { try check(seed: seeds.next(), body) }
}

private func check(seed: UInt64, _ body: (inout Random) throws -> Void) throws {
  var random = Random(seed: seed)
  do { try body(&random) } catch { throw PropertyFailure(seed: seed, cause: error) }
}
