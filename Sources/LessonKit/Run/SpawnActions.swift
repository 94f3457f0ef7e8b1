import Foundation

// What a child does before its program starts, where systems differ. Glibc has these functions, but its
// headers hide them from Swift.

#if canImport(Darwin)
  /// Starts the child in a folder.
  func setDirectory(_ actions: inout posix_spawn_file_actions_t?, _ path: String) -> Int32 {
    posix_spawn_file_actions_addchdir_np(&actions, path)
  }

  /// Closes all descriptors from a number on; `POSIX_SPAWN_CLOEXEC_DEFAULT` does it here.
  func closeOthers(_ actions: inout posix_spawn_file_actions_t?, from number: Int32) {}
#else
  /// Starts the child in a folder.
  func setDirectory(_ actions: inout posix_spawn_file_actions_t, _ path: String) -> Int32 {
    typealias Function = @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>) -> Int32
    guard let address = address(of: "posix_spawn_file_actions_addchdir_np") else { return ENOSYS }
    return unsafeBitCast(address, to: Function.self)(&actions, path)
  }

  /// Closes all descriptors from a number on, where glibc is 2.34 or later.
  ///
  /// Ours close by themselves; this is for what libraries left open.
  func closeOthers(_ actions: inout posix_spawn_file_actions_t, from number: Int32) {
    typealias Function = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
    guard let address = address(of: "posix_spawn_file_actions_addclosefrom_np") else { return }
    _ = unsafeBitCast(address, to: Function.self)(&actions, number)
  }

  private func address(of function: String) -> UnsafeMutableRawPointer? {
    dlsym(dlopen(nil, RTLD_NOW), function)
  }
#endif
