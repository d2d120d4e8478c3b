// What is said around reading pages, in both languages.

import Text

extension Messages {
  static func pagesRead(_ report: BuildReport, seconds: Double) -> Phrase {
    let time = duration(seconds: seconds)
    let rate = seconds > 0 ? Double(report.byteCount) / seconds : 0
    let speed = rate < 1e15 ? byteSize(Int(rate)) + "/s" : ""
    var english = "\(grouped(report.readCount)) pages read"
    var chinese = "读入 \(grouped(report.readCount)) 个页面"
    if report.unchangedCount > 0 {
      english += ", \(grouped(report.unchangedCount)) unchanged"
      chinese += "，\(grouped(report.unchangedCount)) 个未变"
    }
    if report.removedCount > 0 {
      english += ", \(grouped(report.removedCount)) gone"
      chinese += "，\(grouped(report.removedCount)) 个已移除"
    }
    return Phrase("\(english), in \(time) (\(speed))", "\(chinese)，用时 \(time)（\(speed)）")
  }

  static func built(_ path: String, nodes: Int, relationships: Int) -> Phrase {
    Phrase(
      "\(path) has \(grouped(nodes)) nodes and \(grouped(relationships)) relationships",
      "\(path) 有 \(grouped(nodes)) 个节点、\(grouped(relationships)) 个关系")
  }

  static let dryRun = Phrase("dry run: nothing was written", "试运行：未写入任何内容")

  static func pagesWithProblems(_ count: Int) -> Phrase {
    Phrase(
      "\(grouped(count)) pages or lines have problems; everything else was read:",
      "\(grouped(count)) 个页面或行有问题；其余均已读入：")
  }

  static func nothingToBuild(in operands: [String]) -> Phrase {
    let names = operands.joined(separator: " ")
    return Phrase(
      "no .txt, .md or .jsonl files in \(names)", "\(names) 中没有 .txt、.md 或 .jsonl 文件")
  }

  static func interruptedBuild(_ path: String, pages: Int) -> Phrase {
    pages == 0
      ? Phrase("interrupted; \(path) is as it was", "已中断；\(path) 保持原样")
      : Phrase(
        "interrupted; \(path) holds the last whole commit, with \(grouped(pages)) of the pages of "
          + "this build; run it again to read the rest",
        "已中断；\(path) 保留最后一次完整提交，含本次读入的 \(grouped(pages)) 个页面；再次运行可读入其余页面")
  }

  static func badRules(_ path: String, _ message: String) -> Phrase {
    Phrase("the rules in \(path) cannot be used: \(message)", "\(path) 中的规则无法使用：\(message)")
  }

  // MARK: Forget

  static func forgotten(_ pages: [String], nodes: Int, relationships: Int) -> Phrase {
    let names = pages.joined(separator: " ")
    return Phrase(
      "forgot \(names): \(grouped(nodes)) nodes and \(grouped(relationships)) relationships less",
      "已忘记 \(names)：减少 \(grouped(nodes)) 个节点、\(grouped(relationships)) 个关系")
  }

  static func noSuchPage(_ name: String, in path: String, near: [String]) -> Phrase {
    let (english, chinese) =
      near.isEmpty
      ? ("", "")
      : (
        "; did you mean \(near.joined(separator: " or "))?",
        "；您是否想用 \(near.joined(separator: " 或 "))？"
      )
    return Phrase(
      "\(path) has no page \(name)\(english)", "\(path) 中没有页面 \(name)\(chinese)")
  }

  static func severalPages(_ name: String, _ pages: [String]) -> Phrase {
    Phrase(
      "several pages end with \(name): \(pages.joined(separator: ", "))",
      "有多个页面以 \(name) 结尾：\(pages.joined(separator: "、"))")
  }

  // MARK: Why

  static let noEvidence = Phrase("no page states this", "没有页面陈述此事")
  static let namedBy = Phrase("Named by", "提及")
  static let relationsHeading = Phrase("Relations", "关系")
  static let mergesHeading = Phrase("Taken for one", "合并")
  static let whatWhyTakes = Phrase(
    "give the number of a node (12) or relationship (r12), a key, or a name; both ends of a "
      + "relationship are two names",
    "请给出节点编号（12）、关系编号（r12）、键或名称；给出两个名称即为关系的两端")

  static func alsoWritten(_ forms: [String]) -> Phrase {
    Phrase(
      "also written \(forms.joined(separator: ", "))", "又作 \(forms.joined(separator: "、"))")
  }

  static func andMore(_ count: Int) -> Phrase {
    Phrase("… and \(grouped(count)) more", "……还有 \(grouped(count)) 个")
  }

  static func merged(form: String, reason: String, page: String) -> Phrase {
    Phrase("\(form): \(reason) (\(page))", "\(form)：\(reason)（\(page)）")
  }

  static func mergedAcross(rule: String, with name: String, pages: Int) -> Phrase {
    let english = name.isEmpty ? rule : "\(rule) \(name)"
    return Phrase(
      "\(grouped(pages)) pages share \(english)", "\(grouped(pages)) 个页面都有 \(english)")
  }

  static func noSuchFact(_ name: String, in path: String) -> Phrase {
    Phrase("\(path) has nothing called \(name)", "\(path) 中没有“\(name)”")
  }

  static func nothingBetween(_ names: [String]) -> Phrase {
    let (first, last) = (names[0], names[names.count - 1])
    let type = names.count == 3 ? " \(names[1])" : ""
    return Phrase(
      "no relationship\(type) between \(first) and \(last)", "\(first) 与 \(last) 之间没有关系\(type)")
  }

  // MARK: Score

  static let scoredEntities = Phrase("entities", "实体")
  static let scoredRelations = Phrase("relations", "关系")

  static func noGold(_ path: String) -> Phrase {
    Phrase("no gold files (.json) in \(path)", "\(path) 中没有标准答案文件（.json）")
  }

  static func malformed(_ path: String, _ what: String) -> Phrase {
    Phrase("\(path) cannot be used: \(what)", "\(path) 无法使用：\(what)")
  }

  static func noExport(_ page: String) -> Phrase {
    Phrase(
      "nothing to score for \(page): everything in it counts as missed",
      "\(page) 没有可评分的图：其中全部计为遗漏")
  }

  static func propertyScore(_ type: String, _ right: Int, _ total: Int) -> Phrase {
    Phrase("property of \(type): \(right)/\(total)", "\(type) 的属性：\(right)/\(total)")
  }
}
