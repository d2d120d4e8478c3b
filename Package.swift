// swift-tools-version: 6.2
// One table of targets. Arrows point one way: Text <- Graph <- Query <- Shell, and
// Text <- Extract <- Shell. Settings come in
// three lists: engine code is checked for memory safety, the shell is not allowed Foundation either
// but talks to the terminal, tests may use what they like.

import PackageDescription

let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableExperimentalFeature("Lifetimes"),
]
let engine: [SwiftSetting] =
  common + [
    .strictMemorySafety(),
    // Without it a public generic that calls an internal helper is not specialised across modules.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  ]
let shell: [SwiftSetting] = engine
let test: [SwiftSetting] = common

let package = Package(
  name: "kin",
  products: [
    .library(name: "Graph", targets: ["Graph"]),
    .library(name: "Query", targets: ["Query"]),
    .executable(name: "kin", targets: ["Shell"]),
  ],
  targets: [
    .target(
      name: "TextData",
      exclude: [
        "README.md", "make-tables.py", "character-classes.bin", "compatibility.bin", "gb18030.bin",
        "pinyin.bin",
      ]),
    .target(
      name: "Text", dependencies: ["TextData"], exclude: ["README.md"], swiftSettings: engine),
    .target(name: "Graph", dependencies: ["Text"], exclude: ["README.md"], swiftSettings: engine),
    .target(
      name: "Query", dependencies: ["Graph", "Text"], exclude: ["README.md"], swiftSettings: engine),
    .target(
      name: "ExtractData",
      exclude: [
        "README.md", "chinese.rules", "news.rules", "relations.rules", "divisions.bin",
        "tagger.bin", "make-divisions.py", "national-zones.txt", "former-divisions.txt",
        "risky-divisions.txt",
      ]),
    .target(
      name: "Extract", dependencies: ["ExtractData", "Text"], exclude: ["README.md"],
      swiftSettings: engine),
    .executableTarget(
      name: "Shell", dependencies: ["Extract", "Graph", "Query", "Text"], exclude: ["README.md"],
      swiftSettings: shell),
    .target(
      name: "TestSupport", dependencies: ["Graph", "Query", "Text"], path: "Tests/TestSupport",
      swiftSettings: test),
    .executableTarget(
      name: "kin-check", dependencies: ["Extract", "Graph", "Query", "TestSupport", "Text"],
      path: "Tests/KinCheck",
      swiftSettings: test),
    .executableTarget(
      name: "kin-read", dependencies: ["Extract", "Text"], path: "Tests/KinRead",
      swiftSettings: test),
    .executableTarget(
      name: "kin-bench", dependencies: ["Graph"], path: "Benchmarks/KinBench", swiftSettings: test),
    .testTarget(name: "TextTests", dependencies: ["Text", "TestSupport"], swiftSettings: test),
    .testTarget(
      name: "GraphTests", dependencies: ["Graph", "TestSupport", "Text"], swiftSettings: test),
    .testTarget(
      name: "ExtractTests", dependencies: ["Extract", "TestSupport", "Text"], swiftSettings: test),
    .testTarget(
      name: "QueryTests", dependencies: ["Query", "Graph", "TestSupport", "Text"],
      swiftSettings: test),
    .testTarget(
      name: "ShellTests",
      dependencies: ["Shell", "Extract", "Graph", "Query", "TestSupport", "Text"],
      swiftSettings: test),
    .testTarget(name: "TidyTests", dependencies: [], swiftSettings: test),
  ]
)
