import Codelab
import Foundation

/// An image and the class that it shows.
struct Example: Codable {
  /// Brightness from -1, paper, to 1, ink: one row after the other, as many rows as columns.
  var pixels: [Float]
  /// The class.
  var label: Int
}

/// A place in an image, which may lie between its pixels or outside.
struct Place: Codable {
  /// From top to bottom; whole numbers from 0 are the rows.
  var row: Float
  /// From left to right; whole numbers from 0 are the columns.
  var column: Float
}

/// How far images may be moved at most.
struct Policy: Codable {
  /// Turns either way; 1 is a full turn.
  var turns: Float
  /// Pixels to either side, and up or down.
  var shift: Float
}

/// How far one image is moved.
struct Change: Codable {
  /// Turns counterclockwise; 1 is a full turn.
  var turns: Float
  /// Pixels to the right.
  var right: Float
  /// Pixels down.
  var down: Float
}

/// Exchanges left and right.
///
/// - Parameters:
///   - pixels: `side` rows of `side` pixels.
///   - side: At least 1.
/// - Returns: The image as a mirror beside it shows it.
func flippedHorizontally(_ pixels: [Float], side: Int) -> [Float] {
  todo("read each row from its end")
}

/// Exchanges top and bottom.
///
/// - Parameters:
///   - pixels: `side` rows of `side` pixels.
///   - side: At least 1.
/// - Returns: The image as water below it shows it.
func flippedVertically(_ pixels: [Float], side: Int) -> [Float] {
  todo("read the rows from the last to the first")
}

/// Finds the classes that a change leaves recognizable.
///
/// - Parameters:
///   - counts: `counts[actual][predicted]`: how many changed images of each class were taken for each class.
///   - share: From 0 to 1.
/// - Returns: The classes, in ascending order, of whose images at least this share was recognized; classes without images
///   are not among them.
func preserved(_ counts: [[Int]], share: Double) -> [Int] {
  todo("compare each class with all of its images")
}

/// Reads an image between its pixels: bilinear interpolation.
///
/// - Parameters:
///   - pixels: `side` rows of `side` pixels.
///   - side: At least 1.
///   - place: Where to read; it may lie outside of the image.
/// - Returns: The mean of the four pixels around the place, the nearer ones counting more: each by
///   `(1 - distance in rows) * (1 - distance in columns)`. Outside of the image all is paper, -1.
func sample(_ pixels: [Float], side: Int, at place: Place) -> Float {
  todo("weigh the four pixels around the place")
}

/// Finds where a pixel of a shifted image comes from.
///
/// - Parameters:
///   - place: A pixel of the new image.
///   - right: By how many pixels everything moves to the right; below 0 to the left.
///   - down: By how many pixels everything moves down; below 0 up.
/// - Returns: The place of the old image that is seen there.
func sourceOfShift(_ place: Place, right: Float, down: Float) -> Place {
  todo("go back to where the pixel was")
}

/// Finds where a pixel of a turned image comes from.
///
/// - Parameters:
///   - place: A pixel of the new image.
///   - side: The rows, and columns, of the image, which turns around its middle: the row and column `(side - 1) / 2`.
///   - turns: How far everything turns, counterclockwise; 1 is a full turn.
/// - Returns: The place of the old image that is seen there.
func sourceOfTurn(_ place: Place, side: Int, turns: Float) -> Place {
  todo("turn the place back around the middle")
}

/// Draws a change.
///
/// - Parameters:
///   - policy: How far images may be moved.
///   - random: Where all randomness comes from, so that a run can be repeated.
/// - Returns: Three numbers drawn one by one, spread evenly over what the policy allows, in both directions alike.
func draw(_ policy: Policy, using random: inout SeededGenerator) -> Change {
  todo("draw three numbers")
}

/// Adds changed copies to labeled images.
///
/// - Parameters:
///   - examples: Images of `side` rows and columns.
///   - side: At least 1.
///   - copies: How many to make of each.
///   - policy: How far they may be moved.
///   - random: Where all randomness comes from.
/// - Returns: The examples as they are; then a copy of each, in their order; then another copy of each, and so on. Each
///   copy is turned and then shifted by a change of its own, and has the label of its original. The lesson's
///   `warped(pixels, side: side) { place in ... }` makes an image whose pixels are read, with your `sample`, at the places
///   that the closure returns.
func augmented(
  _ examples: [Example], side: Int, copies: Int, policy: Policy, using random: inout SeededGenerator
) -> [Example] {
  todo("keep the examples and add changed copies")
}

/// Finds how many labels it takes to be as accurate.
///
/// - Parameters:
///   - accuracy: What is to be reached.
///   - counts: Numbers of labels, ascending; at least one.
///   - accuracies: The accuracy with each of these numbers of labels; it may also fall at times.
/// - Returns: On the straight lines between these points, the smallest number of labels with this accuracy. The first
///   number where it is that accurate already, and the last one where none is.
func labelsNeeded(for accuracy: Double, counts: [Int], accuracies: [Double]) -> Double {
  todo("find where the line reaches the accuracy")
}
