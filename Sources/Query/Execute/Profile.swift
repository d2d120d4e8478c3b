// What PROFILE measures: rows and time per step.

/// Rows and time of each step of a plan, by step number.
final class Profile {
  private(set) var rows: [Int]
  private(set) var nanoseconds: [Int64]

  init(stepCount: Int) {
    rows = Array(repeating: 0, count: stepCount)
    nanoseconds = Array(repeating: 0, count: stepCount)
  }

  func note(_ step: Int, rows count: Int) {
    if step >= 0 { rows[step] += count }
  }

  /// Notes time that one step spent while another waited for it: what a step hands on is not its
  /// own time.
  ///
  /// Steps without a number are ends of pipelines.
  func move(_ time: Int64, from waiting: Int, to working: Int) {
    if working >= 0 { nanoseconds[working] += time }
    if waiting >= 0 { nanoseconds[waiting] -= time }
  }
}
