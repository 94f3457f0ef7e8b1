import Codelab
import Foundation

/// An image and what it shows.
struct Example: Codable {
  /// Brightness from -1, paper, to 1, ink: one row after the other, as many rows as columns.
  var pixels: [Float]
  /// The probability of each class; together 1.
  var target: [Float]
}

/// A rectangle of an image.
struct Box: Codable, Equatable {
  /// The rows that it covers.
  var rows: Range<Int>
  /// The columns that it covers.
  var columns: Range<Int>
}

/// Measures how far a network's answer is from a soft target: the cross-entropy.
///
/// - Parameters:
///   - logits: The network's score for each class; any finite numbers, also large ones.
///   - target: The probability of each class; together 1.
/// - Returns: The sum over all classes of `-target * log(p)`, in nats, where `p` is the softmax of the logits: the
///   exponential of each, divided by the sum of all exponentials.
func softCrossEntropy(_ logits: [Float], target: [Float]) -> Float {
  let largest = logits.max() ?? 0
  let logarithm = log(logits.reduce(0) { $0 + exp($1 - largest) })
  return zip(logits, target).reduce(0) { sum, pair in
    sum + pair.1 * (logarithm - (pair.0 - largest))
  }
}

/// Finds the square around a pixel, as far as it lies in the image.
///
/// - Parameters:
///   - row: The row of the pixel.
///   - column: Its column.
///   - size: The rows, and columns, of the square; it begins `size / 2` above and to the left of the pixel.
///   - side: The rows, and columns, of the image; at least 1.
/// - Returns: What of the square lies in the image.
func square(row: Int, column: Int, size: Int, side: Int) -> Box {
  func inside(_ center: Int) -> Range<Int> {
    let first = center - size / 2
    return max(0, first)..<min(side, first + size)
  }
  return Box(rows: inside(row), columns: inside(column))
}

/// Hides a part of an image: cutout.
///
/// - Parameters:
///   - pixels: `side` rows of `side` pixels.
///   - side: At least 1.
///   - box: What to hide; inside of the image.
/// - Returns: The image with 0, gray, in the box.
func cutOut(_ pixels: [Float], side: Int, box: Box) -> [Float] {
  pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side) ? 0 : pixels[place]
  }
}

/// Lays two images over each other: mixup.
///
/// - Parameters:
///   - one: An image and its target.
///   - other: Another one of the same size.
///   - share: How much of `one` there is, from 0 to 1; the rest is `other`.
/// - Returns: The mixed image, pixel by pixel, with what it shows.
func mixUp(_ one: Example, _ other: Example, share: Float) -> Example {
  func mixed(_ one: [Float], _ other: [Float]) -> [Float] {
    zip(one, other).map { share * $0 + (1 - share) * $1 }
  }
  return Example(pixels: mixed(one.pixels, other.pixels), target: mixed(one.target, other.target))
}

/// Puts a piece of one image into another: CutMix.
///
/// - Parameters:
///   - one: The image that gets the piece, and its target.
///   - other: The image that gives it, and its target.
///   - side: The rows, and columns, of both.
///   - box: Where the piece lies, in both; inside of the image, perhaps empty.
/// - Returns: The image with the piece, with what it shows: each of the two by its share of the area.
func cutMix(_ one: Example, _ other: Example, side: Int, box: Box) -> Example {
  let pixels = one.pixels.indices.map { place in
    box.rows.contains(place / side) && box.columns.contains(place % side)
      ? other.pixels[place] : one.pixels[place]
  }
  let share = Float(box.rows.count * box.columns.count) / Float(side * side)
  return Example(
    pixels: pixels, target: zip(one.target, other.target).map { (1 - share) * $0 + share * $1 })
}

/// Measures how much surer a network is than it should be.
///
/// - Parameters:
///   - probabilities: For each image the probability that the network gives to each class; at least one image.
///   - labels: The class of each image.
/// - Returns: The mean of each image's largest probability, minus the share of images whose largest probability is that of
///   their label. Above 0 it is too sure, below 0 not sure enough.
func overconfidence(_ probabilities: [[Float]], labels: [Int]) -> Double {
  var (confidence, right) = (0.0, 0.0)
  for (answer, label) in zip(probabilities, labels) {
    let largest = answer.max() ?? 0
    confidence += Double(largest)
    right += answer[label] == largest ? 1 : 0
  }
  return (confidence - right) / Double(labels.count)
}
