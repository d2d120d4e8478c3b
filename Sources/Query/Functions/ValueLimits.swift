// How large one value may become. A short query can double a string or a list again and again, so
// whatever makes values that are larger than its operands asks here first.

internal import Graph

/// Bounds on the size of one value.
enum ValueLimits {
  /// Elements of a list.
  static let elementMax = 1 << 26
  /// Bytes of a string.
  static let textBytesMax = 1 << 29

  /// Checks the size of a list that is about to be made.
  static func check(elements count: Int, of operation: String) throws(QueryError) {
    guard count > elementMax else { return }
    throw QueryError(
      .limitExceeded, .memoryLimit, .runtime,
      "\(operation) would make a list of \(count) elements, more than \(elementMax)",
      subject: operation)
  }

  /// Checks the size of a string that is about to be made.
  static func check(textBytes count: Int, of operation: String) throws(QueryError) {
    guard count > textBytesMax else { return }
    throw QueryError(
      .limitExceeded, .memoryLimit, .runtime,
      "\(operation) would make a string of \(count) bytes, more than \(textBytesMax)",
      subject: operation)
  }
}
