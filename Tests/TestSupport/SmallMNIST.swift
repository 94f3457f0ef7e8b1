import Foundation

/// Writes the four files of a small MNIST: 30 images to train with and 20 to test with, classes 0 to 9 in turn, pixel
/// `n` of a file being `n * n / 8` modulo 256.
public func writeSmallMNIST(to folder: URL) throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for (part, count) in [("train", UInt8(30)), ("t10k", 20)] {
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28]
    let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, count]
    let pixels = (0..<Int(count) * 784).map { UInt8(truncatingIfNeeded: ($0 * $0) >> 3) }
    try Data(images + pixels).write(to: folder.appending(path: "\(part)-images-idx3-ubyte"))
    try Data(labels + (0..<count).map { $0 % 10 })
      .write(to: folder.appending(path: "\(part)-labels-idx1-ubyte"))
  }
}
