// The program `kin`.

@main
struct Main {
  static func main() {}
}
