// Canonical normal forms of Unicode, by the tables of Swift's own strings. The compatibility forms
// NFKC and NFKD have no tables there and are left out.

@_spi(_Unicode) internal import Swift
internal import Text

extension UTF8String {
  /// The text with letters and their marks put together where there is one code point for both.
  var composed: UTF8String {
    var scalars = String.UnicodeScalarView()
    for scalar in string._nfc { scalars.append(scalar) }
    return UTF8String(String(scalars))
  }

  /// The text with letters and their marks taken apart.
  var decomposed: UTF8String {
    var scalars = String.UnicodeScalarView()
    for scalar in string._nfd { scalars.append(scalar) }
    return UTF8String(String(scalars))
  }
}
