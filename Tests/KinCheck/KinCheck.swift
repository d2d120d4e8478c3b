@main
struct KinCheck {
  static func main() {}
}
