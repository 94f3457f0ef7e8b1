import Codelab

/// Measures how many pixels of a mask are right.
///
/// - Parameters:
///   - predicted: The class of each pixel, as a network says; at least one pixel.
///   - actual: The class that each pixel has.
/// - Returns: The share of pixels whose class is right, from 0 to 1.
func pixelAccuracy(_ predicted: [Int], _ actual: [Int]) -> Double {
  todo("count the pixels that are right")
}

/// Measures how well the area of a class was found: intersection over union, IoU for short.
///
/// - Parameters:
///   - predicted: The class of each pixel, as a network says.
///   - actual: The class that each pixel has.
///   - wanted: The class to measure.
/// - Returns: The pixels that have the class in both masks, divided by the pixels that have it in at least one of them;
///   nil where none has it.
func intersectionOverUnion(_ predicted: [Int], _ actual: [Int], of wanted: Int) -> Double? {
  todo("divide the intersection by the union")
}

/// Chooses a class for each pixel.
///
/// - Parameters:
///   - scores: One score for each class of the first pixel, then those of the second pixel, and so on. They may be floats
///     or integers.
///   - count: The number of classes.
/// - Returns: For each pixel the class with the highest score; of equal ones, the first.
func mask<Score: Comparable>(from scores: [Score], classes count: Int) -> [Int] {
  todo("find the highest score of each pixel")
}

/// Lays a mask over a picture.
///
/// - Parameters:
///   - picture: Red, green and blue of the first pixel, then of the second one, and so on; each from 0 to 1.
///   - mask: The class of each pixel.
///   - tints: For each class its red, green and blue; nil for a class that shows the picture as it is.
///   - opacity: 0 shows the picture alone, 1 the tint alone, and what lies between mixes them in proportion.
/// - Returns: The picture with each pixel mixed with the tint of its class.
func overlay(_ picture: [Float], mask: [Int], tints: [[Float]?], opacity: Float) -> [Float] {
  todo("mix each pixel with the tint of its class")
}

/// Turns the pixels of a picture into the integers that an integer model reads.
///
/// - Parameters:
///   - pixels: Values from -1 to 1, as the network was trained with, or a little outside.
///   - scale: The distance between the values of neighboring levels.
///   - zeroPoint: The level that stands for the value 0.
/// - Returns: For each pixel the level nearest to `value / scale + zeroPoint`; -128 and 127 for what lies outside.
func levels(of pixels: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  todo("scale, shift, round and limit")
}
