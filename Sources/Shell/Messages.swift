// The catalogue of messages: each in both languages, side by side, so that a missing or stale
// translation is seen at once. Help of commands and flags stands in their table instead.

internal import Graph

/// The messages of the shell.
enum Messages {
  static let tagline = Phrase(
    "kin keeps a knowledge graph in one file", "kin 把知识图谱保存在一个文件里")
  static let usageHeading = Phrase("Usage", "用法")
  static let commandsHeading = Phrase("Commands", "命令")
  static let topicsHeading = Phrase("Topics", "主题")
  static let everywhereHeading = Phrase("With every command", "每个命令都接受")
  static let flagsHeading = Phrase("Flags", "选项")
  static let examplesHeading = Phrase("Examples", "示例")

  // MARK: Usage

  static func unknownCommand(_ name: String, near: [String]) -> Phrase {
    Phrase(
      "unknown command '\(name)'" + didYouMean(near).english,
      "未知命令“\(name)”" + didYouMean(near).chinese)
  }

  static func unknownTopic(_ name: String, near: [String]) -> Phrase {
    Phrase(
      "there is no help on '\(name)'" + didYouMean(near).english,
      "没有关于“\(name)”的帮助" + didYouMean(near).chinese)
  }

  static func unknownFlag(_ flag: String, of command: String?, near: [String]) -> Phrase {
    let place = command.map { "kin \($0)" } ?? "kin"
    return Phrase(
      "'\(place)' has no flag \(flag)" + didYouMean(near).english,
      "“\(place)”没有选项 \(flag)" + didYouMean(near).chinese)
  }

  private static func didYouMean(_ near: [String]) -> Phrase {
    if near.isEmpty { return Phrase(same: "") }
    return Phrase(
      "; did you mean \(near.joined(separator: " or "))?",
      "；您是否想用 \(near.joined(separator: " 或 "))？")
  }

  static func existingCommands(_ names: [String]) -> Phrase {
    Phrase(
      "commands: \(names.joined(separator: ", ")); see 'kin help'",
      "命令：\(names.joined(separator: "、"))；请看“kin help”")
  }

  static func existingTopics(_ names: [String]) -> Phrase {
    Phrase(
      "topics: \(names.joined(separator: ", "))", "主题：\(names.joined(separator: "、"))")
  }

  static func missingOperand(_ operands: String, of command: String) -> Phrase {
    Phrase("'kin \(command)' needs \(operands)", "“kin \(command)”需要 \(operands)")
  }

  static func unexpectedOperand(_ operand: String, of command: String) -> Phrase {
    Phrase(
      "'kin \(command)' does not know what to do with '\(operand)'",
      "“kin \(command)”不接受“\(operand)”")
  }

  static func missingValue(of flag: String, _ argument: String) -> Phrase {
    Phrase("\(flag) needs a value: \(flag) \(argument)", "\(flag) 需要一个值：\(flag) \(argument)")
  }

  static func missingFlag(_ flag: Flag, of command: String) -> Phrase {
    let written = flag.short.map { "-" + $0 } ?? "--" + flag.name
    let argument = flag.argument ?? ""
    return Phrase(
      "'kin \(command)' needs \(written) \(argument)",
      "“kin \(command)”需要 \(written) \(argument)")
  }

  static func flagTakesNoValue(_ flag: String) -> Phrase {
    Phrase("\(flag) takes no value", "\(flag) 不接受值")
  }

  static func notOneOf(_ value: String, _ known: [String], flag: String) -> Phrase {
    let near = didYouMean(suggestions(for: value, among: known))
    return Phrase(
      "\(flag) does not know '\(value)'\(near.english) (\(known.joined(separator: ", ")))",
      "\(flag) 不认识“\(value)”\(near.chinese)（\(known.joined(separator: "、"))）")
  }

  static func notANumber(_ value: String, flag: String, range: ClosedRange<Int>) -> Phrase {
    Phrase(
      "\(flag) needs a number from \(range.lowerBound) to \(range.upperBound), not '\(value)'",
      "\(flag) 需要 \(range.lowerBound) 到 \(range.upperBound) 之间的数，而不是“\(value)”")
  }

  static func notACharacter(_ value: String, flag: String) -> Phrase {
    Phrase(
      "\(flag) needs one ASCII character or 'tab', not '\(value)'",
      "\(flag) 需要一个 ASCII 字符或 tab，而不是“\(value)”")
  }

  static func notATime(_ value: String, flag: String) -> Phrase {
    Phrase(
      "\(flag) needs a time such as 500ms, 5s or 2min, not '\(value)'",
      "\(flag) 需要一个时间，如 500ms、5s 或 2min，而不是“\(value)”")
  }

  // MARK: Files

  static func noSuchFolder(_ path: String) -> Phrase {
    Phrase("there is no folder \(path)", "目录 \(path) 不存在")
  }

  static func noSuchFile(_ path: String) -> Phrase {
    Phrase("there is no file \(path)", "文件 \(path) 不存在")
  }

  static func cannotReadInput(_ code: Int32) -> Phrase {
    let reason = systemReason(code)
    return Phrase(
      "cannot read the standard input: \(reason.english)", "无法读取标准输入：\(reason.chinese)")
  }

  static func notReachable(_ path: String, _ code: Int32) -> Phrase {
    Phrase(
      "cannot look at \(path): \(systemMessage(code))", "无法访问 \(path)：\(systemMessage(code))")
  }

  static func notAFile(_ path: String) -> Phrase {
    Phrase("\(path) is not a regular file", "\(path) 不是普通文件")
  }

  static func isAFolder(_ path: String) -> Phrase {
    Phrase("\(path) is a folder", "\(path) 是一个目录")
  }

  static func nothingToImport(in folder: String) -> Phrase {
    Phrase(
      "the folder \(folder) has no .csv, .jsonl or .graphml files",
      "目录 \(folder) 中没有 .csv、.jsonl 或 .graphml 文件")
  }

  static func graphExists(_ path: String) -> Phrase {
    Phrase("\(path) is there already; nothing was changed", "\(path) 已经存在；未作任何改动")
  }

  static let useReplace = Phrase(
    "give another name with -o, or add --replace", "用 -o 指定另一个名字，或加上 --replace")

  static func cannotCreate(_ path: String, _ code: Int32) -> Phrase {
    let reason = systemReason(code)
    return Phrase("cannot create \(path): \(reason.english)", "无法创建 \(path)：\(reason.chinese)")
  }

  static let interrupted = Phrase(
    "interrupted; nothing was written", "已中断；没有写入任何内容")

  static let writingNow = Phrase(
    "all is read and the graph is being written; press Ctrl-C again to stop all the same",
    "已全部读完，正在写入图；要强行停止请再按一次 Ctrl-C")

  static func interruptedReplacing(_ path: String) -> Phrase {
    Phrase(
      "interrupted while writing; \(path) is as it was, or wholly new if all was written",
      "写入时中断；\(path) 保持原样，若已写完则为全新的图")
  }

  static func cannotRead(_ path: String, _ code: Int32) -> Phrase {
    let reason = systemReason(code)
    return Phrase("cannot read \(path): \(reason.english)", "无法读取 \(path)：\(reason.chinese)")
  }

  static func notUTF8(_ path: String) -> Phrase {
    Phrase("\(path) is not UTF-8", "\(path) 不是 UTF-8 编码")
  }

  // MARK: Import and export

  static func imported(
    nodes: Int, relationships: Int, properties: Int, seconds: Double, _ path: String, byteCount: Int
  ) -> Phrase {
    let counts = summary(nodes: nodes, relationships: relationships, properties: properties)
    let size = byteSize(byteCount)
    let time = duration(seconds: seconds)
    return Phrase(
      "\(counts.english) in \(time); \(path) has \(size)",
      "\(counts.chinese)，用时 \(time)；\(path) 大小 \(size)")
  }

  static func rejected(_ count: Int, _ path: String) -> Phrase {
    Phrase(
      "\(grouped(count)) rows were rejected; see \(path)", "\(grouped(count)) 行被拒绝；见 \(path)")
  }

  static func cannotWriteRejects(_ path: String, _ code: Int32) -> Phrase {
    Phrase(
      "the graph is whole, but \(path) could not be written: \(systemMessage(code))",
      "图已完整写入，但无法写入 \(path)：\(systemMessage(code))")
  }

  static func tryNext(_ command: String) -> Phrase {
    Phrase("try next: \(command)", "接下来可以试试：\(command)")
  }

  static func phase(_ phase: ImportProgress.Phase) -> Phrase {
    switch phase {
    case .inferringTypes: Phrase("looking at types", "判断类型")
    case .reading: Phrase("reading", "读取")
    case .finishing: Phrase("sorting and indexing", "排序与索引")
    }
  }

  static let writing = Phrase("writing …", "写入 …")

  static func timeLeft(_ time: String) -> Phrase { Phrase("\(time) left", "剩余 \(time)") }

  static func needsFolder(_ format: String) -> Phrase {
    Phrase(
      "\(format) is several files; name a folder with -o", "\(format) 由多个文件组成；请用 -o 指定目录")
  }

  static let otherName = Phrase("give another name with -o", "请用 -o 指定另一个名字")

  static func exportOntoGraph(_ path: String) -> Phrase {
    Phrase("\(path) is the graph that is exported", "\(path) 就是要导出的图")
  }

  static func folderNotEmpty(_ path: String) -> Phrase {
    Phrase("the folder \(path) is not empty", "目录 \(path) 不是空的")
  }

  static func notAFolder(_ path: String) -> Phrase {
    Phrase(
      "\(path) is a file, and the format is several files", "\(path) 是文件，而该格式由多个文件组成")
  }

  static func exported(
    nodes: Int, relationships: Int, byteCount: Int, _ path: String
  ) -> Phrase {
    Phrase(
      "\(grouped(nodes)) nodes, \(grouped(relationships)) relationships, \(byteSize(byteCount)) "
        + "to \(path)",
      "\(grouped(nodes)) 个节点，\(grouped(relationships)) 个关系，\(byteSize(byteCount))，写入 \(path)")
  }

  static func arrayDelimiter(_ character: String) -> Phrase {
    Phrase(
      "labels contain ';', so lists are separated by '\(character)': import with "
        + "--array-delimiter '\(character)'",
      "标签中含有“;”，因此列表以“\(character)”分隔：导入时请加 --array-delimiter '\(character)'")
  }

  // MARK: Parts of answers

  static let nodes = Phrase("nodes", "节点")
  static let relationships = Phrase("relationships", "关系")
  static let label = Phrase("label", "标签")
  static let type = Phrase("type", "类型")
  static let key = Phrase("key", "属性键")
  static let count = Phrase("count", "数量")
  static let share = Phrase("present", "出现比例")
  static let valueTypes = Phrase("values", "取值类型")
  static let distinct = Phrase("distinct (about)", "不同值（约）")
  static let index = Phrase("index", "索引")
  static let noIndexes = Phrase("no indexes", "没有索引")
  static let allNodes = Phrase("(all nodes)", "（全部节点）")
  static let pattern = Phrase("pattern", "连接方式")
  static let part = Phrase("part", "部分")
  static let bytes = Phrase("bytes", "字节")
  static let total = Phrase("total", "合计")
  static let withoutLabel = Phrase("(no label)", "（无标签）")
  static let emptyGraph = Phrase("the graph is empty", "图是空的")

  static func summary(nodes: Int, relationships: Int, properties: Int) -> Phrase {
    Phrase(
      "\(grouped(nodes)) nodes, \(grouped(relationships)) relationships, "
        + "\(grouped(properties)) property values",
      "\(grouped(nodes)) 个节点，\(grouped(relationships)) 个关系，\(grouped(properties)) 个属性值")
  }

  static func bytesPerNode(_ number: String) -> Phrase {
    Phrase("\(number) bytes per node without properties", "每个节点 \(number) 字节（不计属性）")
  }

  static func bytesPerRelationship(_ number: String) -> Phrase {
    Phrase(
      "\(number) bytes of adjacency per relationship, both directions",
      "每个关系的邻接 \(number) 字节（两个方向合计）")
  }

  /// A part of a graph by the name that the engine gives it.
  static func part(_ name: String) -> Phrase {
    switch name {
    case "nodes and labels": Phrase(name, "节点与标签")
    case "row indexes": Phrase(name, "行索引")
    case "adjacency": Phrase(name, "邻接")
    case "node properties": Phrase(name, "节点属性")
    case "relationship properties": Phrase(name, "关系属性")
    case "texts": Phrase(name, "文本")
    case "indexes": Phrase(name, "索引")
    case "statistics": Phrase(name, "统计")
    default: Phrase(same: name)
    }
  }

  // MARK: Check

  static func problem(_ description: Phrase) -> Phrase {
    Phrase("problem: \(description.english)", "问题：\(description.chinese)")
  }

  static func checkStopped(_ path: String) -> Phrase {
    Phrase(
      "\(path) cannot be read further; nothing was changed", "\(path) 无法继续读取；未作任何改动")
  }

  static func problemCount(_ count: Int, limit: Int, _ path: String) -> Phrase {
    let more = count >= limit
    return Phrase(
      "\(path): \(count) problems\(more ? " or more" : ""); restore the file from a copy, "
        + "or export what can be read and import it anew",
      "\(path)：\(more ? "至少 " : "")\(count) 个问题；请从副本恢复，或导出可读的部分后重新导入")
  }

  static func allIsWell(_ path: String) -> Phrase {
    Phrase("\(path): all is well", "\(path)：一切正常")
  }

  static func checked(nodes: Int, relationships: Int, indexes: Int) -> Phrase {
    Phrase(
      """
        checked: the checksums of all sections and commits, \(grouped(nodes)) nodes with labels,
        \(grouped(relationships)) relationships in both directions, every property value,
        \(indexes) indexes against the values, the kept counts
      """,
      """
        已检查：所有段和提交的校验和，\(grouped(nodes)) 个节点及其标签，
        \(grouped(relationships)) 个关系（两个方向），每个属性值，
        \(indexes) 个索引与取值是否一致，以及保存的计数
      """)
  }

  // MARK: Demo

  static let demoTitle = Phrase(
    "A graph of invented people, unions, events and districts",
    "一个小图：虚构的人、工会、活动和地区")
  static let demoNext = Phrase(
    "To try next: a graph of your own", "接下来可以试试：建一个自己的图")
  static let howJoined = Phrase("How they are joined", "它们如何相连")

  static func times(_ count: Int) -> Phrase {
    Phrase("\(grouped(count))×", "\(grouped(count)) 次")
  }

  static func whoAttended(_ event: String) -> Phrase {
    Phrase("Who attended the \(event)?", "谁参加了\(event)？")
  }

  static func whatIsIn(_ district: String) -> Phrase {
    Phrase("What is in \(district)?", "\(district)有什么？")
  }

  static func whoMet(_ union: String) -> Phrase {
    Phrase("Whom did members of the \(union) meet, and where?", "\(union)的成员在哪里遇见了谁？")
  }
}
