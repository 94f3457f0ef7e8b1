import CKernels

extension Tape {
  /// The row of `table` `[vocabulary, width]` for each of `ids` `[...]`: `[..., width]`.
  ///
  /// The gradient by the table is of the rows that were read. Ids are whole numbers and have no gradient; one that is
  /// not in the table reads row 0, as in inference.
  func embedding(_ ids: Variable, table: Variable) -> Variable {
    let vocabulary = Float(table.value.shape[0])
    let rows = ids.value.values.map { $0 >= 0 && $0 < vocabulary ? Int($0) : 0 }
    let y = table.value.gathered(rows)
    let width = table.value.shape[1]
    return record(y.reshaped(to: ids.value.shape + [width]), from: [table]) { dy in
      table.accumulate(.rows(rowGradient(dy, reading: rows, each: 1, of: table.value.shape)))
    }
  }

  /// For each id the sum of `hashes` rows of `table` `[buckets, width]`: `ids` `[...]` becomes `[..., width]`.
  ///
  /// Row j of an id is `hash(key: j, id) mod buckets`. With two or more, words that collide in one row hardly do so
  /// in all (Svenstrup, Hansen and Winther, "Hash embeddings for efficient word representations", 2017, here without
  /// weights). The gradient by the table is of the rows that were read.
  func hashedEmbedding(_ ids: Variable, table: Variable, hashes: Int) -> Variable {
    let (buckets, width) = (UInt32(table.value.shape[0]), table.value.shape[1])
    var y = Tensor(uninitialized: ids.value.shape + [width])
    let out = y.mutablePointer
    parallelRanges(ids.value.count, size: 512) { range in
      ck_hashed_embedding_f32(
        range.count, ids.value.pointer + range.lowerBound, table.value.pointer, buckets, UInt32(hashes),
        width,
        out + range.lowerBound * width)
    }
    return record(y, from: [table]) { dy in
      let rows = ids.value.values.flatMap { id in
        (0..<hashes).map { Int(ck_hash(UInt64($0), wholeID(id)) % buckets) }
      }
      table.accumulate(.rows(rowGradient(dy, reading: rows, each: hashes, of: table.value.shape)))
    }
  }

  /// `bits` features of -1, 0 or 1 for each id, without parameters: `ids` `[...]` becomes `[..., bits]`.
  ///
  /// Feature f is made of two bits of `hash(key: f, id)`: 00 and 11 give 0, 01 gives 1, 10 gives -1. From
  /// Kaliamoorthi, Ravi and Kozareva, "PRADO: projection attention networks for document classification on-device"
  /// (2019).
  func projection(_ ids: Variable, bits: Int) -> Variable {
    var y = Tensor(uninitialized: ids.value.shape + [bits])
    let (source, out) = (ids.value.pointer, y.mutablePointer)
    parallelRanges(ids.value.count, size: 256) { range in
      ck_projection_f32(range.count, source + range.lowerBound, bits, out + range.lowerBound * bits)
    }
    return Variable(y)
  }

  /// 1 for each id but 0, which is padding: of the shape of `ids`.
  func paddingMask(_ ids: Variable) -> Variable {
    var mask = Tensor(uninitialized: ids.value.shape)
    ck_padding_mask_f32(mask.count, ids.value.pointer, mask.mutablePointer)
    return Variable(mask)
  }
}

/// What the hashes take for an id: a whole number modulo 2^32, as in inference.
private func wholeID(_ id: Float) -> UInt32 { abs(id) < 9e18 ? UInt32(truncatingIfNeeded: Int64(id)) : 0 }

/// The gradient by a table of which reading `index` took row `rows[index]`, `each` readings making one row of `dy`.
///
/// Readings are sorted by row, by counting, so that each row adds up its own in their order, on any thread.
func rowGradient(_ dy: Tensor, reading rows: [Int], each: Int, of shape: [Int]) -> RowGradient {
  var starts = [Int](repeating: 0, count: shape[0] + 1)
  for row in rows { starts[row + 1] += 1 }
  let touched = (0..<shape[0]).filter { starts[$0 + 1] > 0 }
  for row in 0..<shape[0] { starts[row + 1] += starts[row] }
  var (next, order) = (starts, [Int](repeating: 0, count: rows.count))
  for (index, row) in rows.enumerated() {
    order[next[row]] = index / each
    next[row] += 1
  }
  let (first, sorted) = (starts, order)

  let width = shape.dropFirst().reduce(1, *)
  var values = Tensor(uninitialized: [touched.count] + shape.dropFirst())
  let (source, out) = (dy.pointer, values.mutablePointer)
  parallelRanges(touched.count, size: 256) { range in
    for index in range {
      let (row, sum) = (touched[index], out + index * width)
      sum.update(from: source + sorted[first[row]] * width, count: width)
      for reading in sorted[(first[row] + 1)..<first[row + 1]] {
        kernels.add(Int64(width), source + reading * width, sum)
      }
    }
  }
  return RowGradient(shape: shape, rows: touched, values: values)
}
