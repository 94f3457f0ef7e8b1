import CKernels

/// The kernels for sliding windows of the instruction set in use.
let depthwiseKernels = ck_depthwise_kernels_for(InstructionSet.current.code).pointee
