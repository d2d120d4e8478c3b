// What is wrong with a page or with a line that should hold one. The page is listed at the end, and
// everything else goes on.

internal import Extract
import Text

/// Something wrong with a page.
struct PageProblem: Sendable, Equatable {
  enum Reason: Sendable, Equatable {
    case page(PageDocument.Problem.Kind)
    /// The file could not be read.
    case unreadable(Int32)
    /// A line is not JSON.
    case json(String)
    /// A line has no text under `page` and `text`, and is no line of facts.
    case noPage
    /// Another page has the same name.
    case nameTwice
  }

  /// The page, or the file and line that should hold it.
  let page: String
  /// The byte at which the trouble begins.
  let offset: Int?
  let reason: Reason

  init(page: String, offset: Int?, _ reason: Reason) {
    self.page = page
    self.offset = offset
    self.reason = reason
  }

  /// The problem in one line.
  var message: Phrase {
    let place = Phrase(
      offset.map { "\(page), byte \($0)" } ?? page, offset.map { "\(page)，字节 \($0)" } ?? page)
    let reason = reason.message
    return Phrase("\(place.english): \(reason.english)", "\(place.chinese)：\(reason.chinese)")
  }
}

extension PageProblem.Reason {
  /// The reason in words.
  var message: Phrase {
    switch self {
    case .page(.empty): Phrase("the page is empty", "页面为空")
    case .page(.binary): Phrase("this is no text", "不是文本")
    case .page(.undecodable):
      Phrase("bytes that are no text were replaced", "无法解码的字节已被替换")
    case .page(.noArticles): Phrase("no article was found", "没有找到文章")
    case .page(.tooLarge): Phrase("the page is too large", "页面过大")
    case .unreadable(let code):
      Phrase("cannot be read: \(systemMessage(code))", "无法读取：\(systemMessage(code))")
    case .json(let message): Phrase("not JSON: \(message)", "不是 JSON：\(message)")
    case .noPage:
      Phrase(
        "no page: a line holds {\"page\": name, \"text\": text} or facts of 'kin extract'",
        "没有页面：每行应为 {\"page\": 名称, \"text\": 文本}，或“kin extract”输出的事实")
    case .nameTwice:
      Phrase("another page has the same name; one of them was left out", "与另一页面同名；其中一个未读入")
    }
  }
}
