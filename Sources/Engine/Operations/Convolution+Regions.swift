/// A part of a batch of images: some rows of some images.
struct ImageRegion {
  let images: Range<Int>
  let rows: Range<Int>
}

/// Images of `height` by `width` pixels in regions of about `size` pixels: whole images, or rows of one of them.
///
/// They depend on the extents alone, so that sums over a region are the same for any number of threads.
func imageRegions(batch: Int, height: Int, width: Int, ofPixels size: Int) -> [ImageRegion] {
  let image = height * width
  let bands = min(height, max(1, image / size))
  return slices(batch, ofAtMost: max(1, size / image)).flatMap { images in
    (0..<bands).map { band in
      ImageRegion(images: images, rows: band * height / bands..<(band + 1) * height / bands)
    }
  }
}

/// `0..<count` in the fewest ranges of at most `size` that are about equal.
func slices(_ count: Int, ofAtMost size: Int) -> [Range<Int>] {
  let parts = (count + size - 1) / size
  return (0..<parts).map { $0 * count / parts..<($0 + 1) * count / parts }
}

/// Ranges of the rows of a product, enough to keep threads busy, in whole tiles of the kernels.
func rowSlices(_ rows: Int) -> [Range<Int>] {
  let tile = 12
  let tiles = (rows + tile - 1) / tile
  return slices(tiles, ofAtMost: min(12, max(2, (tiles + 7) / 8))).map {
    $0.lowerBound * tile..<min(rows, $0.upperBound * tile)
  }
}

/// Ranges of columns, in whole pairs of panels, so that `others` pieces of work become enough to keep threads busy.
func columnSlices(_ columns: Int, besides others: Int) -> [Range<Int>] {
  let (pair, enough) = (32, 8)
  let pairs = (columns + pair - 1) / pair
  return slices(pairs, ofAtMost: max(2, pairs * others / enough)).map {
    $0.lowerBound * pair..<min(columns, $0.upperBound * pair)
  }
}
