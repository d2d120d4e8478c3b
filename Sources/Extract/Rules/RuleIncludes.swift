// The rule files that are part of the program, and which of them a rule file stands upon: `include
// default` is the whole news domain, `include chinese` only the words of the language, for domains
// that have their own labels.

internal import ExtractData

/// The rule files of the program.
enum RuleIncludes {
  /// The names that `include` knows.
  static let names = ["default", "chinese"]

  /// The file that a rule file includes, which its first statement says; empty for none.
  static func bytes(of own: [UInt8]) -> [UInt8] {
    guard let first = StatementSplitter.split(own).statements.first else { return [] }
    return switch name(in: RuleCursor(own, first)) {
    case "default": Domain.newsBytes
    case "chinese": Domain.chineseBytes
    default: []
    }
  }

  /// `"include" NAME`: the name, if a statement is that and the name is known.
  static func name(in statement: RuleCursor) -> String? {
    var cursor = statement
    guard cursor.nameIfPresent()?.text == "include", let name = cursor.nameIfPresent()?.text,
      cursor.isAtEnd(), names.contains(name)
    else { return nil }
    return name
  }
}

extension Domain {
  /// The news domain, which is part of the program.
  public static let news: Domain = {
    do throws(DomainError) {
      return try Domain(newsBytes, name: "news.rules")
    } catch {
      // Part of the program and held by a test, so that no user ever sees this.
      preconditionFailure(String(decoding: error.rendered(), as: UTF8.self))
    }
  }()

  /// The rule file of the news domain, behind the words of the Chinese language.
  public static var newsBytes: [UInt8] {
    // SAFETY: the files are constants of the program with that many bytes.
    let news = unsafe UnsafeBufferPointer(
      start: extract_data_news_rules, count: extract_data_news_rules_count)
    let relations = unsafe UnsafeBufferPointer(
      start: extract_data_relations_rules, count: extract_data_relations_rules_count)
    return unsafe chineseBytes + Array(news) + Array(relations)
  }

  /// The words of the Chinese language that every domain needs, as a rule file.
  public static var chineseBytes: [UInt8] {
    // SAFETY: the file is a constant of the program with that many bytes.
    let language = unsafe UnsafeBufferPointer(
      start: extract_data_chinese_rules, count: extract_data_chinese_rules_count)
    return unsafe Array(language)
  }
}
