// Importing files into a graph: every file is opened and looked at first, so that a wrong name or
// header stops the import before anything is read; then nodes are read, then relationships.

/// Reads files into a new graph.
///
/// Bad rows are handed to `rejects` in the order of the files, everything else is loaded. The graph
/// does not depend on the number of threads. Both functions are called on one thread at a time, but
/// not always on the same.
public func importGraph(
  _ files: [ImportFile], options: ImportOptions = ImportOptions(),
  rejects: @escaping @Sendable (RejectedRow) -> Void = { _ in },
  progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
) throws(ImportError) -> (graph: GraphSnapshot, report: ImportReport) {
  let meter = ImportMeter(tell: progress)
  var session = ImportSession(files: files, options: options, meter: meter, rejects: rejects)
  var csv: [CSVSource] = []
  var jsonLines: [OpenedFile] = []
  var graphML: [OpenedFile] = []
  for (number, file) in files.enumerated() {
    let input = try InputFile(file.path)
    try input.checkIsText()
    switch try input.format(given: file.format) {
    case .csv: csv.append(try session.examineCSV(file, number: number, input: input))
    case .jsonLines: jsonLines.append(OpenedFile(file, number: number, input: input))
    case .graphML: graphML.append(OpenedFile(file, number: number, input: input))
    }
  }
  try session.readCSV(csv, isAlone: jsonLines.isEmpty && graphML.isEmpty)
  try session.readJSONLines(jsonLines)
  try session.readGraphML(graphML)
  try session.takeWaitingRelationships()
  meter.begin(.finishing, byteCount: 0)
  let graph = session.loader.finish()
  return (graph, session.report)
}
