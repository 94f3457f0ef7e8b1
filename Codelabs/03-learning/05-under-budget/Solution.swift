import Codelab

/// What a model costs and how good it is.
struct Measured: Codable {
  /// Bytes of its file.
  var size: Double
  /// The time of an inference, as a share of the baseline's.
  var latency: Double
  /// The share of right answers.
  var accuracy: Double
}

/// What is asked of a model.
enum Demand: String, Codable, CaseIterable {
  case size, latency, accuracy
}

/// How much of each limit a model uses up.
///
/// - Parameter limits: The most that a model may cost, and the least accuracy, which is below 1.
/// - Returns: For each demand a number that is 1 where the model lies exactly on the limit, below 1 where there is room
///   left, and above 1 where the demand is missed. What is used up of an accuracy is its errors: where 10 % may be wrong,
///   a model with 5 % uses half.
func used(of limits: Measured, by model: Measured) -> [Demand: Double] {
  [
    .size: model.size / limits.size,
    .latency: model.latency / limits.latency,
    .accuracy: (1 - model.accuracy) / (1 - limits.accuracy),
  ]
}

/// Finds what to change next: the demand that is missed by most, or has the least room left.
func tightest(_ model: Measured, limits: Measured) -> Demand {
  let used = used(of: limits, by: model)
  return Demand.allCases.max { used[$0, default: 0] < used[$1, default: 0] } ?? .size
}

/// An image that a student sees, and what the teacher says of it.
struct Taught: Codable {
  var image: [Float]
  var logits: [Float]
}

/// Makes what a student learns from in one step.
///
/// - Parameters:
///   - images: The pixels of each training image.
///   - change: Changes an image at random, another way each time it is called.
///   - teacher: Gives the teacher's logits for an image.
/// - Returns: Each image, changed once, with the logits that a student should have for what it sees.
func taught(
  _ images: [[Float]], change: ([Float]) -> [Float], teacher: ([Float]) -> [Float]
) -> [Taught] {
  images.map { image in
    let changed = change(image)
    return Taught(image: changed, logits: teacher(changed))
  }
}

/// How a student is made and trained.
struct Recipe: Codable {
  /// The filters of the first convolution, 1 to 32; the second has twice as many.
  var filters: Int
  /// The distance between the windows of the first convolution, 1 or 2: with 2 it sees every second row and column.
  var stride: Int
  /// Bits of a weight, 2 to 8.
  var bits: Int
  /// How far images are turned and moved, from 0, not at all, to 3.
  var change: Float
  /// Whether the student learns from what the teacher says of all images, instead of from the 200 labels.
  var hasTeacher: Bool
  /// The temperature of teacher and student, from 1; without a teacher it means nothing.
  var temperature: Float
}

/// Chooses a recipe whose model meets all three limits.
func recipe() -> Recipe {
  Recipe(filters: 12, stride: 2, bits: 4, change: 0.5, hasTeacher: true, temperature: 2)
}
