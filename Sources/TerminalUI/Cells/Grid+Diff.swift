/// Neighboring cells of one row that changed.
public struct CellRun: Hashable, Sendable {
  /// The row.
  public let row: Int
  /// The column of the first cell.
  public let column: Int
  /// The new cells from left to right, without continuations.
  public let cells: [Cell]
}

extension Grid {
  /// The runs of cells that must be written to turn `old` into this grid.
  ///
  /// A wide character is written whole. Two grids of different size share nothing: all cells are written.
  public func diff(from old: Grid?) -> [CellRun] {
    guard let old, old.size == size else { return runs { _ in true } }
    return cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { old in
        runs { new[$0] != old[$0] || (new[$0].width == 2 && new[$0 + 1] != old[$0 + 1]) }
      }
    }
  }

  /// The runs of characters for whose first cell, given by its index, the condition holds.
  private func runs(where isChanged: (Int) -> Bool) -> [CellRun] {
    var runs: [CellRun] = []
    for y in 0..<height {
      let end = (y + 1) * width
      var index = y * width
      while index < end {
        guard isChanged(index) else {
          index += max(1, cells[index].width)
          continue
        }
        let start = index
        var run: [Cell] = []
        while index < end, isChanged(index) {
          run.append(cells[index])
          index += max(1, cells[index].width)
        }
        runs.append(CellRun(row: y, column: start - y * width, cells: run))
      }
    }
    return runs
  }

  /// Writes runs of cells, as made by ``diff(from:)``.
  public mutating func apply(_ runs: [CellRun]) {
    for run in runs { put(run.cells, x: run.column, y: run.row) }
  }
}
