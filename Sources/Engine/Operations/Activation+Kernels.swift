import CKernels

extension Activation {
  /// The kernels' name of the function.
  var code: ck_activation {
    switch self {
    case .relu: CK_RELU
    case .relu6: CK_RELU6
    case .gelu: CK_GELU
    case .silu: CK_SILU
    case .tanh: CK_TANH
    case .sigmoid: CK_SIGMOID
    }
  }
}
