import CKernels

@testable import Engine

let oddSizes = [1, 2, 3, 5, 7, 15, 17, 31, 33]
let vectorSets = InstructionSet.available.filter { $0 != .reference }

func sequenceKernels(_ isa: InstructionSet) -> ck_infer_seq_kernels {
  ck_infer_seq_kernels_for(isa.code).pointee
}

func randomFloats(_ count: Int, seed: UInt64, in range: ClosedRange<Float> = -1...1) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  return generator.uniform(count: count, in: range)
}

/// All integers from -127 to 127, equally often.
func randomIntegers(_ count: Int, seed: UInt64) -> [Int8] {
  randomFloats(count, seed: seed, in: -127.49...127.49).map { Int8($0.rounded()) }
}

/// A mask that leaves out a third of the positions, or nothing.
func randomMask(_ count: Int, seed: UInt64, masked: Bool) -> [Int8]? {
  masked ? randomFloats(count, seed: seed).map { $0 < -0.33 ? 0 : 1 } : nil
}

/// Memory as packed parameters and scratch need it; what it held before must not matter.
func withAlignedMemory<Result>(_ bytes: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes, 64), alignment: 64)
  defer { memory.deallocate() }
  memory.initializeMemory(as: UInt8.self, repeating: 0x5A)
  return body(memory.baseAddress!)
}

func dequantized(_ values: [Int8], scale: Float, zero: Int32 = 0) -> [Float] {
  values.map { scale * Float(Int32($0) - zero) }
}

/// Passes pointers to the elements of several arrays.
func withPointers<Element>(
  to arrays: [[Element]], _ body: ([UnsafePointer<Element>?]) -> Void
) {
  func next(_ index: Int, _ pointers: [UnsafePointer<Element>?]) {
    guard index < arrays.count else { return body(pointers) }
    arrays[index].withUnsafeBufferPointer { next(index + 1, pointers + [$0.baseAddress]) }
  }
  next(0, [])
}
