// `kin train`: learns the weights of the sequence tagger from a folder of corpora, or measures a
// tagger on the text that was kept apart. The corpora are no part of the program; docs/training.md
// says what is expected in the folder.

import Extract
import Glibc
import Text

/// Runs `kin train`.
func runTrain(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  guard let folder = invocation.value(.corpora) else {
    throw .usage(Messages.missingFlag(.corpora, of: "train"), command: "train")
  }
  let corpora = CorpusFolder(path: folder)
  if let model = invocation.value(.evaluate) {
    try evaluate(model, corpora, session)
    return .success
  }
  guard let target = invocation.value(.taggerOutput) else {
    throw .usage(Messages.missingFlag(.taggerOutput, of: "train"), command: "train")
  }
  if let code = obstacle(toCreating: target) {
    throw Failure(.file, Messages.cannotCreate(target, code))
  }
  var material = TrainingCorpora()
  for file in TrainingCorpora.files { material.add(try corpora.read(file), from: file) }
  session.notice(Messages.trainingBegins(material.text.scalarCount))
  let bytes = TaggerTrainer.train(material, TrainingOptions()) { news in
    session.notice(Messages.trainingNews(news))
    session.output.notices.flush()
  }
  if let code = write(bytes, to: target) {
    throw Failure(.file, Messages.cannotCreate(target, code))
  }
  session.answer(Messages.trained(target, byteCount: bytes.count))
  return .success
}

/// Measures a tagger on the labelled text that none is trained with.
private func evaluate(
  _ model: String, _ corpora: CorpusFolder, _ session: Session
) throws(Failure) {
  var bytes: [UInt8] = []
  if let error = readFile(model, into: &bytes, limit: CorpusFolder.limit) {
    throw Failure(.file, Messages.cannotRead(model, error.code))
  }
  guard let tagger = Tagger(bytes: bytes.span) else {
    throw Failure(.dataError, Messages.notATagger(model))
  }
  var text = TrainingText()
  let lines = try corpora.read(TrainingCorpora.testFile)
  text.append(lines: lines.span)
  let score = TaggerScore(of: tagger, on: text)
  var table = Table([
    .text(Messages.kindOfName[session.language]), .number(Messages.expected[session.language]),
    .number(Messages.found[session.language]), .number("P"), .number("R"), .number("F1"),
  ])
  let names = ["PER", "LOC", "ORG", Messages.total[session.language]]
  for (name, counts) in zip(names, score.kinds + [score.all]) {
    table.add([
      name, grouped(counts.expected), grouped(counts.found),
      fixed(counts.precision * 100, digits: 2), fixed(counts.recall * 100, digits: 2),
      fixed(counts.f1 * 100, digits: 2),
    ])
  }
  table.write(to: session.output.data)
}

/// A folder of corpora, whose files are plain or end in `.gz`.
private struct CorpusFolder {
  static let limit = 1 << 30

  let path: String

  /// The content of a file, unpacked.
  func read(_ file: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let plain = path + "/" + file
    if case .file = pathKind(plain) {
      if let error = readFile(plain, into: &bytes, limit: Self.limit) {
        throw Failure(.file, Messages.cannotRead(plain, error.code))
      }
      return bytes
    }
    let packed = plain + ".gz"
    if let error = readFile(packed, into: &bytes, limit: Self.limit) {
      throw Failure(.file, Messages.cannotRead(packed, error.code))
    }
    do {
      return try inflateGzip(bytes.span, limit: Self.limit)
    } catch {
      throw Failure(.dataError, Messages.cannotUnpack(packed, error))
    }
  }
}

/// Writes a file, in the place of one that is there; the error number, or nil where all went well.
private func write(_ bytes: [UInt8], to path: String) -> Int32? {
  let temporary = path + ".part"
  // SAFETY: the path is handed over as a C string for the length of the call.
  let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
  guard descriptor >= 0 else { return errno }
  let failure = writeAll(bytes.span, to: descriptor)
  let closing = close(descriptor) == 0 ? nil : errno
  if let code = failure ?? closing ?? renameFile(temporary, to: path) {
    removeFile(temporary)
    return code
  }
  return nil
}
