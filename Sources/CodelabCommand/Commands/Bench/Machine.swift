import Codelab
import Foundation

/// The computer that a benchmark ran on.
struct Machine: Encodable {
  /// The name of the processor.
  var processor: String
  /// How many processors the system offers.
  var cores: Int
  /// The kernels in use.
  var kernels: String

  /// This computer.
  static func current() -> Machine {
    Machine(
      processor: processorName, cores: ProcessInfo.processInfo.activeProcessorCount,
      kernels: InstructionSet.current.rawValue)
  }

  /// What is in the table's last lines.
  var text: String { "\(processor), \(cores) cores, \(kernels) kernels" }

  private static var processorName: String {
    #if os(macOS)
      var bytes = [CChar](repeating: 0, count: 256)
      var size = bytes.count
      sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0)
      return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #else
      let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("model name") || $0.hasPrefix("CPU part") }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown processor"
    #endif
  }
}
