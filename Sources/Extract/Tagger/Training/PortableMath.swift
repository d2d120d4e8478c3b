// Exponential and logarithm in plain IEEE arithmetic, so that training gives the same weights on
// every machine; those of the C library differ by processor.

/// The natural exponential of a number that is not far above zero; below -80 it is 0.
@inline(__always)
func exponential(_ value: Float) -> Float {
  if value < -80 { return 0 }
  let scaled = min(value, 80) * 1.442_695
  // Adding this constant rounds to a whole number, which then stands in the low bits.
  let shifted = scaled + 12_582_912
  let rest = (scaled - (shifted - 12_582_912)) * 0.693_147_2
  let third = 0.166_666_67 + rest * (0.041_666_67 + rest * 0.008_333_334)
  let series = 1 + rest * (1 + rest * (0.5 + rest * third))
  return series * Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3f80_0000)
}

/// The natural logarithm of a positive number.
func naturalLogarithm(_ value: Float) -> Float {
  var rest = Double(value)
  var sum = 0.0
  while rest > 1.5 { (rest, sum) = (rest / 2, sum + 0.693_147_180_559_945_3) }
  while rest < 0.75 { (rest, sum) = (rest * 2, sum - 0.693_147_180_559_945_3) }
  let ratio = (rest - 1) / (rest + 1)
  let square = ratio * ratio
  let series = 1 + square * (1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square / 9)))
  return Float(sum + 2 * ratio * series)
}
