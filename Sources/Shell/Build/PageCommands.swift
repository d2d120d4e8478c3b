// The commands that read pages, for the table of commands in Options.swift.

extension Flag {
  static let rules = Flag(
    "rules", argument: "F",
    Phrase("read with the labels, words and rules of a file", "使用文件中的标签、词表和规则"))
  static let dryRun = Flag(
    "dry-run", Phrase("read everything and write nothing", "只读取，不写入"))
  static let pages = Flag(
    "pages", argument: "DIR",
    Phrase("build each page of DIR by itself and score that", "逐页建立 DIR 中的页面并评分"))
  static let errors = Flag(
    "errors", Phrase("list what was missed and what is wrong", "列出遗漏和错误"))
}

extension Command {
  static let build = Command(
    name: "build", operands: "PATH…", operandCount: 1...Int.max,
    flags: [.graphOutput, .rules, .jobs, .dryRun],
    summary: Phrase("read pages into a graph", "读取页面，建立图"),
    details: Phrase(
      """
      Reads .txt and .md files as one page each, .jsonl files as one page per line
      ({"page": name, "text": text}, or what 'kin extract' writes), folders with all such files in
      them, and '-' for the standard input. Without -o the graph is named after the first PATH.
      Into a graph that exists only new and changed pages are read; a page that is gone from a
      folder takes its facts with it. Pages with problems are listed at the end, and the exit code
      is 3. Ctrl-C leaves a new graph unwritten, and one that exists at its last whole commit.
      """,
      """
      每个 .txt 和 .md 文件是一个页面，.jsonl 文件每行一个页面（{"page": 名称, "text": 文本}，或“kin extract”
      的输出）；目录代表其中所有此类文件，“-”为标准输入。不给 -o 时，图以第一个 PATH 命名。
      图已存在时只读取新的和改动过的页面；目录中已不存在的页面，其事实一并移除。有问题的页面在最后列出，退出码为 3。
      按 Ctrl-C：新图不会写入，已有的图停在最后一次完整提交。
      """),
    examples: [
      "kin build pages/ -o news.kin", "kin build page.txt --dry-run",
      "zcat pages.jsonl.gz | kin build - -o news.kin",
    ],
    run: runBuild)

  static let extract = Command(
    name: "extract", operands: "[PATH…]", operandCount: 0...Int.max,
    flags: [.rules, .jobs],
    summary: Phrase("read pages into lines of facts", "读取页面，输出事实行"),
    details: Phrase(
      """
      Reads what 'kin build' reads, the standard input where no PATH is given, and writes the facts
      of each page as a line of JSON, in the same order. A line follows from its page alone: parts
      of the input can be read on different machines, and 'kin build' joins the lines. What is wrong
      with a page stands in its line; the exit code is 3 where a line of the input is no page.
      """,
      """
      读取“kin build”所读的内容（不给 PATH 时为标准输入），按原顺序把每个页面的事实写成一行 JSON。
      每行只取决于该页面：可在不同机器上分别处理，再由“kin build”合并。页面的问题写在其行中；输入中有不是页面的行时，
      退出码为 3。
      """),
    examples: [
      "kin extract < pages.jsonl > pages.facts.jsonl",
      "kin build part-*.facts.jsonl -o news.kin",
    ],
    run: runExtract)

  static let forget = Command(
    name: "forget", operands: "G.kin PAGE…", operandCount: 2...Int.max, flags: [],
    summary: Phrase("take out exactly what a page brought", "移除某个页面带来的全部内容"),
    details: Phrase(
      """
      The graph is then as if the page had never been read; what users made in it stays. PAGE is the
      name of a page or the end of its path.
      """,
      "之后的图如同从未读过该页面；用户自己建立的内容保留。PAGE 是页面名称或其路径的末尾。"),
    examples: ["kin forget news.kin pages/2024-05-01.txt"],
    run: runForget)

  static let why = Command(
    name: "why", operands: "G.kin NODE | A [TYPE] B", operandCount: 2...4, flags: [.json],
    summary: Phrase("the sentences behind a node or relationship", "节点或关系的依据"),
    details: Phrase(
      """
      A node is given by its number, its key or a name; a relationship by its number (r12) or by
      both ends, with its type between them if there are several. Shows each sentence with the
      words that say it, the page and the bytes, the rule and how sure it is; for a node also where
      it is named and why forms were taken for it.
      """,
      """
      节点以编号、键或名称给出；关系以编号（r12）或两端给出，有多个关系时可在中间给出类型。显示每个依据的句子并标出相应文字，
      以及页面、字节位置、规则和置信度；对节点还显示提及之处和合并的理由。
      """),
    examples: [
      "kin why news.kin 李四", "kin why news.kin 李四 ATTENDED 职工技能大赛", "kin why news.kin r12",
    ],
    run: runWhy)

  static let score = Command(
    name: "score", operands: "GOLD [EXPORTS]", operandCount: 1...2,
    flags: [.pages, .rules, .errors, .json],
    summary: Phrase("compare graphs of pages with gold files", "用标准答案给页面的图评分"),
    details: Phrase(
      """
      GOLD is a folder of gold files, EXPORTS a folder with the graph of each page alone as JSON
      lines ('kin export --format jsonl'). With --pages each page is built here, by itself, in
      memory. Shows precision, recall and F1 by label and by type.
      """,
      """
      GOLD 是标准答案目录，EXPORTS 目录中有每个页面单独的图（JSON 行，“kin export --format jsonl”）。
      给出 --pages 时，在内存中逐页建立图。按标签和类型给出精确率、召回率和 F1。
      """),
    examples: ["kin score gold/ exports/", "kin score gold/ --pages pages/ --errors"],
    run: runScore)
}
