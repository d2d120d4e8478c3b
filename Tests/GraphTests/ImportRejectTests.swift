// What an import refuses: rows one by one with line, column and reason, files as a whole.

import Graph
import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct ImportRejectTests {
  let files = TemporaryDirectory()

  @Test func badRowsAreToldAndTheRestIsLoaded() throws {
    let nodes = files.write(
      "n.csv",
      """
      :ID,age:int,name,:LABEL
      1,10,"two
      lines",P
      2,old,b,P
      1,11,again,P
      3,1
      4,1,c,P,more
      ,1,d,P
      5,1,"x"y,P
      6,12,last,P
      """)
    let rels = files.write(
      "r.csv", ":START_ID,:END_ID,:TYPE\n1,6,T\n1,99,T\n98,1,T\n,1,T\n1,6,\n6,1,T\n")
    let imported = try Imported([nodes, rels])
    #expect(
      imported.reasons == [
        "4:2 age:int: not a value of type int",
        "5:1 :ID: the id 1 was given to a node before",
        "6:0 -: 2 fields, but the header has 4",
        "7:0 -: 5 fields, but the header has 4",
        "8:1 :ID: a node needs an id",
        "9:3 name: text after a closing quote; a quote within a field must be doubled",
        "3:2 :END_ID: there is no node with the id 99",
        "4:1 :START_ID: there is no node with the id 98",
        "5:1 :START_ID: a relationship needs a start and an end",
        "6:3 :TYPE: a relationship needs a type",
      ])
    #expect(imported.rejects.map(\.row)[1] == Array("1,11,again,P".utf8))
    #expect(imported.lines.count == 4)
    #expect(imported.value(1, "name").isIdentical(to: "last"))
    #expect(imported.report.files.map(\.rejectCount) == [6, 4])
    #expect(imported.report.files.map(\.nodeCount) == [2, 0])
    #expect(imported.report.relationshipCount == 2)
  }

  @Test func rejectsDoNotDependOnBlocksAndThreads() throws {
    var text = ":ID,n:int,:LABEL\n"
    for row in 0..<500 { text += row % 7 == 0 ? "\(row),x,L\n" : "\(row % 400),\(row),L\n" }
    let path = files.write("n.csv", text)
    let whole = try Imported([path])
    var options = ImportOptions()
    options.blockByteCount = 64
    for jobs in 1...2 {
      options.jobs = jobs
      let cut = try Imported([path], options)
      #expect(cut.reasons == whole.reasons)
      #expect(cut.lines == whole.lines)
    }
  }

  @Test func textThatIsNotUTF8IsRefusedOrRepaired() throws {
    let bytes = Array(":ID,name,:LABEL\n1,a".utf8) + [0xff] + Array(",L\n2,b,L\n".utf8)
    let path = files.write("n.csv", bytes)
    let strict = try Imported([path])
    #expect(strict.reasons == ["2:2 name: the text is not UTF-8"])
    #expect(strict.graph.nodeCount == 1)
    var options = ImportOptions()
    options.invalidUTF8 = .replace
    let lenient = try Imported([path], options)
    #expect(lenient.value(0, "name").isIdentical(to: "a\u{fffd}"))
  }

  @Test func theRejectsFileHoldsOneLinePerRow() throws {
    let path = files.write("n.csv", ":ID,n:int,:LABEL\n1,\"x\ty\nz\",L\n")
    let rejects = RejectsFile(besides: path)
    _ = try importGraph([ImportFile(path)], rejects: { rejects.write($0) })
    #expect(rejects.finish() == 0)
    #expect(
      String(decoding: files.read("n.csv.rejects.tsv"), as: UTF8.self)
        == "line\tcolumn\treason\trow\n"
        + "2\t2 n:int\tnot a value of type int\t1,\"x\\ty\\nz\",L\n")
    let clean = files.write("c.csv", ":ID,:LABEL\n1,L\n")
    let none = RejectsFile(besides: clean)
    _ = try importGraph([ImportFile(clean)], rejects: { none.write($0) })
    #expect(none.finish() == 0)
    #expect(!files.names.contains("c.csv.rejects.tsv"))
  }

  @Test func anImportStopsAtItsLimitOfRejects() throws {
    let path = files.write("n.csv", ":ID,n:int,:LABEL\n1,a,L\n2,b,L\n3,c,L\n")
    var options = ImportOptions()
    options.rejectLimit = 2
    #expect {
      try Imported([path], options)
    } throws: { error in
      guard case .tooManyRejects(limit: 2, let first)? = error as? ImportError else { return false }
      return first.line == 2
    }
  }

  @Test func fieldsOverTheLimitAreRefused() throws {
    let path = files.write("n.csv", ":ID,s,:LABEL\n1,123456789,L\n2,1,L\n")
    var options = ImportOptions()
    options.fieldByteLimit = 8
    #expect(try Imported([path], options).reasons == ["2:2 s: longer than the limit of 8 bytes"])
  }

  @Test func aQuoteLeftOpenIsOneRejectHoweverLargeTheFile() throws {
    var text = ":ID,s,:LABEL\n1,a,L\n2,\"open,L\n"
    for id in 3..<400 { text += "\(id),\"\",L\n" }
    let path = files.write("n.csv", text)
    var options = ImportOptions()
    options.recordByteLimit = 1_000
    options.blockByteCount = 128
    options.invalidUTF8 = .replace
    let reason = "the record is longer than the limit of 1000 bytes; is a quote left open here?"
    for jobs in 1...2 {
      options.jobs = jobs
      let imported = try Imported([path], options)
      #expect(imported.reasons == ["3:2 s: \(reason)"])
      #expect(imported.rejects.map(\.row) == [Array("2,\"open,L".utf8)])
      #expect(imported.graph.nodeCount == 398)
      #expect(imported.value(397, "s").isIdentical(to: ""))
    }
  }

  @Test func aLineOverTheLimitIsOneReject() throws {
    let long = String(repeating: "字", count: 2_000)
    let path = files.write("n.csv", "id,s\n1,a\n2,\(long)\n3,b\n")
    var options = ImportOptions()
    options.recordByteLimit = 1_000
    options.blockByteCount = 128
    let imported = try Imported([path], options)
    #expect(imported.rejects.map(\.line) == [3])
    #expect(imported.rejects.map(\.reason) == [.recordTooLong(limit: 1_000)])
    #expect(imported.value(1, "s").isIdentical(to: "b"))
    #expect(imported.graph.nodeCount == 2)
  }

  @Test func filesThatCannotBeReadAreErrors() throws {
    func error(_ path: String) -> ImportError? {
      do {
        _ = try Imported([path])
        return nil
      } catch {
        return error
      }
    }
    let missing = files.file("missing.csv")
    #expect(error(missing) == .fileNotFound(path: missing))
    #expect(error(files.path) == .isDirectory(path: files.path))
    let empty = files.write("empty.csv", "")
    #expect(error(empty) == .emptyFile(path: empty))
    let rubbish = files.write("rubbish.csv", [0x7f, 0x45, 0x00, 0x01, 0x0a])
    #expect(error(rubbish) == .notText(path: rubbish, kind: .unknown))
    let packed = files.write("packed.csv", [0x1f, 0x8b, 0x08, 0x00])
    #expect(error(packed) == .notText(path: packed, kind: .compressed))
    let wide = files.write("wide.csv", [0xff, 0xfe, 0x3a, 0x00])
    #expect(error(wide) == .notText(path: wide, kind: .utf16))
    #expect(error("/dev/null") == .notAFile(path: "/dev/null"))
  }

  @Test(
    arguments: [
      ("a,b", nil, .neitherNodesNorRelationships),
      (":ID,:START_ID,:END_ID,:TYPE", nil, .nodesAndRelationships),
      (":ID,a,a", 3, .repeatedColumn("a")),
      (":START_ID,:TYPE", nil, .missingColumn(":END_ID")),
      (":START_ID,:END_ID", nil, .missingColumn(":TYPE")),
      (":ID,a:number", 2, .unknownType("number")),
      (":ID,a:vector", 2, .unsupportedType("vector")),
      (":ID,a:point{crs:WGS-84}", 2, .unsupportedType("point{crs:WGS-84}")),
      (":ID,,b", 2, .unnamedColumn),
    ] as [(String, Int?, ImportError.HeaderProblem)])
  func badHeadersSayWhatIsWrong(
    header: String, column: Int?, problem: ImportError.HeaderProblem
  ) throws {
    let path = files.write("h.csv", header + "\n")
    #expect(throws: ImportError.badHeader(path: path, line: 1, column: column, problem: problem)) {
      try Imported([path])
    }
  }

  @Test func aHeaderAloneIsAFileWithoutRows() throws {
    let path = files.write("h.csv", ":ID,:LABEL")
    #expect(try Imported([path]).graph.nodeCount == 0)
  }
}
