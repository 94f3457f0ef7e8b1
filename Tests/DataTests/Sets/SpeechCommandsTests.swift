import Engine
import Foundation
import Testing

@testable import Data

@Suite struct SpeechCommandsTests {
  @Test func readsTheShippedRecordings() throws {
    let set = try SpeechCommands(in: shippedDatasets.appending(path: "speech-commands"))
    #expect(set.words.count == 25)
    #expect(Part.allCases.map { set.clips($0).count } == [693, 99, 198])
    let speakers = Part.allCases.map { part in Set(set.clips(part).map(\.speaker)) }
    #expect(speakers.map(\.count) == [63, 9, 18])
    #expect(speakers.reduce(Set()) { $0.union($1) }.count == 90)

    let commands = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes"]
    let data = try set.dataset(.validation, commands: commands, rate: 8000, count: 6000) { sound in
      Tensor(shape: [sound.samples.count, 1], values: sound.samples)
    }
    #expect(data.images.shape == [99, 6000, 1])
    #expect((0..<11).allSatisfy { label in data.labels.count { $0 == label } == 9 })
    // All of them speak: none is silent.
    for clip in 0..<99 {
      let loudest = data.images.rows(clip..<clip + 1).values.map(abs).max() ?? 0
      #expect(loudest > 0.05 && loudest <= 1)
    }
  }

  @Test func rejectsListsThatDoNotFit() throws {
    let sound = SoundTests.file(
      SoundTests.chunk("fmt ", SoundTests.format(1, bits: 8)), SoundTests.chunk("data", [128]))
    var files: [String: [UInt8]] = [
      "yes/a_nohash_0.wav": sound, "no/b_nohash_0.wav": sound, "_noise/c.wav": sound, "testing_list.txt": [],
      "validation_list.txt": Array("\nyes/a_nohash_0.wav\r\n".utf8),
    ]
    try withFolder(files) { folder in
      let set = try SpeechCommands(in: folder)
      #expect(set.words == ["no", "yes"])
      #expect(set.clips(.validation).map(\.speaker) == ["a"])
      #expect(set.clips(.train).map(\.word) == ["no"])
      #expect(set.clips(.test).isEmpty)
      #expect(throws: DataError.noExamples(folder: folder.path, expected: "recording for the part \"test\""))
      {
        try set.dataset(.test, commands: [], rate: 8000, count: 1) { $0.spectrogram().tensor }
      }
      let sounds = set.sounds(.train, rate: 16_000, count: 4)
      #expect(try sounds.next()?.sound.samples.count == 4)
    }
    files["testing_list.txt"] = Array("no/b_nohash_0.wav\nno/gone.wav\n".utf8)
    try withFolder(files) { folder in
      let list = folder.path + "/testing_list.txt"
      let expected = DataError.line(file: list, line: 2, expected: "the name of a file that is there")
      #expect(throws: expected) { try SpeechCommands(in: folder) }
    }
    files["testing_list.txt"] = Array("../../etc/passwd".utf8)
    try withFolder(files) { folder in
      let file = folder.appending(path: "../../etc/passwd").path
      #expect(throws: DataError.outsideFolder(file: file, folder: folder.path)) {
        try SpeechCommands(in: folder)
      }
    }
  }
}
