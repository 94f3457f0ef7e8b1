import Codelab

/// Measures how far two animals are apart.
///
/// - Parameters:
///   - one: The features of an animal.
///   - other: As many features of another.
/// - Returns: The root of the sum of the squared differences (Euclidean distance).
func distance(_ one: [Float], _ other: [Float]) -> Float {
  todo("add up the squared differences and take the root")
}

/// Finds the animal that is most like another.
///
/// - Parameters:
///   - place: The place of the animal to compare with.
///   - features: The features of each animal; there are at least two animals.
/// - Returns: The place of another animal with the smallest distance; of equally near ones the first.
func nearest(to place: Int, in features: [[Float]]) -> Int {
  todo("compare with every other animal")
}

/// Decides on which side of a line an animal lies.
///
/// - Parameters:
///   - features: The features of an animal.
///   - weights: One weight for each feature.
///   - bias: What is added to the weighted features.
/// - Returns: Whether the features times their weights, and the bias, add up to more than 0.
func isSuitable(_ features: [Float], weights: [Float], bias: Float) -> Bool {
  todo("weigh the features and add up")
}

/// A line: one weight for each feature, and a bias.
struct Line {
  /// One weight for each feature.
  var weights: [Float]
  /// What is added.
  var bias: Float
}

/// Learns from one animal, by the rule of the perceptron.
///
/// - Parameters:
///   - line: What was learned so far.
///   - features: The features of the animal.
///   - label: Whether it is suitable.
/// - Returns: The same line if it decides rightly. Otherwise each weight grows by its feature, and the bias by 1, if the
///   animal is suitable; and they shrink by as much if it is not.
func learned(_ line: Line, features: [Float], label: Bool) -> Line {
  todo("move the line if it is wrong")
}

/// Computes what a table of features takes.
///
/// - Parameters:
///   - vocabulary: How many things have features.
///   - width: How many features each of them has.
///   - bits: The bits of a feature.
/// - Returns: The bytes of all features, rounded up.
func tableSize(vocabulary: Int, width: Int, bits: Int) -> Int {
  todo("count the bits of the table")
}
