// Numbers as people read them: digits in groups of three, bytes in units, durations. No locale:
// the same text everywhere, so that transcripts can be compared.

/// A count with its digits in groups: `3 812`.
func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = number < 0 ? "-" : ""
  for (place, digit) in digits.enumerated() {
    if place > 0, (digits.count - place) % 3 == 0 { text += " " }
    text.append(digit)
  }
  return text
}

/// A number with so many digits after the point, rounded.
func fixed(_ number: Double, digits: Int) -> String {
  guard number.isFinite, abs(number) < 1e15 else { return String(number) }
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int((abs(number) * scale).rounded())
  let whole = String(scaled / Int(scale))
  let sign = number < 0 && scaled != 0 ? "-" : ""
  if digits == 0 { return sign + whole }
  let fraction = String(scaled % Int(scale))
  return sign + whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
}

/// A size in bytes with its unit: `1.5 MB`; a thousand bytes make a kB.
func byteSize(_ count: Int) -> String {
  if count < 1000 { return "\(count) B" }
  var size = Double(count)
  var unit = "B"
  for next in ["kB", "MB", "GB", "TB"] where size >= 999.5 {
    size /= 1000
    unit = next
  }
  return fixed(size, digits: size < 99.95 ? 1 : 0) + " " + unit
}

/// A share of a whole in per cent; never 100 % unless it is the whole, never 0 % unless nothing.
func percentage(_ part: Int, of whole: Int) -> String {
  guard whole > 0 else { return "-" }
  let share = Double(part) * 100 / Double(whole)
  if part < whole, share > 99.9 { return "99.9 %" }
  if part > 0, share < 0.1 { return "0.1 %" }
  return part == 0 || part == whole ? "\(Int(share)) %" : fixed(share, digits: 1) + " %"
}

/// A length of time: `0.42 s`, `12.3 s`, `3 min 05 s`.
func duration(seconds: Double) -> String {
  if seconds < 10 { return fixed(seconds, digits: 2) + " s" }
  if seconds < 100 { return fixed(seconds, digits: 1) + " s" }
  guard seconds < 1e9 else { return "-" }
  let whole = Int(seconds.rounded())
  let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
  let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
  return hours > 0 ? "\(hours) h \(padded(minutes)) min" : "\(minutes) min \(padded(rest)) s"
}
