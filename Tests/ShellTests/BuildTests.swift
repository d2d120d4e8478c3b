// The commands that read pages, run in memory on pages of invented names.

import Glibc
import TestSupport
import Testing

@testable import Shell

@Suite struct `Building from pages` {
  private let directory = TemporaryDirectory()
  private var folder: String { directory.path }

  private func write(_ name: String, _ text: String) {
    var folder = folder
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      mkdir(folder, 0o755)
    }
    directory.write(name, text)
  }

  private func page(_ reporter: String, _ title: String, _ text: String) -> String {
    "\(title)\n\n　　本报讯（记者 \(reporter)）\(text)\n"
  }

  private func run(_ arguments: String...) -> ShellRun { ShellRun(arguments + ["--lang", "en"]) }

  private func export(_ graph: String) -> [String] {
    ShellRun(["export", graph, "--format", "jsonl"]).data.split(separator: "\n").map(String.init)
  }

  @Test func `reads only what is new or changed`() throws {
    write("pages/a.txt", page("林知夏", "云溪区职工技能大赛开赛", "云溪区总工会举办云溪区职工技能大赛。"))
    write("pages/b.md", page("沈若溪", "走访企业", "云溪区总工会主席周牧野走访企业。"))
    let graph = folder + "/g.kin"
    #expect(run("build", folder + "/pages", "-o", graph).notices.contains("2 pages read"))
    #expect(run("build", folder + "/pages", "-o", graph).notices.contains("2 unchanged"))
    write("pages/b.md", page("沈若溪", "走访", "云溪区总工会主席周牧野走访企业。"))
    #expect(
      run("build", folder + "/pages", "-o", graph).notices.contains("1 pages read, 1 unchanged"))
    let updated = export(graph)
    let fresh = folder + "/fresh.kin"
    #expect(run("build", folder + "/pages", "-o", fresh).code == .success)
    #expect(export(fresh).count == updated.count)
  }

  @Test func `does not depend on order and threads`() throws {
    var lines = (0..<12).map { number in
      """
      {"page":"\(number).txt","paper":"日报","text":"标题\(number)\\n\\n　　本报讯（记者 林知夏）\
      云溪区总工会主席周牧野出席第\(number % 3 + 1)届云溪区职工技能大赛。"}
      """
    }
    write("one.jsonl", lines.joined(separator: "\n"))
    var random = Random(seed: 3)
    lines.shuffle(using: &random)
    write("other.jsonl", lines.joined(separator: "\n"))
    #expect(
      run("build", folder + "/one.jsonl", "-o", folder + "/one.kin", "-j", "1").code == .success)
    #expect(
      run("build", folder + "/other.jsonl", "-o", folder + "/other.kin", "-j", "4").code == .success
    )
    #expect(export(folder + "/one.kin") == export(folder + "/other.kin"))
    #expect(!export(folder + "/one.kin").isEmpty)
  }

  @Test func `joins lines of facts that were extracted apart`() throws {
    let lines = (0..<8).map { number in
      #"{"page":"\#(number).txt","text":"标题\#(number)\n\n　　云溪区总工会主席周牧野讲话。"}"#
    }
    write("whole.jsonl", lines.joined(separator: "\n"))
    let whole = run("extract", folder + "/whole.jsonl")
    #expect(whole.code == .success)
    for parts in [1, 4, 8] {
      var joined = ""
      for part in 0..<parts {
        let share = lines[(part * 8 / parts)..<((part + 1) * 8 / parts)]
        write("part.jsonl", share.joined(separator: "\n"))
        joined += run("extract", folder + "/part.jsonl", "--jobs", "\(part % 3 + 1)").data
      }
      #expect(joined == whole.data)
    }
    write("whole.facts.jsonl", whole.data)
    #expect(
      run("build", folder + "/whole.facts.jsonl", "-o", folder + "/facts.kin").code == .success)
    #expect(run("build", folder + "/whole.jsonl", "-o", folder + "/whole.kin").code == .success)
    #expect(export(folder + "/facts.kin") == export(folder + "/whole.kin"))
  }

  @Test func `lets go of pages that are gone from a folder`() throws {
    write("pages/a.txt", page("林知夏", "大赛", "云溪区总工会举办职工技能大赛。"))
    write("pages/sub/b.txt", page("沈若溪", "走访", "星湖区总工会主席周牧野走访企业。"))
    write("lines.jsonl", #"{"page":"c.txt","text":"标题\n\n　　云溪区总工会开展活动。"}"#)
    let graph = folder + "/g.kin"
    #expect(run("build", folder + "/pages", folder + "/lines.jsonl", "-o", graph).code == .success)
    removeFile(folder + "/pages/sub/b.txt")
    #expect(run("build", folder + "/pages/sub", "-o", graph).notices.contains("1 gone"))
    #expect(!export(graph).contains { $0.contains("沈若溪") })
    #expect(export(graph).contains { $0.contains("c.txt") })
    #expect(run("forget", graph, "a.txt", "c.txt").code == .success)
    #expect(export(graph).isEmpty)
  }

  @Test func `tells what is wrong and builds the rest`() throws {
    write("pages/a.txt", page("林知夏", "大赛", "云溪区总工会举办职工技能大赛。"))
    write("pages/empty.txt", "")
    write(
      "pages/lines.jsonl",
      """
      {"page":"c.txt","text":"标题\\n\\n　　云溪区总工会开展活动。"}
      {"page":"c.txt","text":"标题\\n\\n　　星湖区总工会开展活动。"}
      {"page":1,"text":"x"}
      {"page":

      """)
    let build = run("build", folder + "/pages", "-o", folder + "/g.kin")
    #expect(build.code == .finishedWithRejects)
    for text in [
      "empty.txt, byte 0: the page is empty", "c.txt: another page", "lines.jsonl:3: no page",
      "lines.jsonl:4, byte 8: not JSON", "4 pages or lines",
    ] {
      #expect(build.notices.contains(text))
    }
    #expect(export(folder + "/g.kin").contains { $0.contains("云溪区总工会") })
  }

  @Test func `writes nothing in a dry run`() throws {
    write("a.txt", page("林知夏", "大赛", "云溪区总工会举办职工技能大赛。"))
    let dry = run("build", folder + "/a.txt", "-o", folder + "/g.kin", "--dry-run")
    #expect(dry.code == .success)
    #expect(dry.notices.contains("nothing was written"))
    #expect(pathKind(folder + "/g.kin") == .missing)
  }

  @Test func `names a graph after what it is made of`() {
    #expect(defaultGraph(for: "news/2024/") == "2024.kin")
    #expect(defaultGraph(for: "./a.txt") == "a.kin")
    #expect(defaultGraph(for: "x/a.facts.jsonl") == "a.kin")
    #expect(defaultGraph(for: ".") == "pages.kin")
    #expect(defaultGraph(for: "-") == "pages.kin")
    #expect(defaultGraph(for: ".txt") == ".txt.kin")
  }

  @Test func `tells why in both languages`() throws {
    write("a.txt", page("林知夏", "云溪区职工技能大赛开赛", "云溪区总工会主席周牧野出席职工技能大赛。"))
    let graph = folder + "/g.kin"
    #expect(run("build", folder + "/a.txt", "-o", graph).code == .success)
    #expect(run("why", graph, "林知夏").data.contains("Named by (1)"))
    let english = run("why", graph, "林知夏", "REPORTED", "云溪区职工技能大赛开赛")
    #expect(english.data.contains("-[:REPORTED {role: reporter}]->"))
    #expect(english.data.contains("⟦"))
    #expect(ShellRun(["why", graph, "林知夏", "--lang", "zh"]).data.contains("提及"))
    #expect(run("why", graph, "林知夏", "--json").data.hasPrefix("[{\"node\":"))
    let nobody = run("why", graph, "某某某")
    #expect(nobody.code == .dataError)
    #expect(nobody.notices.contains("has nothing called"))
  }

  @Test(arguments: [
    (0.0, 0), (1.0, 10000), (0.5, 5000), (1.0 / 3, 3333), (2.0 / 3, 6667), (0.00005, 1),
    (0.87654999, 8765), (1e-300, 0),
  ])
  func `rounds shares by their exact value`(share: Double, tenThousandths: Int) {
    #expect(Shell.tenThousandths(of: share) == tenThousandths)
  }
}
