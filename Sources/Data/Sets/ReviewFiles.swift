import Engine
import Foundation

/// Film reviews and whether they are in favor, one text file each, laid out like the IMDB set of Maas et al., "Learning
/// word vectors for sentiment analysis" (2011).
///
/// The folder holds `train` and `test`, each with the folders `neg` (class 0) and `pos` (class 1) of `.txt` files.
public struct ReviewFiles: Sendable {
  /// The names of the classes, in their order; also those of their folders.
  public static let classNames = ["neg", "pos"]

  private let folder: DataFolder

  /// Names the folder; nothing is read yet.
  public init(in folder: URL) {
    self.folder = DataFolder(folder)
  }

  /// The reviews of a part, each file read when it is asked for.
  ///
  /// - Parameters:
  ///   - part: the training or the test data; there is no folder for validation.
  ///   - seed: decides the order; without it, all negative reviews come first.
  /// - Throws: `DataError` for a folder that is missing or empty; the reader throws for files that cannot be used.
  public func examples(_ part: Part, shuffledBy seed: UInt64?) throws(DataError) -> ExampleReader<LabeledText>
  {
    var files: [(name: String, label: Int)] = []
    for (label, name) in Self.classNames.enumerated() {
      let path = "\(part.rawValue)/\(name)"
      files += try folder.names(in: path, ending: ".txt").map { ("\(path)/\($0)", label) }
    }
    if let seed {
      var generator = SeededGenerator(seed: seed)
      files = generator.permutation(count: files.count).map { files[$0] }
    }
    let folder = folder
    return ExampleReader(files) { file throws(DataError) in
      // The set marks line ends as a web page does.
      LabeledText(text: try folder.text(of: file.name).replacing("<br />", with: " "), label: file.label)
    }
  }
}
