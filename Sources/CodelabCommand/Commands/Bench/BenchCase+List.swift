import Codelab
import Foundation

extension BenchCase {
  /// All cases.
  static var all: [BenchCase] { digits + digitsOnOtherKernels }

  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  /// Chapter 2's network: inferences of one image, training steps of 128.
  private static var digits: [BenchCase] {
    let targets = [("float", 1, 0.65), ("float", 2, 0.7), ("int8", 1, 0.5), ("int8", 2, 0.5)]
    let inferences = targets.map { precision, threads, target in
      BenchCase(
        name: "digits \(precision), \(threadText(threads))",
        request: .init(model: "digits", precision: precision, threads: threads), target: target
      ) {
        try digitInference(precision, threads: threads, instructions: .current)
      }
    }
    let trainingStep = BenchCase(
      name: "digits training, batch 128, \(threadText(cores))",
      request: .init(model: "digits", task: "training", batch: 128, threads: cores), target: 0.5
    ) {
      let batch = try Dataset(
        images: BenchData.inputs(128, shape: [28, 28, 1]), labels: BenchData.labels(128, classes: 10),
        classes: 10)
      return training(of: try BookNetwork.digits(), on: batch)
    }
    return inferences + [trainingStep]
  }

  /// The same on the kernels that are not in use.
  private static var digitsOnOtherKernels: [BenchCase] {
    InstructionSet.available.filter { $0 != .current }.reversed().flatMap { set in
      ["float", "int8"].map { precision in
        BenchCase(
          name: "digits \(precision), 1 thread, \(set.rawValue) kernels", instructions: set
        ) {
          try digitInference(precision, threads: 1, instructions: set)
        }
      }
    }
  }

  private static func digitInference(
    _ precision: String, threads: Int, instructions: InstructionSet
  ) throws -> Timing {
    let model = try BookNetwork.digits()
    let images = BenchData.inputs(8, shape: model.inputShape)
    let program = try precision == "int8" ? model.quantized(calibration: images) : model.compiled()
    return inference(
      of: try program.packed(for: instructions), input: images.rows(0..<1), threads: threads)
  }

  private static func threadText(_ count: Int) -> String { count == 1 ? "1 thread" : "\(count) threads" }
}
