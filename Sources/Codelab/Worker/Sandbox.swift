import CWorker
import Foundation

/// The files that a worker keeps when everything else is taken from it.
public struct Sandbox: Codable, Sendable, Equatable {
  /// Files and folders that it can read.
  public var readable: [String]
  /// Files and folders that it can change.
  public var writable: [String]

  /// Makes a sandbox; what the system's libraries need comes in addition.
  public init(readable: [String], writable: [String]) {
    self.readable = readable
    self.writable = writable
  }

  /// Enters the sandbox for good: the files of this value, no network, no other processes.
  ///
  /// What the system cannot enforce stays as it was. A call that is forbidden later sends
  /// ``Event/forbidden(what:)`` to `descriptor` and ends the process with `status`.
  ///
  /// - Returns: What is enforced from now on.
  func enter(descriptor: Int32, status: Int32) -> [Protection] {
    let files = Self.withPaths(readable + Self.systemFiles) { readable, readableCount in
      Self.withPaths(writable + ["/dev/null"]) { writable, writableCount in
        cw_keep_only_files(readable, readableCount, writable, writableCount)
      }
    }
    let calls = cw_forbid_calls(descriptor, status)
    return Protection.allCases.filter { (files | calls) & $0.bit != 0 }
  }

  /// What the C library and Swift's read at any time; nothing of it tells about lessons or other people.
  private static var systemFiles: [String] {
    var files = [
      "/lib", "/lib64", "/usr/lib", "/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache", "/dev/zero",
      "/dev/random", "/dev/urandom", "/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo",
      "/proc/self",
    ]
    // Swift's own libraries lie beside the one that is loaded, wherever Swift was installed.
    if let symbol = dlsym(dlopen(nil, RTLD_NOW), "swift_retain"), let path = cw_library_path(symbol) {
      files.append(URL(fileURLWithPath: String(cString: path)).deletingLastPathComponent().path)
    }
    return files
  }

  private static func withPaths<Result>(
    _ paths: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int) -> Result
  ) -> Result {
    let copies = paths.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return copies.map { UnsafePointer($0) }.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
  }
}

/// Something that the system enforces on a worker that is graded.
public enum Protection: String, Codable, Sendable, CaseIterable {
  /// Only the files of the sandbox can be opened.
  case files
  /// No connection can be opened.
  case network
  /// No process can be started, looked into or signaled.
  case processes

  fileprivate var bit: Int32 {
    switch self {
    case .files: Int32(CW_FILES)
    case .network: Int32(CW_NETWORK)
    case .processes: Int32(CW_PROCESSES)
    }
  }
}
