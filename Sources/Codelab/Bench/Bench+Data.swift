import Foundation

extension Bench {
  /// The images that the step runs on: the shipped digits, or those that stand in for them.
  ///
  /// A lesson whose front matter has `data: [mnist]` runs on all of MNIST when it is started with `--data mnist=PATH`;
  /// `fashion-mnist` works alike. The subject's log says which images they are.
  /// - Throws: `DataError` for files that cannot be used.
  public func images() throws -> ImageSet {
    let images: ImageSet
    if let folder = request.data["mnist"] {
      images = try .mnist(in: URL(fileURLWithPath: folder, isDirectory: true))
    } else if let folder = request.data["fashion-mnist"] {
      images = try .fashionMNIST(in: URL(fileURLWithPath: folder, isDirectory: true))
    } else {
      images = try .digits(in: datasets)
    }
    if request.role == .subject { log("runs on \(images.summary)") }
    return images
  }

  /// The folder of a set: the one given with `--data` if the lesson takes it, or else the shipped one of that name.
  ///
  /// For sets whose shipped part is laid out like the whole, such as `speech-commands`.
  public func folder(of set: String) -> URL {
    request.data[set].map { URL(fileURLWithPath: $0, isDirectory: true) } ?? datasets.appending(path: set)
  }
}
