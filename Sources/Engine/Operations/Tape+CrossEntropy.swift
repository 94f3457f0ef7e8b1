import Foundation

extension Tape {
  /// The mean over the batch of `-log softmax(logits)[label]`, for `logits` `[n, classes]`: one number.
  ///
  /// - Precondition: there are n labels, each in `0..<classes`.
  func softmaxCrossEntropy(_ logits: Variable, labels: [Int]) -> Variable {
    softmaxCrossEntropy(logits, targets: oneHot(labels, classes: logits.value.shape[1]))
  }

  /// The mean over the batch of `-sum over k of targets[k] * log softmax(logits)[k]`, for `logits` and `targets`
  /// `[n, classes]`: one number.
  ///
  /// The largest logit of a row is subtracted first, so that no exponential overflows. The gradient by the
  /// logits is `(softmax * sum(targets) - targets) / n` (Goodfellow et al., "Deep Learning", 2016, 6.2.2.3).
  ///
  /// - Precondition: both have the same shape.
  func softmaxCrossEntropy(_ logits: Variable, targets: Tensor) -> Variable {
    precondition(
      logits.value.shape == targets.shape, "logits \(logits.value.shape), targets \(targets.shape)")
    let (rows, classes) = (targets.shape[0], targets.shape[1])
    var gradient = Tensor(uninitialized: targets.shape)  // [n, classes]
    let out = gradient.mutablePointer
    // Sums of blocks of rows, added in order, so that threads do not matter.
    var totals = [Double](repeating: 0, count: (rows + rowsPerBlock - 1) / rowsPerBlock)
    totals.withUnsafeMutableBufferPointer { totals in
      parallelRanges(rows, size: rowsPerBlock) { block in
        var total = 0.0
        for start in stride(from: block.lowerBound * classes, to: block.upperBound * classes, by: classes) {
          let row = logits.value.pointer + start
          let target = targets.pointer + start
          let (largest, sum) = writeExponentials(of: row, count: classes, to: out + start)
          let logarithm = log(sum)
          var weight = 0.0
          for k in 0..<classes where target[k] != 0 {  // 0 times an infinite distance is 0 here
            total += Double(target[k]) * (logarithm - Double(row[k] - largest))
            weight += Double(target[k])
          }
          let scale = Float(weight / (sum * Double(rows)))
          for k in 0..<classes { out[start + k] = out[start + k] * scale - target[k] / Float(rows) }
        }
        totals[block.lowerBound / rowsPerBlock] = total
      }
    }
    let total = totals.reduce(0, +)
    return recordMean(total / Double(rows), of: logits, gradient: gradient)
  }

  /// A loss that was computed together with its gradient by its only operand.
  func recordMean(_ value: Double, of operand: Variable, gradient: Tensor) -> Variable {
    record(Tensor(shape: [], values: [Float(value)]), from: [operand]) { upstream in
      let scale = upstream[0]
      operand.accumulate(scale == 1 ? gradient : scaled(gradient, by: scale))
    }
  }
}

/// Rows whose losses one thread adds up.
private let rowsPerBlock = 256

/// Softmax of each row of `logits / temperature`, `[n, classes]`: above 1, the temperature evens out the
/// probabilities.
func softmax(_ logits: Tensor, temperature: Float = 1) -> Tensor {
  let classes = logits.shape[1]
  let cooled = scaled(logits, by: 1 / temperature)
  var probabilities = Tensor(uninitialized: logits.shape)
  let out = probabilities.mutablePointer
  for start in stride(from: 0, to: logits.count, by: classes) {
    let (_, sum) = writeExponentials(of: cooled.pointer + start, count: classes, to: out + start)
    for k in start..<start + classes { out[k] = Float(Double(out[k]) / sum) }
  }
  return probabilities
}

/// For each label a row of `[n, classes]`: `1 - smoothing` at the label, and `smoothing / classes` spread over all.
///
/// Szegedy et al., "Rethinking the Inception architecture for computer vision" (2016), section 7.
///
/// - Precondition: each label is in `0..<classes`.
func oneHot(_ labels: [Int], classes: Int, smoothing: Float = 0) -> Tensor {
  precondition(labels.allSatisfy { (0..<classes).contains($0) })
  var targets = Tensor(shape: [labels.count, classes], repeating: smoothing / Float(classes))
  let out = targets.mutablePointer
  for (row, label) in labels.enumerated() { out[row * classes + label] += 1 - smoothing }
  return targets
}

/// Writes `exp(x - largest)` for each of `count` logits; their sum is at least 1.
private func writeExponentials(
  of logits: UnsafePointer<Float>, count: Int, to out: UnsafeMutablePointer<Float>
) -> (largest: Float, sum: Double) {
  let largest = UnsafeBufferPointer(start: logits, count: count).max()!
  var sum = 0.0
  for k in 0..<count {
    let power = exp(Double(logits[k] - largest))
    out[k] = Float(power)
    sum += power
  }
  return (largest, sum)
}
