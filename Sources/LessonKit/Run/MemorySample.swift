import Foundation

/// The bytes of memory that a process holds at the moment; nil if it is gone.
func residentMemory(of pid: pid_t) -> Int? {
  #if canImport(Darwin)
    var usage = rusage_info_v2()
    let status = withUnsafeMutablePointer(to: &usage) {
      $0.withMemoryRebound(to: rusage_info_t?.self, capacity: 1) { proc_pid_rusage(pid, RUSAGE_INFO_V2, $0) }
    }
    return status == 0 ? Int(usage.ri_resident_size) : nil
  #else
    // Pages: total size, resident, ...
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8) else { return nil }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  #endif
}
