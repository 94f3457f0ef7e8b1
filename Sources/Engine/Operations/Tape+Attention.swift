import CKernels

extension Tape {
  /// `softmax(scale * q k^T) v` for each of `heads` equal parts of the features, side by side: `[n, lq, dv]`.
  ///
  /// `q` is `[n, lq, d]`, `k` `[n, lk, d]`, `v` `[n, lk, dv]`. Keys whose `mask` `[n, lk]` is 0 get weight 0; if all
  /// are masked the result is 0. From Vaswani et al., "Attention is all you need" (2017), section 3.2. The weights
  /// `[n, heads, lq, lk]` are kept for the gradient.
  ///
  /// With `roundsWeights` they are 255ths of the largest of their row, divided by their sum, as in integer programs.
  func attention(
    _ q: Variable, _ k: Variable, _ v: Variable, mask: Variable? = nil, heads: Int = 1, scale: Float,
    roundsWeights: Bool = false
  ) -> Variable {
    let extents = AttentionExtents(q: q.value, k: k.value, v: v.value, mask: mask?.value, heads: heads)
    var y = Tensor(uninitialized: [extents.batch, extents.queries, heads * extents.valueWidth])
    var weights = Tensor(uninitialized: [extents.batch, heads, extents.queries, extents.keys])
    let (out, outWeights) = (y.mutablePointer, weights.mutablePointer)
    parallelFor(extents.batch * heads) { index in
      let head = extents.head(index)
      let own = outWeights + head.weights
      extents.scores(
        queries: q.value.pointer + head.q, keys: k.value.pointer + head.k, width: extents.width, to: own)
      let visible = mask.map { $0.value.pointer + head.mask }
      let (rows, keys) = (Int64(extents.queries), Int64(extents.keys))
      sequenceKernels.softmax(rows, keys, scale, visible, own, own)
      if roundsWeights { extents.round(own) }
      extents.mixture(own, v.value.pointer + head.v, to: out + head.y)
    }
    return record(y, from: [q, k, v]) { [weights] dy in
      var gradients = AttentionGradients(q, k, v)
      let (dq, dk, dv) = gradients.pointers
      let accumulates = gradients.accumulates
      parallelFor(extents.batch * heads) { index in
        let head = extents.head(index)
        let own = weights.pointer + head.weights  // w [lq, lk]
        let upstream = dy.pointer + head.y
        let scores = Storage(count: extents.queries * extents.keys)  // the gradient by w, then by q k^T
        extents.scores(
          queries: upstream, keys: v.value.pointer + head.v, width: extents.valueWidth, to: scores.base)
        sequenceKernels.softmax_gradient(
          Int64(extents.queries), Int64(extents.keys), scale, own, scores.base, scores.base)
        if accumulates.keys { extents.addTransposed(to: scores.base) }
        let dScores = LeftMatrix(start: scores.base, row: extents.keys)
        let (row, valueRow) = (heads * extents.width, heads * extents.valueWidth)
        if let dq {  // dq = ds k; where k is q, both their gradients: (ds + ds^T) q
          writeProduct(
            rows: extents.queries, columns: extents.width, depth: extents.keys, dScores,
            RightMatrix(start: k.value.pointer + head.k, row: row), to: dq + head.q, stride: row)
        }
        if let dk, !accumulates.keys {  // dk = ds^T q
          writeProduct(
            rows: extents.keys, columns: extents.width, depth: extents.queries, dScores.transposed,
            RightMatrix(start: q.value.pointer + head.q, row: row), to: dk + head.k, stride: row)
        }
        if let dv {  // dv = w^T dy
          writeProduct(
            rows: extents.keys, columns: extents.valueWidth, depth: extents.queries,
            LeftMatrix(start: own, row: extents.keys).transposed, RightMatrix(start: upstream, row: valueRow),
            to: dv + head.v, stride: valueRow, accumulate: accumulates.values)
        }
      }
      gradients.deliver()
    }
  }
}

/// The extents of attention, and its products for one head of one sequence.
private struct AttentionExtents {
  let batch: Int
  let heads: Int
  let queries: Int
  let keys: Int
  /// The features of one head.
  let width: Int
  let valueWidth: Int

  init(q: Tensor, k: Tensor, v: Tensor, mask: Tensor?, heads: Int) {
    batch = q.shape[0]
    self.heads = heads
    queries = q.shape[1]
    keys = k.shape[1]
    width = q.shape[2] / heads
    valueWidth = v.shape[2] / heads
    precondition(q.shape[2] == heads * width && v.shape[2] == heads * valueWidth, "heads divide the features")
    precondition(k.shape == [batch, keys, heads * width] && v.shape == [batch, keys, heads * valueWidth])
    precondition(mask.map { $0.shape == [batch, keys] } ?? true)
  }

  /// Where the parts of one head of one sequence begin.
  func head(_ index: Int) -> (q: Int, k: Int, v: Int, y: Int, weights: Int, mask: Int) {
    let (sequence, head) = index.quotientAndRemainder(dividingBy: heads)
    return (
      (sequence * queries * heads + head) * width, (sequence * keys * heads + head) * width,
      (sequence * keys * heads + head) * valueWidth, (sequence * queries * heads + head) * valueWidth,
      index * queries * keys, sequence * keys
    )
  }

  /// `[lq, lk]`: the products of rows of `queries` `[lq, width]` with rows of `keys` `[lk, width]`.
  func scores(
    queries a: UnsafePointer<Float>, keys b: UnsafePointer<Float>, width: Int,
    to out: UnsafeMutablePointer<Float>
  ) {
    let (row, stride) = (heads * width, rowStride(for: keys))
    let transposed = Storage(count: width * stride)  // [width, lk]
    sequenceKernels.transpose(Int64(keys), Int64(width), b, Int64(row), transposed.base, Int64(stride))
    writeProduct(
      rows: queries, columns: keys, depth: width, LeftMatrix(start: a, row: row),
      RightMatrix(start: transposed.base, row: stride), to: out, stride: keys)
  }

  /// Rounds each row of `weights` `[lq, lk]`, whose sum is 1 or, if all keys are masked, 0.
  func round(_ weights: UnsafeMutablePointer<Float>) {
    for query in 0..<queries {
      let row = UnsafeMutableBufferPointer(start: weights + query * keys, count: keys)
      let largest = row.max()!
      guard largest > 0 else { continue }
      for key in row.indices { row[key] = (255 * row[key] / largest).rounded(.toNearestOrEven) }
      let sum = row.reduce(0, +)
      for key in row.indices { row[key] /= sum }
    }
  }

  /// Adds the transposed matrix to a square one, `[keys, keys]`.
  func addTransposed(to matrix: UnsafeMutablePointer<Float>) {
    let transposed = Storage(count: keys * keys)
    let side = Int64(keys)
    sequenceKernels.transpose(side, side, matrix, side, transposed.base, side)
    kernels.add(side * side, transposed.base, matrix)
  }

  /// `[lq, valueWidth]`: `weights` `[lq, lk]` times `values` `[lk, valueWidth]`.
  func mixture(
    _ weights: UnsafePointer<Float>, _ values: UnsafePointer<Float>, to out: UnsafeMutablePointer<Float>
  ) {
    writeProduct(
      rows: queries, columns: valueWidth, depth: keys, LeftMatrix(start: weights, row: keys),
      RightMatrix(start: values, row: heads * valueWidth), to: out, stride: heads * valueWidth)
  }
}

/// The gradients by the three operands; an operand that serves twice, as in self-attention, has one tensor to which
/// both uses add.
private struct AttentionGradients {
  /// Whether keys are the queries too, and values one of both, so that their gradients add up.
  let accumulates: (keys: Bool, values: Bool)

  private let operands: [Variable]
  private var tensors: [Tensor] = []
  private var slots: [Int?] = []

  init(_ q: Variable, _ k: Variable, _ v: Variable) {
    operands = [q, k, v]
    accumulates = (k === q, v === q || v === k)
    for (index, operand) in operands.enumerated() {
      if let earlier = operands[..<index].firstIndex(where: { $0 === operand }) {
        slots.append(slots[earlier])
      } else if operand.needsGradient {
        slots.append(tensors.count)
        tensors.append(Tensor(uninitialized: operand.value.shape))
      } else {
        slots.append(nil)
      }
    }
  }

  /// Where the gradients are to be written.
  var pointers:
    (q: UnsafeMutablePointer<Float>?, k: UnsafeMutablePointer<Float>?, v: UnsafeMutablePointer<Float>?)
  {
    mutating get {
      let all = slots.map { slot in slot.map { tensors[$0].mutablePointer } }
      return (all[0], all[1], all[2])
    }
  }

  /// Adds them to the operands'.
  func deliver() {
    for (index, tensor) in tensors.enumerated() { operands[slots.firstIndex(of: index)!].accumulate(tensor) }
  }
}
