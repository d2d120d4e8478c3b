// How fast stages are: the best of three runs over a file.

import Extract
import Glibc
import Text

func timePage(_ path: String, _ bytes: [UInt8]) {
  var best = Int64.max
  var articleCount = 0
  var sentenceCount = 0
  for _ in 0..<3 {
    let start = monotonicNanoseconds()
    let document = readPage(bytes)
    articleCount = document.articles.count
    sentenceCount = document.articles.reduce(0) { $0 + sentences(of: $1).count }
    best = min(best, monotonicNanoseconds() - start)
  }
  let megabytesPerSecond = Double(bytes.count) * 1_000 / Double(best)
  print(
    "\(path): \(articleCount) articles, \(sentenceCount) sentences, \(best / 1_000_000) ms,",
    "\(Int(megabytesPerSecond)) MB/s")
}

/// How fast a page is read from bytes to facts, as processor time: others use the machine too.
func timeReading(_ path: String, _ reader: PageReader, _ bytes: [UInt8]) {
  var best = Int.max
  for _ in 0..<3 {
    let start = clock()
    _ = reader.read(bytes)
    best = min(best, max(1, clock() - start))
  }
  print("\(path): \(best) µs, \(bytes.count * 1_000 / best) KB/s")
}
