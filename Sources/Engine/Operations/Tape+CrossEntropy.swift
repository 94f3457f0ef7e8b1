import Foundation

extension Tape {
  /// The mean over the batch of `-log softmax(logits)[label]`, for `logits` `[n, classes]`: one number.
  ///
  /// The largest logit of a row is subtracted first, so that no exponential overflows. The gradient by the
  /// logits is `(softmax - one-hot) / n`.
  ///
  /// - Precondition: there are n labels, each in `0..<classes`.
  func softmaxCrossEntropy(_ logits: Variable, labels: [Int]) -> Variable {
    let (rows, classes) = (logits.value.shape[0], logits.value.shape[1])
    precondition(labels.count == rows && labels.allSatisfy { (0..<classes).contains($0) })
    var gradient = Tensor(uninitialized: logits.value.shape)  // [n, classes]
    let out = gradient.mutablePointer
    let loss = logits.value.withUnsafeBuffer { logits -> Double in
      var total = 0.0
      for row in 0..<rows {
        let start = row * classes
        let largest = logits[start..<start + classes].max()!
        var sum = 0.0
        for i in start..<start + classes {
          let power = exp(Double(logits[i] - largest))
          out[i] = Float(power)
          sum += power
        }
        total += log(sum) - Double(logits[start + labels[row]] - largest)
        let scale = Float(1 / (sum * Double(rows)))
        for i in start..<start + classes { out[i] *= scale }
        out[start + labels[row]] -= 1 / Float(rows)
      }
      return total / Double(rows)
    }
    return record(Tensor(shape: [], values: [Float(loss)]), from: [logits]) { [gradient] upstream in
      let scale = upstream[0]
      logits.accumulate(
        scale == 1 ? gradient : Tensor(shape: gradient.shape, values: gradient.values.map { $0 * scale }))
    }
  }
}
