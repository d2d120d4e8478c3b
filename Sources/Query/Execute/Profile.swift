// What PROFILE measures: rows and time per step.

/// Rows and time of each step of a plan, by step number.
final class Profile {
  private(set) var rows: [Int]
  private(set) var nanoseconds: [Int64]

  init(stepCount: Int) {
    rows = Array(repeating: 0, count: stepCount)
    nanoseconds = Array(repeating: 0, count: stepCount)
  }

  func note(_ step: Int, rows count: Int) { rows[step] += count }
  func note(_ step: Int, nanoseconds time: Int64) { nanoseconds[step] += time }
}
