// Pages of help that belong to no single command, in both languages.

/// A page of help.
struct HelpTopic: Sendable {
  let name: String
  let title: Phrase
  let text: Phrase

  static let all: [HelpTopic] = [formats, exitCodes, environment]

  private static let formats = HelpTopic(
    name: "formats", title: Phrase("formats that are read and written", "读写的格式"),
    text: Phrase(
      """
        jsonl      in, out   APOC JSON lines, one node or relationship per line; keeps everything
        graphml    in, out   GraphML, for Gephi, yEd, NetworkX; keeps everything
        neo4j-csv  in, out   for neo4j-admin: a folder of files with :ID, :LABEL, :START_ID,
                             :END_ID, :TYPE and typed columns
        csv        in, out   nodes.csv and edges.csv in a folder, values as plain text
        csv-excel  out       the same for spreadsheets, where no cell runs as a formula
        cypher     in, out   a script of openCypher statements that make the graph again
        gexf       out       GEXF 1.3, for Gephi
        dot        out       Graphviz
        mermaid    out       a flowchart for Markdown pages
        json       out       {"nodes": […], "links": […]}, for D3 and the like

      The format of a file that is read is told by its name and its first bytes; with --format it is
      csv (both kinds), jsonl, graphml or cypher.
      """,
      """
        jsonl      读、写    APOC JSON 行，每行一个节点或关系；保留全部内容
        graphml    读、写    GraphML，用于 Gephi、yEd、NetworkX；保留全部内容
        neo4j-csv  读、写    用于 neo4j-admin：一个目录，含 :ID、:LABEL、:START_ID、:END_ID、:TYPE
                             与带类型的列
        csv        读、写    目录中的 nodes.csv 和 edges.csv，取值为纯文本
        csv-excel  写        同上，用于电子表格，单元格不会作为公式执行
        cypher     读、写    重新建立这个图的 openCypher 语句
        gexf       写        GEXF 1.3，用于 Gephi
        dot        写        Graphviz
        mermaid    写        Markdown 页面里的流程图
        json       写        {"nodes": […], "links": […]}，用于 D3 等

      读取时由文件名和开头的字节判断格式；用 --format 可指定 csv（两种）、jsonl、graphml 或 cypher。
      """))

  private static let exitCodes = HelpTopic(
    name: "exit-codes", title: Phrase("what the exit codes mean", "退出码的含义"),
    text: Phrase(
      """
        0   all well; a closed pipe counts as well
        1   an error in the data or in a query
        2   wrong usage
        3   finished, but some input was rejected
        4   a file could not be read, written or locked
        5   cancelled, or out of time
        70  an error in Kin itself
      """,
      """
        0   一切正常；管道被关闭也算正常
        1   数据或查询有错误
        2   用法错误
        3   已完成，但部分输入被拒绝
        4   文件无法读取、写入或加锁
        5   被取消或超时
        70  Kin 自身的错误
      """))

  private static let environment = HelpTopic(
    name: "environment", title: Phrase("environment variables", "环境变量"),
    text: Phrase(
      """
        LC_ALL, LC_MESSAGES, LANG   the first that is set chooses the language: zh… is Chinese
        NO_COLOR                    no colours, whatever its value
        TERM=dumb                   no colours, no progress bar
      """,
      """
        LC_ALL, LC_MESSAGES, LANG   第一个已设置的变量决定语言：zh… 为中文
        NO_COLOR                    设置后不使用颜色
        TERM=dumb                   不使用颜色和进度条
      """))
}
