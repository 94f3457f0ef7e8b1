import Foundation

/// Looks whether the code of exercises is formatted, with the formatter of the toolchain.
struct FormatAudit {
  private let formatter: String
  private let setup: RunSetup

  /// Finds the formatter beside the compiler; nil if there is none.
  init?(_ setup: RunSetup) {
    let folder = URL(fileURLWithPath: setup.toolchain.compiler).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    formatter = folder.appendingPathComponent("swift-format").path
    self.setup = setup
    guard FileManager.default.isExecutableFile(atPath: formatter) else { return nil }
  }

  /// What is not formatted in some files, by the nearest `.swift-format` above each.
  ///
  /// - Throws: If the formatter cannot be started.
  func problems(of files: [URL]) throws -> [Diagnostic] {
    guard let first = files.first else { return [] }
    let process = try LimitedProcess(
      .init(
        executable: formatter, arguments: ["lint", "--strict"] + files.map(\.path),
        environment: setup.environment, directory: first.deletingLastPathComponent().path),
      limits: .init(time: 60, memory: nil, output: 4 << 20), now: monotonicSeconds())
    var text: [UInt8] = []
    while process.end == nil {
      for line in process.advance(now: monotonicSeconds()) {
        if case .whole(let bytes) = line.content { text += bytes + [UInt8(ascii: "\n")] }
      }
      wait(
        reading: process.readDescriptors, writing: process.writeDescriptors, until: process.deadline)
    }
    return CompilerOutput.diagnostics(
      in: String(decoding: text, as: UTF8.self),
      name: { setup.project.name(of: URL(fileURLWithPath: $0)) }, source: { _ in [] }
    ).map {
      var problem = $0
      problem.message += "; 'swift format -i \($0.file)' mends most"
      return problem
    }
  }
}
