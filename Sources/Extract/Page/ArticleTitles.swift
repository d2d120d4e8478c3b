// The forms under which an article is known besides its headline: the other lines of its title, and
// all lines joined, as tables of contents and other pages write them.

extension Article {
  /// Other lines of the title, and the lines joined; none of a title of one line.
  public var otherTitles: [String] {
    var forms: [String] = []
    var lines: [String] = []
    for part in parts where part.kind == .headline || part.kind == .kicker {
      let line = text.string(part.range)
      lines.append(line)
      if part.kind == .kicker { forms.append(line) }
    }
    if lines.count > 1 { forms.append(lines.joined(separator: " ")) }
    return forms
  }
}
