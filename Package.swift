// swift-tools-version: 6.2
import PackageDescription

// `swift run` and `swift test` build for debugging, where Swift and C are slow by default.
// What computes is optimised in every configuration; what people edit stays debuggable.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"])]
let optimizedC: [CSetting] = [.unsafeFlags(["-O3"])]

let curses: [CSetting] = [
  .define("_XOPEN_SOURCE_EXTENDED", to: "1"),
  .define("NCURSES_WIDECHAR", to: "1"),
  .define("_GNU_SOURCE", .when(platforms: [.linux])),
  .define("_DARWIN_C_SOURCE", .when(platforms: [.macOS])),
]

let package = Package(
  name: "codelab",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "codelab", targets: ["CodelabCommand"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "CKernels", cSettings: optimizedC, linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "CTerminal",
      cSettings: curses,
      linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
      ]),
    .target(name: "CWorker"),
    .target(name: "CTransfer"),
    .systemLibrary(name: "CDeflate", providers: [.apt(["zlib1g-dev"])]),

    .target(name: "Engine", dependencies: ["CKernels"], swiftSettings: optimized),
    .target(
      name: "ModelFiles", dependencies: ["Engine", "CDeflate"], exclude: ["FORMAT.md"],
      swiftSettings: optimized),
    .target(name: "Data", dependencies: ["Engine", "CDeflate"], swiftSettings: optimized),
    .target(name: "Fetching", dependencies: ["CTransfer", "Data"], swiftSettings: optimized),
    .target(
      name: "Codelab", dependencies: ["CWorker", "Engine", "ModelFiles", "Data"], swiftSettings: optimized),
    .target(name: "LessonKit", dependencies: ["Codelab", "Yams"], swiftSettings: optimized),
    .target(name: "TerminalUI", swiftSettings: optimized),
    .executableTarget(
      name: "CodelabCommand",
      dependencies: [
        "Codelab", "CTerminal", "Fetching", "LessonKit", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: optimized,
      // Exercises are libraries that use the engine inside this executable.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"], .when(platforms: [.linux]))]),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "CKernels", "CAllocationCount"],
      resources: [.copy("Golden")], swiftSettings: optimized),
    .testTarget(
      name: "ModelFilesTests", dependencies: ["ModelFiles", "Data"],
      exclude: ["Peers/run_onnx.py", "Peers/round_trip.py"], resources: [.copy("Golden")],
      swiftSettings: optimized),
    .testTarget(name: "DataTests", dependencies: ["Data"], resources: [.copy("Golden")]),
    .testTarget(name: "FetchingTests", dependencies: ["Fetching", "TestSupport"]),
    .testTarget(name: "CodelabTests", dependencies: ["Codelab", "TestSupport"]),
    .testTarget(name: "LessonKitTests", dependencies: ["LessonKit"]),
    .testTarget(
      name: "TerminalUITests", dependencies: ["TerminalUI", "CTerminal"], exclude: ["Snapshots"]),
    .testTarget(name: "CodelabCommandTests", dependencies: ["CodelabCommand"]),
    .testTarget(name: "EndToEnd", dependencies: ["CodelabCommand", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu17
)
