// Writing names and literals as openCypher text.

/// Quotes a name as an identifier: backticks around it, each one inside doubled.
public func quoteIdentifier(_ name: String) -> String {
  var quoted = "`"
  for scalar in name.unicodeScalars {
    quoted.unicodeScalars.append(scalar)
    if scalar == "`" { quoted.append("`") }
  }
  return quoted + "`"
}
