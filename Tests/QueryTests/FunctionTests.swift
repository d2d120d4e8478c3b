// Functions of one row that need no graph: text, lists, numbers and conversions.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct FunctionTests {
  @Test func theTableIsSound() {
    var names: Set<String> = []
    for function in FunctionTable.all {
      #expect(names.insert(function.name.asciiLowercased).inserted, "\(function.name) twice")
      #expect(function.requiredCount <= function.parameters.count, "\(function.name)")
      #expect(function.summary.hasSuffix("."), "\(function.name)")
    }
    #expect(FunctionTable.function(named: "TOUPPER")?.name == "toUpper")
    #expect(FunctionTable.function(named: "nothing") == nil)
  }

  @Test func kernelsTakeAnythingWithoutATrap() throws {
    let context = emptyContext()
    try checkProperty(runs: 100) { random in
      for function in FunctionTable.all {
        let count =
          function.requiredCount
          + random.below(
            function.parameters.count - function.requiredCount + 1)
        let arguments = (0..<count).map { _ in random.value(depth: 2) }
        if function.name == "range" { continue }
        do throws(QueryError) { _ = try function.kernel(arguments, context) } catch {
          try #require(error.phase == .runtime, "\(function.name)")
        }
      }
    }
  }

  // MARK: Text

  @Test func caseAndSize() throws {
    expect(try call("toUpper", "straße 北京 ñ я"), is: "STRASSE 北京 Ñ Я")
    expect(try call("lower", "ÀΣ ЯÑ"), is: "àς яñ")
    expect(try call("size", "北京🙂"), is: 3)
    expect(try call("char_length", ""), is: 0)
    expect(try call("character_length", "e\u{301}"), is: 2)
    expect(try call("toUpper", .null), is: .null)
    expectError(.typeError, .invalidArgumentValue) { try call("toUpper", 1) }
    expectError(.typeError, .invalidArgumentValue) { try call("size", 1) }
  }

  @Test func trimming() throws {
    expect(try call("trim", " \t北京\u{3000}\n"), is: "北京")
    expect(try call("ltrim", "  a "), is: "a ")
    expect(try call("rtrim", "  a "), is: "  a")
    expect(try call("btrim", "xxhixyx", "xy"), is: "hi")
    expect(try call("ltrim", "京京北京", "京"), is: "北京")
    expect(try call("trim", "   "), is: "")
    expect(try call("trim", ""), is: "")
  }

  @Test func partsOfText() throws {
    expect(try call("substring", "0123456789", 1), is: "123456789")
    expect(try call("substring", "北京大学", 1, 2), is: "京大")
    expect(try call("substring", "abc", 5), is: "")
    expect(try call("substring", "abc", 1, .integer(.max)), is: "bc")
    expect(try call("substring", "abc", .integer(.max), .integer(.max)), is: "")
    expect(try call("left", "北京大学", 2), is: "北京")
    expect(try call("right", "北京大学", 2), is: "大学")
    expect(try call("right", "abc", 10), is: "abc")
    expect(try call("left", "abc", 0), is: "")
    expect(try call("reverse", "a北🙂"), is: "🙂北a")
    expectError(.argumentError, .numberOutOfRange) { try call("left", "abc", -1) }
    expectError(.argumentError, .numberOutOfRange) { try call("substring", "abc", -1) }
    expectError(.typeError, .invalidArgumentValue) { try call("substring", "abc", 1.5) }
  }

  @Test func replaceAndSplit() throws {
    expect(try call("replace", "hello", "l", "w"), is: "hewwo")
    expect(try call("replace", "aaa", "aa", "b"), is: "ba")
    expect(try call("replace", "北京", "京", ""), is: "北")
    expect(try call("replace", "abc", "", "x"), is: "abc")
    expect(try call("split", "one1two", "1"), is: list("one", "two"))
    expect(try call("split", ",a,", ","), is: list("", "a", ""))
    expect(try call("split", "", ","), is: list(""))
    expect(try call("split", "北京", ""), is: list("北", "京"))
    expect(try call("split", "a,b;c", list(",", ";")), is: list("a", "b", "c"))
    expect(try call("split", "a=b==c", list("=", "==")), is: list("a", "b", "c"))
    expect(try call("split", "a", .null), is: .null)
    expectError(.typeError, .invalidArgumentValue) { try call("split", "a", list(1)) }
  }

  @Test func replacingCannotFillTheMemory() {
    let many = Value.string(UTF8String(String(repeating: "a", count: 40_000)))
    expectError(.limitExceeded, .memoryLimit) { try call("replace", many, "a", many) }
  }

  @Test func normalForms() throws {
    expect(try call("size", call("normalize", "e\u{301}北")), is: 2)
    expect(try call("size", call("normalize", "é", "nfd")), is: 2)
    expectError(.argumentError, .invalidArgumentValue) { try call("normalize", "a", "NFKC") }
  }

  // MARK: Lists

  @Test func endsOfLists() throws {
    let numbers = list(1, 2, 3)
    expect(try call("head", numbers), is: 1)
    expect(try call("last", numbers), is: 3)
    expect(try call("tail", numbers), is: list(2, 3))
    expect(try call("reverse", numbers), is: list(3, 2, 1))
    expect(try call("size", numbers), is: 3)
    expect(try call("head", list()), is: .null)
    expect(try call("last", list()), is: .null)
    expect(try call("tail", list()), is: list())
    expect(try call("isEmpty", list()), is: true)
    expect(try call("isEmpty", "北"), is: false)
    expect(try call("isEmpty", .map(ValueMap())), is: true)
    expectError(.typeError, .invalidArgumentValue) { try call("head", "abc") }
  }

  @Test func ranges() throws {
    expect(try call("range", -1, 1), is: list(-1, 0, 1))
    expect(try call("range", 0, -1), is: list())
    expect(try call("range", 1_381, -3_412, -1_298), is: list(1_381, 83, -1_215, -2_513))
    expect(try call("range", 0, 1, -1), is: list())
    expect(try call("range", 0, 0, -1), is: list(0))
    expect(
      try call("range", .integer(.min), .integer(.max), .integer(.max)),
      is: list(.integer(.min), -1, .integer(.max - 1)))
    expect(try call("range", .integer(.max), .integer(.max)), is: list(.integer(.max)))
    expect(try call("range", .null, 1), is: .null)
    expectError(.argumentError, .numberOutOfRange) { try call("range", 2, 8, 0) }
    expectError(.argumentError, .invalidArgumentType) { try call("range", 0, 1.0) }
    expectError(.argumentError, .invalidArgumentType) { try call("range", 0, 1, "x") }
    expectError(.limitExceeded, .memoryLimit) {
      try call("range", .integer(.min), .integer(.max))
    }
  }

  @Test func firstThatIsNotNull() throws {
    expect(try call("coalesce", .null, .null, 3, 4), is: 3)
    expect(try call("coalesce", .null), is: .null)
  }

  @Test func staticTypesFollowArguments() throws {
    func type(_ name: String, _ arguments: StaticType...) throws -> StaticType {
      switch try #require(FunctionTable.function(named: name)).result {
      case .fixed(let type): type
      case .derived(let derive): derive(arguments)
      }
    }
    #expect(try type("head", .list(of: .integer)) == StaticType(kinds: .integer))
    #expect(try type("tail", .list(of: .integer)) == .list(of: .integer))
    #expect(try type("reverse", .string).kinds == .string)
    #expect(try type("abs", .any).kinds == .number)
    #expect(try type("abs", .integer).kinds == .integer)
    #expect(try type("coalesce", .null, .integer, .string).kinds == [.integer, .string])
    #expect(try type("size", .any) == .integer)
  }

  // MARK: Numbers

  @Test func wholeNumbers() throws {
    expect(try call("abs", -1), is: 1)
    expect(try call("abs", -1.5), is: 1.5)
    expectError(.arithmeticError, .integerOverflow) { try call("abs", .integer(.min)) }
    expect(try call("ceil", 0.1), is: 1.0)
    expect(try call("floor", -0.1), is: -1.0)
    expect(try call("sign", -17), is: -1)
    expect(try call("sign", 0.0), is: 0)
    expect(try call("isNaN", .float(.nan)), is: true)
    expect(try call("isNaN", 1), is: false)
    expectError(.typeError, .invalidArgumentValue) { try call("ceil", "a") }
  }

  @Test func rounding() throws {
    expect(try call("round", 2.5), is: 3.0)
    expect(try call("round", -1.5), is: -1.0)
    expect(try call("round", 0.49999999999999994), is: 0.0)
    expect(try call("round", 3), is: 3.0)
    expect(try call("round", 1.005, 2), is: 1.01)
    expect(try call("round", -1.55, 1), is: -1.6)
    expect(try call("round", 3.14159, 3), is: 3.142)
    expect(try call("round", 9.99, 1), is: 10.0)
    expect(try call("round", 0.001, 2), is: 0.0)
    expect(try call("round", 1e300, 5), is: 1e300)
    expect(try call("round", 1e-300, 5), is: 0.0)
    expect(try call("round", .float(.infinity), 5), is: .float(.infinity))
    let modes: [(Value, down: Double, up: Double)] = [
      ("UP", -1.3, 1.3), ("DOWN", -1.2, 1.2), ("CEILING", -1.2, 1.3), ("FLOOR", -1.3, 1.2),
      ("HALF_UP", -1.3, 1.3), ("HALF_DOWN", -1.2, 1.2), ("half_even", -1.2, 1.2),
    ]
    for (mode, down, up) in modes {
      expect(try call("round", -1.25, 1, mode), is: .float(down))
      expect(try call("round", 1.25, 1, mode), is: .float(up))
    }
    expect(try call("round", 2.5, 0, "HALF_EVEN"), is: 2.0)
    expect(try call("round", 0.001, 2, "UP"), is: 0.01)
    expectError(.argumentError, .numberOutOfRange) { try call("round", 1.5, -1) }
    expectError(.argumentError, .invalidArgumentValue) { try call("round", 1.5, 1, "AWAY") }
  }

  @Test func floats() throws {
    expect(try call("sqrt", 12.96), is: 3.6)
    expect(try call("log", 0), is: .float(-.infinity))
    expect(try call("log10", 1_000), is: 3.0)
    expect(try call("exp", 0), is: 1.0)
    expect(try call("e"), is: 2.718281828459045)
    expect(try call("pi"), is: .float(.pi))
    expect(try call("atan2", 1, 1), is: .float(.pi / 4))
    expect(try call("degrees", call("radians", 180)), is: 180.0)
    expect(try call("haversin", 0), is: 0.0)
    expect(try call("cos", 0), is: 1.0)
  }

  @Test func randomNumbersComeFromTheContext() throws {
    let context = emptyContext()
    var numbers: Set<Double> = []
    for _ in 0..<100 {
      guard case .float(let number) = try call("rand", in: context) else { continue }
      #expect(number >= 0 && number < 1)
      numbers.insert(number)
    }
    #expect(numbers.count == 100)
    #expect(FunctionTable.function(named: "rand")?.isDeterministic == false)
    let identifier = try call("randomUUID", in: context).plainText
    let parts = identifier.split(separator: "-").map(\.count)
    #expect(parts == [8, 4, 4, 4, 12])
    #expect(Array(identifier.utf8)[14] == UInt8(ascii: "4"))
    expect(try call("timestamp", in: context), is: 1_437_436_800_142)
  }

  // MARK: Conversions

  @Test func toBooleans() throws {
    expect(try call("toBoolean", true), is: true)
    expect(try call("toBoolean", " FALSE "), is: false)
    expect(try call("toBoolean", "f alse"), is: .null)
    expect(try call("toBoolean", ""), is: .null)
    expect(try call("toBoolean", 0), is: false)
    expectError(.typeError, .invalidArgumentValue) { try call("toBoolean", 1.0) }
    expectError(.typeError, .invalidArgumentValue) { try call("toBoolean", list()) }
    expect(try call("toBooleanOrNull", 1.0), is: .null)
    expect(try call("toBooleanList", list("true", "x", .null)), is: list(true, .null, .null))
  }

  @Test func toIntegers() throws {
    expect(try call("toInteger", 82.9), is: 82)
    expect(try call("toInteger", -82.9), is: -82)
    expect(try call("toInteger", "1.7"), is: 1)
    expect(try call("toInteger", "-9223372036854775808"), is: .integer(.min))
    expect(try call("toInteger", "foo"), is: .null)
    expect(try call("toInteger", ""), is: .null)
    expect(try call("toInteger", true), is: 1)
    expectError(.arithmeticError, .integerOverflow) { try call("toInteger", 1e300) }
    expectError(.arithmeticError, .integerOverflow) { try call("toInteger", .float(.nan)) }
    expect(try call("toIntegerOrNull", 1e300), is: .null)
    expectError(.typeError, .invalidArgumentValue) { try call("toInteger", map("a", 1)) }
    expect(try call("toIntegerList", list(2.9, "3", list())), is: list(2, 3, .null))
  }

  @Test func toFloats() throws {
    expect(try call("toFloat", 3), is: 3.0)
    expect(try call("toFloat", "5"), is: 5.0)
    expect(try call("toFloat", "foo"), is: .null)
    expect(try call("toFloat", "-Infinity"), is: .float(-.infinity))
    expect(try call("toFloat", "nan"), is: .null)
    expectError(.typeError, .invalidArgumentValue) { try call("toFloat", true) }
    expect(try call("toFloatList", list(1, "x")), is: list(1.0, .null))
  }

  @Test func toStrings() throws {
    expect(try call("toString", 42), is: "42")
    expect(try call("toString", 2.3), is: "2.3")
    expect(try call("toString", true), is: "true")
    expect(try call("toString", .date(CalendarDate(parsing: "2015-07-21"))), is: "2015-07-21")
    expectError(.typeError, .invalidArgumentValue) { try call("toString", list()) }
    expectError(.typeError, .invalidArgumentValue) { try call("toString", map("a", 1)) }
    expect(try call("toStringOrNull", list()), is: .null)
    expect(try call("toStringList", list(1, list())), is: list("1", .null))
  }

  @Test func typesInWords() throws {
    expect(try call("valueType", 1), is: "INTEGER NOT NULL")
    expect(try call("valueType", .null), is: "NULL")
    expect(try call("valueType", list()), is: "LIST<NOTHING> NOT NULL")
    expect(
      try call("valueType", list(1, "a", 2)),
      is: "LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL")
    expect(try call("valueType", list(1, .null)), is: "LIST<INTEGER> NOT NULL")
    expect(
      try call("valueType", list(list(1))), is: "LIST<LIST<INTEGER NOT NULL> NOT NULL> NOT NULL")
  }
}
