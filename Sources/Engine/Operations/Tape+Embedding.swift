import CKernels

extension Tape {
  /// The row of `table` `[vocabulary, width]` for each of `ids` `[...]`: `[..., width]`.
  ///
  /// The gradient by the table is of the rows that were read. Ids are whole numbers and have no gradient.
  ///
  /// - Precondition: each id is a row of the table.
  func embedding(_ ids: Variable, table: Variable) -> Variable {
    let vocabulary = table.value.shape[0]
    let rows = ids.value.values.map { id in
      precondition(id >= 0 && Int(id) < vocabulary, "id \(id) of a vocabulary of \(vocabulary)")
      return Int(id)
    }
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
    let (buckets, width) = (table.value.shape[0], table.value.shape[1])
    let rows = ids.value.values.flatMap { id in
      (0..<hashes).map { Int(ck_hash(UInt64($0), UInt32(id)) % UInt32(buckets)) }
    }
    let parts = table.value.gathered(rows)  // [ids * hashes, width]
    var y = Tensor(uninitialized: ids.value.shape + [width])
    let (source, out) = (parts.pointer, y.mutablePointer)
    parallelRanges(ids.value.count, size: 512) { range in
      for index in range {
        let (to, from) = (out + index * width, source + index * hashes * width)
        to.update(from: from, count: width)
        for hash in 1..<max(hashes, 1) { kernels.add(Int64(width), from + hash * width, to) }
      }
    }
    return record(y, from: [table]) { dy in
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
      for index in range {
        for bit in 0..<bits {
          let pair = ck_hash(UInt64(bit), UInt32(source[index])) & 3
          out[index * bits + bit] = pair == 1 ? 1 : pair == 2 ? -1 : 0
        }
      }
    }
    return Variable(y)
  }

  /// 1 for each id but 0, which is padding: of the shape of `ids`.
  func paddingMask(_ ids: Variable) -> Variable {
    Variable(Tensor(shape: ids.value.shape, values: ids.value.values.map { $0 == 0 ? 0 : 1 }))
  }
}

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
