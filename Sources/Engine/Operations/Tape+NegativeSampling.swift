import CKernels

extension Tape {
  /// The mean over the batch of what skip-gram with negative sampling loses: one number.
  ///
  /// For a word's vector c, a row of `center` `[n, d]`, and the vectors o of a word from its neighborhood and of k
  /// words drawn at random, `candidates` `[n, 1 + k, d]`:
  ///
  ///     -log sigmoid(c · o_0) - sum over j = 1...k of log sigmoid(-c · o_j)
  ///
  /// From Mikolov et al., "Distributed representations of words and phrases and their compositionality" (2013),
  /// formula 4.
  func negativeSampling(center: Variable, candidates: Variable) -> Variable {
    let (n, width) = (center.value.shape[0], center.value.shape[1])
    let count = candidates.value.shape[1]
    precondition(candidates.value.shape == [n, count, width])
    var losses = Tensor(uninitialized: [n])
    var (dCenter, dCandidates) = (
      Tensor(uninitialized: center.value.shape), Tensor(uninitialized: candidates.value.shape)
    )
    let (loss, outCenter, outCandidates) = (
      losses.mutablePointer, dCenter.mutablePointer, dCandidates.mutablePointer
    )
    parallelRows(n, of: count * width) { range in
      let (row, start) = (range.lowerBound, range.lowerBound * width)
      sequenceKernels.negative_sampling(
        Int64(range.count), Int64(count), Int64(width), 1 / Float(n), center.value.pointer + start,
        candidates.value.pointer + start * count, loss + row, outCenter + start, outCandidates + start * count
      )
    }
    let mean = losses.values.reduce(0.0) { $0 + Double($1) } / Double(n)
    return record(Tensor(shape: [], values: [Float(mean)]), from: [center, candidates]) {
      [dCenter, dCandidates] upstream in
      center.accumulate(scaled(dCenter, by: upstream[0]))
      candidates.accumulate(scaled(dCandidates, by: upstream[0]))
    }
  }
}
