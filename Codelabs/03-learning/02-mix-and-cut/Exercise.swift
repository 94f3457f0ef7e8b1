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
  todo("weigh the loss of each class by its probability")
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
  todo("cut the square at the edges")
}

/// Hides a part of an image: cutout.
///
/// - Parameters:
///   - pixels: `side` rows of `side` pixels.
///   - side: At least 1.
///   - box: What to hide; inside of the image.
/// - Returns: The image with 0, gray, in the box.
func cutOut(_ pixels: [Float], side: Int, box: Box) -> [Float] {
  todo("make the box gray")
}

/// Lays two images over each other: mixup.
///
/// - Parameters:
///   - one: An image and its target.
///   - other: Another one of the same size.
///   - share: How much of `one` there is, from 0 to 1; the rest is `other`.
/// - Returns: The mixed image, pixel by pixel, with what it shows.
func mixUp(_ one: Example, _ other: Example, share: Float) -> Example {
  todo("mix the pixels, and the targets alike")
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
  todo("put the piece in, and weigh the targets by area")
}

/// Measures how much surer a network is than it should be.
///
/// - Parameters:
///   - probabilities: For each image the probability that the network gives to each class; at least one image.
///   - labels: The class of each image.
/// - Returns: The mean of each image's largest probability, minus the share of images whose largest probability is that of
///   their label. Above 0 it is too sure, below 0 not sure enough.
func overconfidence(_ probabilities: [[Float]], labels: [Int]) -> Double {
  todo("compare how sure and how often right")
}
