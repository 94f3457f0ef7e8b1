import Foundation

/// The Swift compiler on this machine.
public struct Toolchain: Sendable, Equatable {
  /// The path of `swiftc`.
  public var compiler: String
  /// Changes when the compiler does.
  public var fingerprint: String

  /// The program beside the compiler that turns addresses into lines; nil if there is none.
  var symbolizer: String? {
    let folder = URL(fileURLWithPath: compiler).resolvingSymlinksInPath().deletingLastPathComponent()
    let path = folder.appendingPathComponent("llvm-symbolizer").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// What the compiler says about its version, in one line; nil if it says nothing.
  public var version: String? {
    let command = ChildProcess.Command(
      executable: compiler, arguments: ["--version"], environment: ProcessInfo.processInfo.environment,
      directory: "/")
    guard
      let process = try? LimitedProcess(
        command, limits: .init(time: 20, memory: nil, output: 64 << 10), now: monotonicSeconds())
    else { return nil }
    var first: String?
    while process.end == nil {
      for line in process.advance(now: monotonicSeconds()) where line.stream == .output {
        if first == nil, case .whole(let bytes) = line.content {
          first = String(decoding: bytes, as: UTF8.self)
        }
      }
      wait(reading: process.readDescriptors, writing: process.writeDescriptors, until: process.deadline)
    }
    return first
  }

  /// Finds `swiftc` in the search path, or beside `swift`.
  ///
  /// - Throws: ``ToolchainError`` if there is none.
  public static func find(environment: [String: String]) throws(ToolchainError) -> Toolchain {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let direct = folders.map { "\($0)/swiftc" }
    let beside = folders.map { "\($0)/swift" }.filter(FileManager.default.isExecutableFile(atPath:)).map {
      URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent().path + "/swiftc"
    }
    guard let compiler = (direct + beside).first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw ToolchainError(
        description: "the Swift compiler 'swiftc' is not in the search path; "
          + "install Swift from swift.org, or start this program from a shell where 'swiftc --version' works")
    }
    let resolved = URL(fileURLWithPath: compiler).resolvingSymlinksInPath()
    let frontend = resolved.deletingLastPathComponent().appendingPathComponent("swift-frontend")
    return Toolchain(
      compiler: compiler, fingerprint: [resolved, frontend].map { fileStamp($0.path) }.joined(separator: " "))
  }
}

/// A machine without a Swift compiler.
public struct ToolchainError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, and what to do.
  public let description: String
}

/// The engine that exercises are compiled against: the modules of the running build.
public struct EngineBuild: Sendable, Equatable {
  /// The folder with `Codelab.swiftmodule` and the others.
  public var modules: String
  /// The maps of the C modules that the engine uses.
  public var moduleMaps: [String]
  /// Changes with every build.
  public var fingerprint: String

  /// Finds the modules beside an executable that SwiftPM built, and the maps of C modules in its package.
  ///
  /// - Throws: ``ToolchainError`` if there are none.
  public static func find(executable: URL) throws(ToolchainError) -> EngineBuild {
    let file = executable.resolvingSymlinksInPath()
    let folder = file.deletingLastPathComponent()
    let modules = folder.appendingPathComponent("Modules").path
    guard FileManager.default.fileExists(atPath: modules + "/Codelab.swiftmodule") else {
      throw ToolchainError(
        description: "there is no \(modules)/Codelab.swiftmodule to compile exercises against; "
          + "build the package with 'swift build' and start the program from it")
    }
    // The package is above the build folder; the course may be anywhere.
    let above = sequence(first: folder) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    let maps = ["CKernels", "CDeflate", "CWorker"].compactMap { name -> String? in
      let places =
        [folder.appendingPathComponent("\(name).build/module.modulemap")]
        + above.map { $0.appendingPathComponent("Sources/\(name)/module.modulemap") }
      return places.map(\.path).first(where: FileManager.default.fileExists(atPath:))
    }
    return EngineBuild(
      modules: modules, moduleMaps: maps,
      fingerprint: fileStamp(file.path) + " " + fileStamp(modules + "/Codelab.swiftmodule"))
  }
}

/// A text that changes when a file does: its path, size and time of change.
private func fileStamp(_ path: String) -> String {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  let size = attributes?[.size] as? Int ?? -1
  let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
  return "\(path) \(size) \(time)"
}
