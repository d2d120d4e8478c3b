// The one table of commands and flags. Parsing, help and messages about usage are all made from it:
// a command that is not in it does not exist.

/// A flag of a command.
struct Flag: Sendable {
  let name: String
  /// The letter after a single dash, if there is one.
  let short: String?
  /// What the flag's value is called, or nil where the flag takes none.
  let argument: String?
  let help: Phrase

  init(_ name: String, short: String? = nil, argument: String? = nil, _ help: Phrase) {
    self.name = name
    self.short = short
    self.argument = argument
    self.help = help
  }
}

/// A command of the program.
struct Command: Sendable {
  let name: String
  /// What stands after the name, as in a manual: `G.kin`.
  let operands: String
  /// How many operands there may be.
  let operandCount: ClosedRange<Int>
  let flags: [Flag]
  let summary: Phrase
  /// More than the summary, for the command's own help; may be empty.
  let details: Phrase
  let examples: [String]
  let run: @Sendable (Invocation, Session) throws(Failure) -> ExitCode
}

/// What was asked for, understood.
struct Invocation {
  let command: Command
  let operands: [String]
  /// The flags in the order they were given.
  private let given: [(name: String, value: String)]

  init(command: Command, operands: [String], given: [(name: String, value: String)]) {
    self.command = command
    self.operands = operands
    self.given = given
  }

  /// Whether a flag was given.
  func has(_ flag: Flag) -> Bool { given.contains { $0.name == flag.name } }

  /// All values that a flag was given.
  func values(_ flag: Flag) -> [String] { given.filter { $0.name == flag.name }.map(\.value) }

  /// The value that a flag was given last, or nil.
  func value(_ flag: Flag) -> String? { given.last { $0.name == flag.name }?.value }
}

extension Flag {
  static let help = Flag("help", short: "h", Phrase("show help", "显示帮助"))
  static let version = Flag("version", Phrase("show the version", "显示版本"))
  static let language = Flag(
    "lang", argument: "zh|en", Phrase("language of messages", "消息的语言"))
  static let json = Flag("json", Phrase("write JSON", "输出 JSON"))

  static let graphOutput = Flag(
    "output", short: "o", argument: "G.kin", Phrase("the graph to make", "要建立的图文件"))
  static let output = Flag(
    "output", short: "o", argument: "FILE",
    Phrase(
      "write there instead of the standard output; formats of several files need a folder",
      "写入此处，而不是标准输出；由多个文件组成的格式需要一个目录"))
  static let importFormat = Flag(
    "format", short: "f", argument: "F",
    Phrase("format of the files, where the name does not tell", "文件格式（文件名看不出时）"))
  static let exportFormat = Flag(
    "format", short: "f", argument: "F",
    Phrase("format to write (jsonl); see 'kin help formats'", "输出格式（默认 jsonl），见“kin help formats”"))
  static let delimiter = Flag(
    "delimiter", argument: "C",
    Phrase("character between fields of CSV, or 'tab' (,)", "CSV 字段分隔符，或 tab（默认 ,）"))
  static let arrayDelimiter = Flag(
    "array-delimiter", argument: "C",
    Phrase("character between items of a list in CSV (;)", "CSV 中列表元素的分隔符（默认 ;）"))
  static let jobs = Flag(
    "jobs", short: "j", argument: "N",
    Phrase("threads to use (all cores)", "使用的线程数（默认为全部核心）"))
  static let replace = Flag(
    "replace", Phrase("replace the graph if it exists", "图文件已存在时替换它"))

  static let parameter = Flag(
    "param", short: "p", argument: "K=V",
    Phrase(
      "a parameter: a literal, plain words, or @FILE with JSON; may be given again",
      "一个参数：字面量、普通文字，或 @文件（JSON）；可多次给出"))
  static let queryFile = Flag(
    "file", short: "f", argument: "FILE",
    Phrase("read the statements from a file ('-' is the standard input)", "从文件读取语句（- 为标准输入）"))
  static let resultFormat = Flag(
    "format", argument: "F",
    Phrase(
      "\(ResultFormat.names) (box on a terminal, else csv)",
      "\(ResultFormat.names)（终端上默认 box，否则 csv）"))
  static let limit = Flag(
    "limit", argument: "N", Phrase("show at most so many rows", "最多显示的行数"))
  static let timeout = Flag(
    "timeout", argument: "5s",
    Phrase("end a statement after that time (ms, s, min)", "单条语句的时限（ms、s、min）"))
  static let readOnly = Flag(
    "read-only", Phrase("refuse statements that change the graph", "拒绝改动图的语句"))
  static let importFolder = Flag(
    "import-folder", argument: "DIR",
    Phrase("the folder that LOAD CSV may read from", "LOAD CSV 可以读取的目录"))
  static let threads = Flag(
    "threads", argument: "N",
    Phrase("threads that a reading statement may use (all cores)", "读取语句使用的线程数（默认为全部核心）"))
  static let noOptimizer = Flag(
    "no-optimizer",
    Phrase("run plans as they are first made, to compare", "不优化查询计划，用于对比"))
  static let noIndexes = Flag(
    "no-indexes",
    Phrase("scan for nodes instead of asking indexes, to compare", "不使用索引，改为扫描，用于对比"))
  static let create = Flag(
    "create", Phrase("make the graph if there is none", "图文件不存在时新建"))

  static let corpora = Flag(
    "corpora", argument: "DIR", Phrase("the folder of the corpora", "语料目录"))
  static let taggerOutput = Flag(
    "output", short: "o", argument: "FILE", Phrase("write the weights there", "权重文件的路径"))
  static let evaluate = Flag(
    "evaluate", argument: "FILE",
    Phrase("measure these weights instead", "不训练，只评测这个权重文件"))

  /// The flags that every command takes.
  static let common: [Flag] = [.help, .version, .language]
}

extension Command {
  /// All commands in the order of help.
  static let all: [Command] = [
    .build, .extract, .forget, .importCommand, .exportCommand, .query, .pipe, .stats, .schema,
    .check, .why, .score, .train, .demo, .helpCommand, .versionCommand,
  ]

  /// The command with a name, or nil.
  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// The flags of this command and those of every command.
  var allFlags: [Flag] {
    flags + Flag.common.filter { flag in !flags.contains { $0.name == flag.name } }
  }

  static let importCommand = Command(
    name: "import", operands: "FILE…", operandCount: 1...Int.max,
    flags: [.graphOutput, .importFormat, .delimiter, .arrayDelimiter, .jobs, .replace],
    summary: Phrase("load files into a new graph", "把文件载入一个新图"),
    details: Phrase(
      """
      Reads neo4j-admin CSV, plain node and edge CSV, APOC JSON lines, GraphML and, alone,
      scripts of openCypher (.cypher, .cql). A folder stands for all its .csv, .jsonl and .graphml
      files. NAME=FILE gives the label of nodes or the type of relationships where the file does not
      tell. What cannot be read goes to FILE.rejects.tsv with line, column and reason, and the exit
      code is 3; a statement that fails ends the import. An existing graph is kept unless --replace is
      given; it is replaced in one step when all is read, so that Ctrl-C leaves it as it was.
      """,
      """
      读取 neo4j-admin CSV、普通的节点与边 CSV、APOC JSON 行、GraphML，以及单独的 openCypher 脚本（.cypher、.cql）。
      目录代表其中所有 .csv、.jsonl 和 .graphml 文件。NAME=FILE 在文件没有说明时给出节点的标签或关系的类型。无法读取的行写入 FILE.rejects.tsv（行、列、原因），退出码为 3。没有 --replace
      时不会覆盖已有的图；全部读完后一步替换，按 Ctrl-C 中断时原图不变。
      """),
    examples: [
      "kin import people.csv knows.csv -o my.kin", "kin import dump.jsonl -o my.kin --replace",
      "kin import Person=people.csv KNOWS=knows.csv -o my.kin",
      "kin import folder/ -o my.kin --delimiter tab",
    ],
    run: runImport)

  static let exportCommand = Command(
    name: "export", operands: "G.kin", operandCount: 1...1, flags: [.exportFormat, .output],
    summary: Phrase("write a graph in another format", "以其他格式输出图"),
    details: Phrase(
      """
      Writes to the standard output, or to FILE where the format is one file and to a new folder
      where it is several. An existing FILE is replaced when all is written. See 'kin help formats'.
      """,
      """
      单文件的格式写到标准输出或 FILE，多文件的格式写到一个目录。全部写完后才替换已有的 FILE。
      格式见“kin help formats”。
      """),
    examples: [
      "kin export my.kin --format jsonl | head", "kin export my.kin -f graphml -o my.graphml",
    ],
    run: runExport)

  static let query = Command(
    name: "query", operands: "G.kin [STATEMENT]", operandCount: 1...2,
    flags: [
      .parameter, .queryFile, .resultFormat, .limit, .timeout, .readOnly, .create, .importFolder,
      .threads,
    ],
    summary: Phrase("ask a graph in openCypher, or change it", "用 openCypher 查询或修改图"),
    details: Phrase(
      """
      Runs one statement, or several separated by semicolons; '-' reads them from the standard
      input. All are checked before the first one runs, and each is a transaction of its own. Rows
      go to the standard output, everything else to the standard error. A parameter's value is a
      literal as in a query; other words are a string: -p born=1980 -p name=李四. The graph is only
      locked where a statement changes it. Ctrl-C cancels.
      """,
      """
      运行一条语句，或以分号分隔的多条语句；“-”从标准输入读取。先检查全部语句再逐条运行，每条是一个事务。
      结果写到标准输出，其余写到标准错误。参数值的写法同查询中的字面量，其他文字作为字符串：
      -p born=1980 -p name=李四。只有语句要改动图时才加锁。按 Ctrl-C 取消。
      """),
    examples: [
      "kin query my.kin 'MATCH (n) RETURN labels(n), count(*)'",
      "kin query my.kin 'MATCH (n {name: $name}) RETURN n' -p name=李四 --format jsonl",
      "kin query my.kin -f changes.cypher",
    ],
    run: runQuery)

  static let pipe = Command(
    name: "pipe", operands: "[G.kin]", operandCount: 0...1,
    flags: [.create, .readOnly, .timeout, .importFolder, .threads, .noOptimizer, .noIndexes],
    summary: Phrase("answer requests of programs, line by line", "逐行回答程序的请求"),
    details: Phrase(
      """
      Reads one JSON request per line and writes one JSON answer per line, until the input ends:
        {"op":"run","query":"RETURN $x AS x","params":{"x":1}}
        {"columns":["x"],"rows":[[1]],"elapsed_ms":0.1}
      {"op":"reset"} empties a graph in memory, {"op":"procedure",…} makes a procedure callable. An
      error is {"error":{"type":…,"phase":…,"detail":…,"message":…}}. Without G.kin the graph is
      empty and in memory; with it, what a statement changes is kept there.
      """,
      """
      每行读入一个 JSON 请求，每行写出一个 JSON 回答，直到输入结束：
        {"op":"run","query":"RETURN $x AS x","params":{"x":1}}
        {"columns":["x"],"rows":[[1]],"elapsed_ms":0.1}
      {"op":"reset"} 清空内存中的图，{"op":"procedure",…} 登记一个可调用的过程。出错时回答
      {"error":{"type":…,"phase":…,"detail":…,"message":…}}。不给 G.kin 时使用内存中的空图；
      给出时，语句的改动保存在其中。
      """),
    examples: ["kin pipe my.kin --read-only < requests.jsonl"],
    run: runPipe)

  static let stats = Command(
    name: "stats", operands: "G.kin", operandCount: 1...1, flags: [.json],
    summary: Phrase("counts, and bytes by part", "数量统计与各部分占用的字节"),
    details: Phrase(
      """
      Nodes by label, relationships by type, values by key with about how many are distinct,
      indexes, and the bytes of every part in memory or mapped from the file.
      """,
      "按标签统计节点，按类型统计关系，按属性键统计取值与不同值，列出索引和各部分占用的字节。"),
    examples: ["kin stats my.kin", "kin stats my.kin --json"],
    run: runStats)

  static let schema = Command(
    name: "schema", operands: "G.kin", operandCount: 1...1, flags: [.json],
    summary: Phrase("labels, types, keys and how they are joined", "标签、类型、属性键及其连接方式"),
    details: Phrase(
      """
      For each label and each relationship type the keys with their types and on how many of them
      they stand; then which labels are joined by which types, and the indexes.
      """,
      "列出每个标签和关系类型的属性键、类型及出现比例，哪些标签由哪些类型相连，以及索引。"),
    examples: ["kin schema my.kin", "kin schema my.kin --json"],
    run: runSchema)

  static let check = Command(
    name: "check", operands: "G.kin", operandCount: 1...1, flags: [],
    summary: Phrase("walk every structure and say what is wrong", "检查每个结构并指出错误"),
    details: Phrase(
      "Reads the file without changing it. Exit code 0 if all is well, 1 if something is wrong.",
      "只读取文件，不作改动。一切正常时退出码为 0，有错误时为 1。"),
    examples: ["kin check my.kin"],
    run: runCheck)

  static let demo = Command(
    name: "demo", operands: "", operandCount: 0...0, flags: [],
    summary: Phrase("a small graph to look at, without any file", "看一个小图，不需要任何文件"),
    details: Phrase(
      "Builds a graph of invented people, unions, events and districts and asks it a little.",
      "在内存中建立一个小图（虚构的人、工会、活动和地区），并回答几个问题。"),
    examples: ["kin demo"],
    run: runDemo)

  static let train = Command(
    name: "train", operands: "", operandCount: 0...0, flags: [.corpora, .taggerOutput, .evaluate],
    summary: Phrase("learn the weights of the name tagger", "训练人名、地名、机构名的标注模型"),
    details: Phrase(
      """
      Learns from the corpora in DIR and writes the weights to FILE; the same corpora always give
      the same bytes. With --evaluate it prints precision, recall and F1 on the text that is never
      learned from. docs/training.md says which files are read.
      """,
      """
      从语料目录学习并把权重写入 FILE；同样的语料总是得到同样的字节。使用 --evaluate 时，
      输出在测试集上的精确率、召回率和 F1。需要哪些文件见 docs/training.md。
      """),
    examples: [
      "kin train --corpora corpora -o tagger.bin",
      "kin train --corpora corpora --evaluate tagger.bin",
    ],
    run: runTrain)

  static let helpCommand = Command(
    name: "help", operands: "[TOPIC]", operandCount: 0...1, flags: [],
    summary: Phrase("help on a command or a topic", "某个命令或主题的帮助"),
    details: Phrase("", ""), examples: ["kin help import", "kin help formats"],
    run: { (invocation, session) throws(Failure) in
      try writeHelp(invocation.operands.first, to: session.output.data, session.language)
      return .success
    })

  static let versionCommand = Command(
    name: "version", operands: "", operandCount: 0...0, flags: [.json],
    summary: Phrase("the version of Kin and of its file format", "Kin 及其文件格式的版本"),
    details: Phrase("", ""), examples: ["kin version --json"],
    run: { (invocation, session) throws(Failure) in
      if invocation.has(.json) {
        writeVersionJSON(to: session.output.data)
      } else {
        writeVersion(to: session.output.data)
      }
      return .success
    })
}
