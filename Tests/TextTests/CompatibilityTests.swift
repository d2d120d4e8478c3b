// Compatibility forms, by samples of each kind of folding.

import Testing
import Text

@Suite struct `Compatibility forms` {
  @Test(arguments: [
    ("abc", "abc"), ("区总工会", "区总工会"), ("（ＡＢ１）", "(AB1)"), ("①②", "12"), ("ﬁ", "fi"),
    ("㎡", "m2"), ("…", "..."), ("ｶﾞ", "ガ"), ("豈", "豈"), ("e\u{301}", "é"), ("㈱", "(株)"),
    ("\u{a0}", " "), ("한", "한"), ("\u{1100}\u{1161}", "가"),
  ])
  func `fold what is compatible`(text: String, form: String) {
    #expect(Array(compatibilityForm(text).unicodeScalars) == Array(form.unicodeScalars))
  }
}
