import Engine
import Foundation
import LessonKit

extension Circumstances {
  /// The circumstances of this process.
  static func current(_ setup: RunSetup) -> Circumstances {
    let system = ProcessInfo.processInfo
    return Circumstances(
      date: Date().formatted(.iso8601), toolchain: setup.toolchain.version,
      machine: "\(system.operatingSystemVersionString), \(system.activeProcessorCount) processors",
      kernels: "\(InstructionSet.current)", data: setup.data.isEmpty ? nil : setup.data.mapValues(\.path))
  }

  /// Takes the kernels of a recorded report, if this processor has them; whether it does.
  mutating func choose(_ kernels: String) -> Bool {
    guard InstructionSet.available.contains(where: { "\($0)" == kernels }) else { return false }
    self.kernels = kernels
    return true
  }
}
