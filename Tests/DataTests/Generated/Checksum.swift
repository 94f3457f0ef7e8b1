import Engine

/// The 64-bit FNV-1a hash: tells whether generated data are the bytes they were when the test was written.
func checksum(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The hash of a tensor's elements, each as four bytes with the lowest first.
func checksum(_ tensor: Tensor) -> UInt64 {
  checksum(
    tensor.values.lazy.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    })
}
