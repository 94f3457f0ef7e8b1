import CKernels
import Foundation

/// The processor instructions that the kernels use.
///
/// Every kernel exists once for each set, so that each variant can be tested and compared on one machine.
public enum InstructionSet: String, CaseIterable, Sendable {
  /// Plain loops: the oracle of the other variants.
  case reference
  /// Vectors of 16 bytes: SSE2 on x86-64, NEON on arm64.
  case portable
  /// Vectors of 32 bytes with fused multiply-add.
  case avx2
  /// Vectors of 64 bytes with 8-bit dot products: AVX-512 with VNNI.
  case avx512

  /// The best set that this processor runs.
  public static let best = InstructionSet.allCases[Int(ck_best_isa().rawValue)]

  /// The sets that this processor runs.
  public static let available = allCases.filter { $0.code.rawValue <= best.code.rawValue }

  /// The set in use: the one that the environment variable `CODELAB_ISA` names, else the best one.
  ///
  /// On arm64, `neon` is another name of `portable`. A name that is unknown, or not supported here, is reported on
  /// standard error.
  public static let current: InstructionSet = {
    let (set, complaint) = choice(named: ProcessInfo.processInfo.environment["CODELAB_ISA"])
    if let complaint { FileHandle.standardError.write(Data((complaint + "\n").utf8)) }
    return set
  }()

  /// The name by which the C tables know the set.
  var code: ck_isa {
    switch self {
    case .reference: CK_ISA_REFERENCE
    case .portable: CK_ISA_PORTABLE
    case .avx2: CK_ISA_AVX2
    case .avx512: CK_ISA_AVX512
    }
  }

  /// The set that a value of `CODELAB_ISA` asks for; or the best one, with what to tell whoever set it.
  static func choice(named name: String?) -> (set: InstructionSet, complaint: String?) {
    guard let name, !name.isEmpty else { return (best, nil) }
    var names = available.map(\.rawValue)
    #if arch(arm64)
      if name == "neon" { return (.portable, nil) }
      names.append("neon")
    #endif
    if let set = InstructionSet(rawValue: name), available.contains(set) { return (set, nil) }
    let isKnown = name == "neon" || InstructionSet(rawValue: name) != nil
    let reason = isKnown ? "this processor does not run these instructions" : "no such instruction set"
    return (
      best, "CODELAB_ISA=\(name): \(reason); choose one of \(names.joined(separator: ", ")). Using \(best)."
    )
  }
}
