// The answers of `--json`: one object on one line. Keys stay as they are from version to version.

internal import Graph
import Text

extension JSONValue {
  /// An object with members in this order.
  static func members(_ members: (key: UTF8String, value: JSONValue)...) -> JSONValue {
    .object(members.map { JSONMember(key: $0.key, value: $0.value) })
  }

  /// A count as a number.
  static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
}

extension JSONWriter {
  /// Writes the key of the next value; a literal needs no other word than this one.
  mutating func member(_ key: StaticString, to output: inout [UInt8]) {
    self.key(key, to: &output)
  }
}

extension Channel {
  /// Writes a document and ends the line.
  func write(json value: JSONValue) {
    var bytes: [UInt8] = []
    var writer = JSONWriter()
    writer.value(value, to: &bytes)
    bytes.append(0x0a)
    write(bytes.span)
  }
}

extension GraphSnapshot {
  /// The indexes with their kinds, labels and keys.
  var indexesAsJSON: JSONValue {
    .array(
      indexes.map { index in
        .members(
          ("kind", .string(UTF8String(index.kind.name))),
          ("label", index.label.map { .string(name(of: $0)) } ?? .null),
          ("key", .string(name(of: index.key))))
      })
  }
}
