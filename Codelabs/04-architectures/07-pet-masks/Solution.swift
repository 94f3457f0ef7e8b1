import Codelab

/// Measures how many pixels of a mask are right.
///
/// - Parameters:
///   - predicted: The class of each pixel, as a network says; at least one pixel.
///   - actual: The class that each pixel has.
/// - Returns: The share of pixels whose class is right, from 0 to 1.
func pixelAccuracy(_ predicted: [Int], _ actual: [Int]) -> Double {
  let right = zip(predicted, actual).count { $0 == $1 }
  return Double(right) / Double(actual.count)
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
  var (intersection, union) = (0, 0)
  for (predicted, actual) in zip(predicted, actual) {
    if predicted == wanted && actual == wanted { intersection += 1 }
    if predicted == wanted || actual == wanted { union += 1 }
  }
  return union == 0 ? nil : Double(intersection) / Double(union)
}

/// Chooses a class for each pixel.
///
/// - Parameters:
///   - scores: One score for each class of the first pixel, then those of the second pixel, and so on. They may be floats
///     or integers.
///   - count: The number of classes.
/// - Returns: For each pixel the class with the highest score; of equal ones, the first.
func mask<Score: Comparable>(from scores: [Score], classes count: Int) -> [Int] {
  stride(from: 0, to: scores.count, by: count).map { start in
    var best = 0
    for other in 1..<count where scores[start + other] > scores[start + best] { best = other }
    return best
  }
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
  var result = picture
  for (pixel, wanted) in mask.enumerated() {
    guard let tint = tints[wanted] else { continue }
    for channel in 0..<3 {
      result[pixel * 3 + channel] = picture[pixel * 3 + channel] * (1 - opacity) + tint[channel] * opacity
    }
  }
  return result
}

/// Turns the pixels of a picture into the integers that an integer model reads.
///
/// - Parameters:
///   - pixels: Values from -1 to 1, as the network was trained with, or a little outside.
///   - scale: The distance between the values of neighboring levels.
///   - zeroPoint: The level that stands for the value 0.
/// - Returns: For each pixel the level nearest to `value / scale + zeroPoint`; -128 and 127 for what lies outside.
func levels(of pixels: [Float], scale: Float, zeroPoint: Int) -> [Int8] {
  pixels.map { pixel in
    let level = (pixel / scale + Float(zeroPoint)).rounded()
    return Int8(max(-128, min(127, level)))
  }
}
