// Messages of `kin train`, in both languages.

internal import Extract
internal import Text

extension Messages {
  static let kindOfName = Phrase("name", "名称")
  static let expected = Phrase("expected", "标注")
  static let found = Phrase("found", "识别")

  static func trainingBegins(_ count: Int) -> Phrase {
    Phrase(
      "learning from \(grouped(count)) labelled characters", "从 \(grouped(count)) 个已标注的字符学习")
  }

  static func trainingNews(_ news: TrainingNews) -> Phrase {
    switch news {
    case .words: return Phrase("words are learned", "词的权重已学完")
    case .round(let round, let wrong, let features):
      return Phrase(
        "round \(round + 1): \(grouped(wrong)) wrong tags, \(grouped(features)) features",
        "第 \(round + 1) 轮：错误标签 \(grouped(wrong)) 个，特征 \(grouped(features)) 个")
    }
  }

  static func trained(_ path: String, byteCount: Int) -> Phrase {
    Phrase("wrote \(path), \(grouped(byteCount)) bytes", "已写入 \(path)，\(grouped(byteCount)) 字节")
  }

  static func notATagger(_ path: String) -> Phrase {
    Phrase("\(path) holds no tagger of this version", "\(path) 不是此版本的标注模型")
  }

  static func cannotUnpack(_ path: String, _ error: InflateError) -> Phrase {
    switch error {
    case .notGzip: Phrase("\(path) is no gzip file", "\(path) 不是 gzip 文件")
    case .truncated: Phrase("\(path) ends too early", "\(path) 不完整")
    case .corrupt(let offset):
      Phrase("\(path) is damaged at byte \(offset)", "\(path) 在第 \(offset) 字节处损坏")
    case .tooLarge(let limit):
      Phrase(
        "\(path) unpacks to more than \(grouped(limit)) bytes",
        "\(path) 解压后超过 \(grouped(limit)) 字节")
    }
  }
}
