// kin-read: shows what each stage makes of a page, for those who work on a stage.
//
// usage: kin-read STAGE PAGE…   with STAGE one of: text

import Extract
import Glibc
import Text

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2 else {
  print("usage: kin-read STAGE PAGE…")
  exit(2)
}
