// What is wrong with a query, in both languages, and how it is shown. English is the engine's own
// sentence. Chinese is one sentence per detail with the concerned name in it; where the engine's
// sentence tells more than that, it stands behind in brackets.

import Query
import Text

extension Messages {
  /// What is wrong with a query.
  static func queryError(_ error: QueryError) -> Phrase {
    let sentence = sentence(of: error.detail, error.subject)
    let isWhole = sentence.isWhole && (!error.subject.isEmpty || !sentence.needsSubject)
    return Phrase(
      error.message, isWhole ? sentence.text : "\(sentence.text)（\(error.message)）")
  }

  /// What to do about it; what is commonly met is said in Chinese too.
  static func queryHint(_ hint: String) -> Phrase {
    let known: [(start: String, end: String, before: String, after: String)] = [
      ("did you mean ", "?", "您是否想用 ", "？"), ("give it with ", "", "请用 ", " 给出"),
      ("leave out ", "", "请去掉 ", ""), ("give data as parameters", "", "数据请用参数给出", ""),
    ]
    return translated(hint, by: known)
  }

  /// Something worth knowing about a query.
  static func queryWarning(_ message: String) -> Phrase {
    let known: [(start: String, end: String, before: String, after: String)] = [
      ("no node has the label ", "", "没有节点带标签 ", ""),
      ("no relationship has the type ", "", "没有关系的类型是 ", ""),
      ("nothing has the property ", "", "没有节点或关系带属性 ", ""),
    ]
    return translated(message, by: known)
  }

  /// The Chinese around the part of a sentence that is the same in every language.
  private static func translated(
    _ english: String, by known: [(start: String, end: String, before: String, after: String)]
  ) -> Phrase {
    let bytes = english.utf8
    for entry in known {
      guard bytes.starts(with: entry.start.utf8),
        bytes.reversed().starts(with: entry.end.utf8.reversed())
      else { continue }
      let kept = bytes.dropFirst(entry.start.utf8.count).dropLast(entry.end.utf8.count)
      return Phrase(english, entry.before + (String(kept) ?? "") + entry.after)
    }
    return Phrase(same: english)
  }

  private struct Sentence {
    let text: String
    /// Whether it says all that the English sentence does.
    var isWhole = true
    var needsSubject = false
  }

  private static func whole(_ text: String) -> Sentence { Sentence(text: text) }

  private static func partly(_ text: String) -> Sentence { Sentence(text: text, isWhole: false) }

  /// A sentence with a name in the place of `%`; it says all only where there is a name.
  private static func naming(_ text: String, _ name: String, isWhole: Bool = true) -> Sentence {
    let parts = text.split(separator: "%", omittingEmptySubsequences: false)
    let filled = parts.joined(separator: name.isEmpty ? "" : "“\(name)”")
    return Sentence(text: filled, isWhole: isWhole, needsSubject: true)
  }

  private static func sentence(of detail: QueryError.Detail, _ name: String) -> Sentence {
    switch detail {
    case .ambiguousAggregationExpression, .columnNameConflict, .differentColumnsInUnion,
      .invalidAggregation, .invalidClauseComposition, .nestedAggregation, .noExpressionAlias,
      .noVariablesInScope, .nonConstantExpression, .undefinedVariable, .unexpectedSyntax,
      .variableAlreadyBound, .variableTypeConflict, .invalidParameterUse, .missingParameter:
      return sentence(ofNames: detail, name)
    case .creatingVarLength, .deleteConnectedNode, .deletedEntityAccess, .invalidDelete,
      .invalidRelationshipPattern, .mergeReadOwnWrites, .noSingleRelationshipType,
      .relationshipUniquenessViolation, .requiresDirectedRelationship, .invalidPattern:
      return sentence(ofPatterns: detail, name)
    case .timeLimit, .memoryLimit, .rowLimit, .stepLimit, .cancelled, .queryTooLong,
      .nestingTooDeep, .indexExists, .indexNotFound, .readOnly, .fileNotAllowed,
      .fileNotReadable, .graphError:
      return sentence(ofSurroundings: detail, name)
    default: return sentence(ofValues: detail, name)
    }
  }

  private static func sentence(
    ofNames detail: QueryError.Detail, _ name: String
  ) -> Sentence {
    switch detail {
    case .ambiguousAggregationExpression: partly("与聚合函数并列的表达式必须是常量或已分组的列")
    case .columnNameConflict: naming("列名%重复", name)
    case .differentColumnsInUnion: whole("UNION 两边的列名必须相同")
    case .invalidAggregation: naming("此处不能使用聚合函数%", name)
    case .invalidClauseComposition: partly("子句不能这样组合")
    case .nestedAggregation: whole("聚合函数不能嵌套在聚合函数中")
    case .noExpressionAlias: whole("WITH 中的表达式需要用 AS 命名")
    case .noVariablesInScope: whole("没有变量可供 * 返回")
    case .nonConstantExpression: partly("此处只能使用常量表达式")
    case .undefinedVariable: naming("变量%没有定义", name)
    case .variableAlreadyBound: naming("变量%已经被使用", name)
    case .variableTypeConflict: naming("变量%的类型与此处的用法冲突", name)
    case .invalidParameterUse: partly("此处不能使用参数")
    case .missingParameter: naming("没有给出参数%", name)
    default: name.isEmpty ? partly("语法有误") : naming("此处不应出现%", name, isWhole: false)
    }
  }

  private static func sentence(
    ofPatterns detail: QueryError.Detail, _ name: String
  ) -> Sentence {
    switch detail {
    case .creatingVarLength: whole("不能创建可变长度的关系")
    case .deleteConnectedNode: whole("节点还有关系，不能删除；请用 DETACH DELETE，或先删除关系")
    case .deletedEntityAccess: whole("节点或关系已被本语句删除，无法读取其内容")
    case .invalidDelete: whole("DELETE 只能删除节点、关系或路径；去掉标签请用 REMOVE")
    case .mergeReadOwnWrites: whole("MERGE 的模式中不能使用 null 属性")
    case .noSingleRelationshipType: whole("创建关系时必须给出恰好一个类型")
    case .relationshipUniquenessViolation: naming("关系%在同一模式中出现了两次", name)
    case .requiresDirectedRelationship: whole("创建关系时必须给出方向")
    case .invalidRelationshipPattern: partly("关系的模式有误")
    default: partly("模式有误")
    }
  }

  private static func sentence(
    ofValues detail: QueryError.Detail, _ name: String
  ) -> Sentence {
    switch detail {
    case .floatingPointOverflow: naming("浮点数%超出范围", name)
    case .integerOverflow: naming("整数%超出 64 位范围", name)
    case .invalidArgumentPassingMode: partly("调用过程的方式有误")
    case .invalidArgumentType: naming("%的参数类型不对", name, isWhole: false)
    case .invalidArgumentValue: naming("%的参数值不对", name, isWhole: false)
    case .invalidNumberLiteral: naming("数字%的写法有误", name)
    case .invalidNumberOfArguments: naming("%的参数个数不对", name, isWhole: false)
    case .invalidPropertyType: partly("属性不能保存这种类型的值")
    case .invalidUnicodeCharacter: partly("此处有不能使用的字符")
    case .invalidUnicodeLiteral: partly("Unicode 转义的写法有误；请用 \\u 和四位十六进制数")
    case .mapElementAccessByNonString: whole("取映射中的值时，键必须是字符串")
    case .negativeIntegerArgument: naming("%的值不能是负数", name)
    case .numberOutOfRange: naming("%的数值超出允许的范围", name, isWhole: false)
    case .procedureNotFound: naming("没有名为%的过程", name)
    case .unknownFunction: naming("没有名为%的函数", name)
    case .divisionByZero: whole("整数不能除以零")
    default: partly("值有误")
    }
  }

  private static func sentence(
    ofSurroundings detail: QueryError.Detail, _ name: String
  ) -> Sentence {
    switch detail {
    case .timeLimit: whole("语句超过时限，已经停止；图未作改动")
    case .memoryLimit: partly("语句占用的内存超过限制，已经停止；图未作改动")
    case .rowLimit: partly("结果的行数超过限制")
    case .stepLimit: partly("语句的步数超过限制")
    case .cancelled: whole("语句已被取消；图未作改动")
    case .queryTooLong: partly("语句太长")
    case .nestingTooDeep: partly("嵌套太深")
    case .indexExists: whole("已经有这样的索引")
    case .indexNotFound: whole("没有这样的索引")
    case .readOnly: whole("以只读方式打开时不能改动图")
    case .fileNotAllowed: partly("不允许读取这个文件；请用 --import-folder 指定可读的目录")
    case .fileNotReadable: naming("无法读取文件%", name, isWhole: false)
    default: partly("图无法完成这个操作")
    }
  }
}

// MARK: Around a query

extension Messages {
  static let noStatement = Phrase(
    "there is no statement; give one, or a file with -f", "没有语句；请给出语句，或用 -f 指定文件")
  static let statementTwice = Phrase(
    "a statement and a file with -f were given; one of them is enough", "语句和 -f 文件只能给出一个")
  static func scriptsWithOthers(_ script: String, _ other: String) -> Phrase {
    Phrase(
      "\(script) is a script and \(other) is not; import one kind, then run the other with kin query",
      "\(script) 是脚本而 \(other) 不是；请分开载入，脚本可用 kin query 执行")
  }
  static let nothingChanged = Phrase("nothing was changed", "没有改动")

  static func notAParameter(_ text: String) -> Phrase {
    Phrase(
      "-p needs NAME=VALUE or @FILE, not '\(text)'", "-p 需要“名=值”或“@文件”，而不是“\(text)”")
  }

  static func notALiteral(_ text: String, of name: String, at offset: Int) -> Phrase {
    Phrase(
      "the value of $\(name) is wrong at byte \(offset): \(text)",
      "参数 $\(name) 的值在第 \(offset) 字节处有误：\(text)")
  }

  static func notJSON(_ path: String, line: Int, _ column: Int, _ problem: String) -> Phrase {
    Phrase(
      "\(path):\(line):\(column): no JSON: \(problem)",
      "\(path):\(line):\(column)：不是 JSON（\(problem)）")
  }

  static func notAnObject(_ path: String) -> Phrase {
    Phrase(
      "\(path) holds no object; its members would be the parameters",
      "\(path) 中不是对象；对象的成员才是参数")
  }

  static func notAValue(_ path: String, _ problem: String) -> Phrase {
    Phrase("\(path): \(problem)", "\(path)：\(problem)")
  }

  static func statementsBefore(_ done: Int, of count: Int) -> Phrase {
    Phrase(
      "\(done) of \(count) statements were done before it, and stay so",
      "在它之前的 \(done) 条语句（共 \(count) 条）已经完成并生效")
  }

  static func cutAtLimit(_ limit: Int) -> Phrase {
    Phrase(
      "there are more rows than \(grouped(limit)) (--limit)", "结果多于 \(grouped(limit)) 行（--limit）")
  }

  static func resultFooter(rows: Int?, seconds: Double) -> Phrase {
    let time = seconds < 1 ? fixed(seconds * 1000, digits: 1) + " ms" : duration(seconds: seconds)
    guard let rows else { return Phrase(same: time) }
    return Phrase(
      "\(grouped(rows)) \(rows == 1 ? "row" : "rows"), \(time)", "\(grouped(rows)) 行，\(time)")
  }

  /// What a statement changed.
  static func changes(_ counters: QueryCounters) -> Phrase {
    let parts: [(Int, one: String, many: String, chinese: String)] = [
      (counters.nodesCreated, "node created", "nodes created", "个节点已创建"),
      (counters.nodesDeleted, "node deleted", "nodes deleted", "个节点已删除"),
      (
        counters.relationshipsCreated, "relationship created", "relationships created",
        "个关系已创建"
      ),
      (
        counters.relationshipsDeleted, "relationship deleted", "relationships deleted",
        "个关系已删除"
      ),
      (counters.propertiesSet, "property set", "properties set", "个属性已设置"),
      (counters.labelsAdded, "label added", "labels added", "个标签已添加"),
      (counters.labelsRemoved, "label removed", "labels removed", "个标签已去掉"),
      (counters.indexesAdded, "index made", "indexes made", "个索引已建立"),
      (counters.indexesRemoved, "index removed", "indexes removed", "个索引已删除"),
    ]
    let present = parts.filter { $0.0 != 0 }
    return Phrase(
      present.map { "\(grouped($0.0)) \($0.0 == 1 ? $0.one : $0.many)" }.joined(separator: ", "),
      present.map { "\(grouped($0.0)) \($0.chinese)" }.joined(separator: "，"))
  }
}

extension Session {
  /// Shows what is wrong with a query, or what is worth knowing about it, with carets under the
  /// place.
  ///
  /// The place is told from the start of the source; where the source has a name, it comes first.
  func report(_ diagnostic: Diagnostic, _ message: Phrase, in source: SourceText) {
    output.data.flush()
    let channel = output.notices
    if let name = source.name {
      let place = diagnostic.span.map { source.place(at: $0.start) }
      channel.write(name + (place.map { ":\($0.line):\($0.column)" } ?? "") + ": ")
    }
    let code = diagnostic.code.map { "[\($0)]" } ?? ""
    let isError = diagnostic.severity == .error
    let word = isError ? Phrase("error", "错误") : Phrase("warning", "警告")
    channel.write(word[language] + code, isError ? .red : .cyan)
    channel.write(language == .english ? ": " : "：")
    channel.line(message[language])
    guard diagnostic.span != nil || diagnostic.hint != nil else { return }
    // The first line of what the diagnostic makes is the one above.
    var rest = diagnostic
    rest.message = ""
    rest.hint = diagnostic.hint.map { Messages.queryHint($0)[language] }
    let width = (channel.terminalWidth ?? 106) - 6
    let plain = source.name == nil ? source : SourceText(source.bytes)
    let lines = rest.rendered(in: plain, width: width)
    guard let end = lines.firstIndex(of: 0x0a) else { return }
    channel.write(lines.span.extracting((end + 1)..<lines.count))
  }
}
