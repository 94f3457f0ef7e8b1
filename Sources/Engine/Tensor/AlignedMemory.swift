#if canImport(Glibc)
  import Glibc
#endif

/// Memory for weights and activations, which begins at a cache line.
enum AlignedMemory {
  /// A large page of x86 and ARM.
  private static let largePage = 2 << 20

  /// Takes memory whose contents are undefined; `deallocate` gives it back.
  ///
  /// A block of several large pages asks for them: reading the weights of a large network, the processor otherwise
  /// looks up the address of every 4 KB.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    #if canImport(Glibc)
      guard byteCount >= 2 * largePage else { return .allocate(byteCount: byteCount, alignment: 64) }
      let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: largePage)
      // A wish: where it is not granted, small pages do.
      _ = madvise(memory, byteCount, MADV_HUGEPAGE)
      return memory
    #else
      return .allocate(byteCount: byteCount, alignment: 64)
    #endif
  }
}
