import Codelab
import Foundation

extension BenchCase {
  /// All cases.
  static var all: [BenchCase] { digits + pets + speech + news + digitsOnOtherKernels }

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
    return inferences + [
      trainingCase("digits", batch: 128, target: 0.5, classes: 10, BookNetwork.digits)
    ]
  }

  /// Chapter 4's masks, with regular and separable convolutions, at full and at a quarter of the width.
  private static var pets: [BenchCase] {
    [(false, 4), (true, 4), (false, 1), (true, 1)].flatMap { separable, divisor in
      let model = "pets" + (separable ? "-separable" : "") + (divisor == 1 ? "" : "-\(divisor)")
      func network() throws -> Model { try BookNetwork.pets(separable: separable, divisor: divisor) }
      return [
        inferenceCase(model, threads: cores, target: 0.9, network),
        trainingCase(model, batch: 8, target: 0.9, classes: 3, labelShape: [128, 128], network),
      ]
    }
  }

  /// Chapter 3's network for spoken words.
  private static var speech: [BenchCase] {
    [trainingCase("speech", batch: 32, target: 0.7, classes: 12, BookNetwork.speech)]
  }

  /// Chapter 4's networks for news.
  private static var news: [BenchCase] {
    let networks = [("news-gru", BookNetwork.newsGRU), ("news-attention", BookNetwork.newsAttention)]
    return networks.flatMap { model, network in
      let vocabulary = BookNetwork.vocabulary
      return [
        inferenceCase(model, threads: 1, target: 0.7, vocabulary: vocabulary, network),
        trainingCase(model, batch: 256, target: 0.7, classes: 4, vocabulary: vocabulary, network),
      ]
    }
  }

  /// Inferences of one example in float.
  private static func inferenceCase(
    _ model: String, threads: Int, target: Double, vocabulary: Int? = nil,
    _ network: @escaping () throws -> Model
  ) -> BenchCase {
    BenchCase(
      name: "\(model) float, \(threadText(threads))", request: .init(model: model, threads: threads),
      target: target
    ) {
      let model = try network()
      return inference(
        of: try model.compiled(),
        input: BenchData.inputs(1, shape: model.inputShape, vocabulary: vocabulary), threads: threads)
    }
  }

  /// Training steps on all cores.
  private static func trainingCase(
    _ model: String, batch: Int, target: Double, classes: Int, labelShape: [Int] = [], vocabulary: Int? = nil,
    _ network: @escaping () throws -> Model
  ) -> BenchCase {
    BenchCase(
      name: "\(model) training, batch \(batch), \(threadText(cores))",
      request: .init(model: model, task: "training", batch: batch, threads: cores), target: target
    ) {
      let model = try network()
      let data = try Dataset(
        images: BenchData.inputs(batch, shape: model.inputShape, vocabulary: vocabulary),
        labels: BenchData.labels(batch, shape: labelShape, classes: classes), classes: classes,
        labelShape: labelShape)
      return training(of: model, on: data)
    }
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
