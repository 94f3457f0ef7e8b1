import CKernels

/// The kernels for sequences of the instruction set in use.
let sequenceKernels = ck_sequence_kernels_for(InstructionSet.current.code).pointee

/// A distance in floats between rows of `columns` floats: whole cache lines, an odd number of them.
///
/// With an even number, a walk down a column would use a part of the cache's sets only.
func rowStride(for columns: Int) -> Int { ((columns + 15) / 16 | 1) * 16 }
