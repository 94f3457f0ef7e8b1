import ArgumentParser
import Codelab
import Foundation

/// An example of a set, to look at.
enum Sample {
  /// A picture, its values from 0 to 1, and what is known of it.
  case picture(Image, caption: String)
  case sound(Sound, caption: String)
  /// Values in their order.
  case signal([Float], caption: String)
  case text(String, caption: String)
}

/// A part of a set, opened when it is asked for.
struct SamplePart {
  let name: String
  let open: () throws -> ExampleReader<Sample>
}

extension DataEntry {
  /// The parts of the set, each read from its beginning whenever it is opened.
  ///
  /// - Throws: `DataError` for files that cannot be used.
  func parts(in catalog: DataCatalog) throws -> [SamplePart] {
    let folder = catalog.folder(of: self)
    switch (name, remote == nil) {
    case ("digits", _): return try imageParts(.digits(in: catalog.datasets))
    case ("mnist", _): return try imageParts(.mnist(in: folder))
    case ("fashion-mnist", _): return try imageParts(.fashionMNIST(in: folder))
    case ("images", _): return [SamplePart(name: "pictures") { try pictureFiles(in: folder) }]
    case ("speech-commands", _): return try speechParts(SpeechCommands(in: folder))
    case ("mnist1d", _): return signalParts(MNIST1D.generate())
    case ("topics", _): return textParts(Topics.generate())
    case ("reviews", _): return textParts(Reviews.generate())
    case ("news", _): return textParts(News.generate())
    case ("pets", _): return petParts(Pets.generate())
    case ("ag-news", _): return topicParts(.agNews(in: folder))
    case ("dbpedia", _): return topicParts(.dbpedia(in: folder))
    case ("imdb", _): return reviewParts(ReviewFiles(in: folder))
    case ("oxford-pets", _): return photographParts(OxfordPets(in: folder))
    default: throw ValidationError("\(name) has a card, but this program does not know how to read it")
    }
  }
}

/// A reader of what `make` gives for each number below `count`.
private func reader(
  count: Int, _ make: @escaping (Int) throws(DataError) -> Sample
) -> ExampleReader<Sample> {
  var numbers = (0..<count).makeIterator()
  return ExampleReader { () throws(DataError) in
    guard let number = numbers.next() else { return nil }
    return try make(number)
  }
}

private func imageParts(_ images: ImageSet) -> [SamplePart] {
  [("train", images.train), ("test", images.test)].map { name, dataset in
    SamplePart(name: name) {
      reader(count: dataset.count) { index in
        let pixels = dataset.images.rows(index..<index + 1).values.map { ($0 + 1) / 2 }
        let image = Image(height: Digits.side, width: Digits.side, channels: 1, pixels: pixels)
        return .picture(image, caption: images.classNames[dataset.labels[index]])
      }
    }
  }
}

private func pictureFiles(in folder: URL) throws -> ExampleReader<Sample> {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".ppm") }
    .sorted()
  return reader(count: names.count) { index throws(DataError) in
    .picture(try Image(pixMap: folder.appending(path: names[index])), caption: names[index])
  }
}

private func speechParts(_ set: SpeechCommands) -> [SamplePart] {
  Part.allCases.map { part in
    SamplePart(name: part.rawValue) {
      let clips = set.clips(part)
      return reader(count: clips.count) { index throws(DataError) in
        let clip = clips[index]
        return .sound(try Sound(wav: clip.file), caption: "\(clip.word), said by \(clip.speaker)")
      }
    }
  }
}

private func signalParts(_ set: MNIST1D) -> [SamplePart] {
  [("train", set.train), ("test", set.test)].map { name, dataset in
    SamplePart(name: name) {
      reader(count: dataset.count) { index in
        .signal(dataset.images.rows(index..<index + 1).values, caption: "\(dataset.labels[index])")
      }
    }
  }
}

private func textParts(_ set: TextSet) -> [SamplePart] {
  [("train", set.train), ("test", set.test)].map { name, texts in
    SamplePart(name: name) {
      reader(count: texts.count) { .text(texts[$0].text, caption: set.classNames[texts[$0].label]) }
    }
  }
}

private func petParts(_ set: Pets) -> [SamplePart] {
  [("train", set.train), ("test", set.test)].map { name, dataset in
    SamplePart(name: name) {
      let side = dataset.images.shape[1]
      return reader(count: dataset.count) { index in
        let pixels = dataset.images.rows(index..<index + 1).values.map { ($0 + 1) / 2 }
        let mask = Array(dataset.labels[index * side * side..<(index + 1) * side * side])
        let image = Image(height: side, width: side, channels: 3, pixels: pixels, mask: mask)
        return .picture(image, caption: "\(index)")
      }
    }
  }
}

private func topicParts(_ files: TopicFiles) -> [SamplePart] {
  [Part.train, .test].map { part in
    SamplePart(name: part.rawValue) {
      try files.examples(part).map { .text($0.text, caption: files.classNames[$0.label]) }
    }
  }
}

private func reviewParts(_ files: ReviewFiles) -> [SamplePart] {
  [Part.train, .test].map { part in
    SamplePart(name: part.rawValue) {
      try files.examples(part, shuffledBy: 1).map {
        .text($0.text, caption: ReviewFiles.classNames[$0.label])
      }
    }
  }
}

private func photographParts(_ set: OxfordPets) -> [SamplePart] {
  [Part.train, .test].map { part in
    SamplePart(name: part.rawValue) {
      try set.examples(part, side: 128).map { .picture($0.image, caption: $0.entry.name) }
    }
  }
}
