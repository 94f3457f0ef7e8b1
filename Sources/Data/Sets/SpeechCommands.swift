import Engine
import Foundation

/// Spoken words, one WAV file each, laid out like the Speech Commands set (Warden, 2018).
///
/// The folder holds a folder for each word, its files named `speaker_nohash_n.wav`; `validation_list.txt` and
/// `testing_list.txt` name the files of those parts, chosen by speaker, and all others are for training. Folders that
/// begin with an underscore hold no words.
public struct SpeechCommands: Sendable {
  /// One recording.
  public struct Clip: Sendable, Equatable {
    /// What is said.
    public let word: String

    /// Who speaks.
    public let speaker: String

    /// The file.
    public let file: URL
  }

  /// All words, sorted.
  public let words: [String]

  private let folder: DataFolder
  private let clips: [Part: [Clip]]

  /// Lists the recordings; their files are not opened yet.
  ///
  /// - Throws: `DataError` for folders or lists that are missing, and for names that lead out of the folder.
  public init(in url: URL) throws(DataError) {
    folder = DataFolder(url)
    var parts: [String: Part] = [:]
    for (part, list) in [(Part.validation, "validation_list.txt"), (.test, "testing_list.txt")] {
      for line in try folder.lines(of: list) {
        let file = try folder.url(String(line.text))
        guard FileManager.default.fileExists(atPath: file.path) else {
          throw .line(
            file: folder.path + "/" + list, line: line.number, expected: "the name of a file that is there")
        }
        parts[String(line.text)] = part
      }
    }
    words = try folder.folders().filter { !$0.hasPrefix("_") }
    var clips: [Part: [Clip]] = [:]
    for word in words {
      for name in try folder.names(in: word, ending: ".wav") {
        let path = "\(word)/\(name)"
        let speaker = name.prefix { $0 != "_" && $0 != "." }
        let clip = Clip(word: word, speaker: String(speaker), file: try folder.url(path))
        clips[parts[path] ?? .train, default: []].append(clip)
      }
    }
    self.clips = clips
  }

  /// The recordings of a part, by word and file name.
  public func clips(_ part: Part) -> [Clip] { clips[part] ?? [] }

  /// The sounds of a part, each file read when it is asked for.
  ///
  /// - Parameters:
  ///   - rate: samples a second; files with another rate are resampled.
  ///   - count: the samples of each sound, which is cut or filled up with silence at its end.
  public func sounds(_ part: Part, rate: Int, count: Int) -> ExampleReader<(clip: Clip, sound: Sound)> {
    ExampleReader(clips(part)) { clip throws(DataError) in
      (clip, try Sound(wav: clip.file).resampled(to: rate, limit: count).fitted(to: count))
    }
  }

  /// The recordings of a part as data for a model.
  ///
  /// - Parameters:
  ///   - commands: the words that are classes of their own; all others make up one more class, the last.
  ///   - rate: samples a second; files with another rate are resampled.
  ///   - count: the samples of each sound, which is cut or filled up with silence at its end.
  ///   - features: what the model gets of a sound, of one shape for all, such as a spectrogram.
  /// - Throws: `DataError` for files that cannot be used and for a part without recordings, `DatasetError` for features
  ///   that are not finite.
  public func dataset(
    _ part: Part, commands: [String], rate: Int, count: Int, features: (Sound) -> Tensor
  ) throws -> Dataset {
    var (values, shape, labels): ([Float], [Int], [Int]) = ([], [], [])
    guard !clips(part).isEmpty else {
      throw DataError.noExamples(folder: folder.path, expected: "recording for the part \"\(part)\"")
    }
    let reader = sounds(part, rate: rate, count: count)
    while let (clip, sound) = try reader.next() {
      let tensor = features(sound)
      shape = tensor.shape
      values += tensor.values
      labels.append(commands.firstIndex(of: clip.word) ?? commands.count)
    }
    return try Dataset(
      images: Tensor(shape: [labels.count] + shape, values: values), labels: labels,
      classes: commands.count + 1)
  }
}
