import Codelab
import Foundation
import Testing

@testable import LessonKit

/// Submissions as folders and archives.
///
/// Archives of other programs are made by `tar` and `python3` where they are installed; hostile ones are made here,
/// byte by byte.
@Suite struct SubmissionTests {
  let folder: TemporaryFolder
  let exercise: Exercise

  init() throws {
    folder = try TemporaryFolder()
    try folder.addExercise()
    exercise = try folder.exercise()
  }

  private func read(_ bytes: [UInt8], name: String = "work.tar") throws -> Submission {
    let file = folder.url.appendingPathComponent(name)
    try Foundation.Data(bytes).write(to: file)
    return try Submission(contentsOf: file)
  }

  private func complaint(_ bytes: [UInt8]) -> String {
    do {
      _ = try read(bytes)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Where answers are found

  @Test(
    arguments: [
      ("01-intro/01-toy/Exercise.swift", true), ("Work/01-intro/01-toy/Exercise.swift", true),
      ("toy/Exercise.swift", true), ("ada-42/toy/Exercise.swift", true), ("Exercise.swift", false),
      ("other/Exercise.swift", false), ("notoy/Exercise.swift", false), ("toy/exercise.txt", false),
    ])
  func findsTheAnswer(path: String, isFound: Bool) throws {
    try folder.write("hand in/\(path)", "// mine")
    let submission = try Submission(contentsOf: folder.url.appendingPathComponent("hand in"))
    let answer = try submission.answer(to: exercise, isOnly: false)
    #expect((answer != nil) == isFound)
    #expect(answer.map { String(decoding: $0.content, as: UTF8.self) } == (isFound ? "// mine" : nil))
    #expect(try submission.answer(to: exercise, isOnly: true) != nil || path.hasSuffix("txt"))
  }

  @Test func twoAnswersAreOneTooMany() throws {
    try folder.write("in/a/toy/Exercise.swift", "1")
    try folder.write("in/b/toy/Exercise.swift", "2")
    let submission = try Submission(contentsOf: folder.url.appendingPathComponent("in"))
    #expect(throws: SubmissionError.self) { try submission.answer(to: exercise, isOnly: false) }
  }

  @Test func hiddenFilesAreLeftAlone() throws {
    try folder.write("in/toy/Exercise.swift", "1")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appendingPathComponent("in/.#lock").path, withDestinationPath: "somebody@somewhere")
    let submission = try Submission(contentsOf: folder.url.appendingPathComponent("in"))
    #expect(try submission.answer(to: exercise, isOnly: false)?.path == "toy/Exercise.swift")
  }

  @Test func largeFilesAreRefused() throws {
    try folder.write("in/toy/Exercise.swift", String(repeating: "x", count: Submission.fileLimit + 1))
    let submission = try Submission(contentsOf: folder.url.appendingPathComponent("in"))
    #expect(throws: SubmissionError.self) { try submission.answer(to: exercise, isOnly: false) }
  }

  // MARK: Archives of other programs

  @Test(
    .enabled(if: Programs.haveArchivers, "tar and python3 are not installed"),
    arguments: [
      ("ustar", "tar -C in --format=ustar -cf out ."), ("gnu", "tar -C in --format=gnu -czf out ."),
      ("pax", "tar -C in --format=pax -czf out toy deep"),
      (
        "python",
        "python3 -c \"import tarfile; t = tarfile.open('out', 'w:gz'); t.add('in', 'in'); t.close()\""
      ),
      (
        "zip",
        "cd in && python3 -c \"import shutil; shutil.make_archive('../made', 'zip', '.')\" && mv ../made.zip ../out"
      ),
    ])
  func readsArchives(format: String, command: String) throws {
    let text = String(repeating: "// a line of a file\n", count: 2_000)
    let long = String(repeating: "long-folder/", count: 12)
    try folder.write("in/toy/Exercise.swift", text)
    try folder.write("in/deep/\(long)x/Exercise.swift", "deep")
    #expect(Programs.run(command, in: folder.url) == 0)
    let submission = try Submission(contentsOf: folder.url.appendingPathComponent("out"))
    let answer = try submission.answer(to: exercise, isOnly: false)
    #expect(answer.map { String(decoding: $0.content, as: UTF8.self) } == text, "\(format)")
    #expect(submission.files.keys.contains { $0.hasSuffix("\(long)x/Exercise.swift") }, "\(format)")
  }

  // MARK: Hostile archives

  @Test(
    arguments: [
      ("../Exercise.swift", "leads out of the submission"),
      ("a/../../b.swift", "leads out of the submission"),
      ("/etc/passwd", "begins at the root of a disk"), ("C:/x.swift", "begins at the root of a disk"),
      ("a\\b.swift", "holds a backslash"), ("a\nb.swift", "'a\\u{a}b.swift' holds control characters"),
      ("\u{1B}[2J.swift", "'\\u{1b}[2J.swift' holds control characters"),
      ("a\u{202E}b", "holds control characters"), (String(repeating: "n/", count: 40) + "x", "none"),
    ])
  func hostileNamesAreRefused(name: String, reason: String) {
    #expect(complaint(Tar.archive([Tar.entry(name)])).contains(reason))
    #expect(complaint(Zip.archive([Zip.Entry(name: name)])).contains(reason))
  }

  @Test func linksAndDevicesAreRefused() {
    for type in ["1", "2"] {
      #expect(complaint(Tar.archive([Tar.entry("a", type: type)])).contains("is a link"))
    }
    for type in ["3", "4", "6"] {
      #expect(complaint(Tar.archive([Tar.entry("a", type: type)])).contains("neither a file nor a folder"))
    }
    #expect(complaint(Zip.archive([Zip.Entry(name: "a", mode: 0o120777)])).contains("is a link"))
    #expect(complaint(Zip.archive([Zip.Entry(name: "a", mode: 0o010777)])).contains("neither"))
  }

  @Test func bombsAreRefused() throws {
    // A promise of more than there may be, before anything is unpacked.
    let promise = Zip.archive([Zip.Entry(name: "a", claimedSize: 1 << 31)])
    #expect(complaint(promise).contains("more than 64 MB together"))
    // More than was promised.
    let more = Zip.archive([Zip.Entry(name: "a", content: [UInt8](repeating: 0, count: 100), claimedSize: 10)]
    )
    #expect(complaint(more).contains("is not what the zip archive says it is"))
    let many = Tar.archive((0...SubmissionEntry.countLimit).map { Tar.entry("\($0)") })
    #expect(complaint(many).contains("more than 10000 files"))
    #expect(
      complaint(Tar.archive([Tar.entry("a", claimedSize: 1 << 30)])).contains("more than 64 MB together"))
    #expect(
      complaint(Tar.archive([Tar.entry("a", claimedSize: 1 << 20)])).contains("in the middle of an entry"))
    let notes = (0...9).map { _ in Tar.entry("pax", type: "g") }
    #expect(complaint(Tar.archive(notes + [Tar.entry("a")])).contains("too many entries describe one"))
    guard Programs.haveArchivers else { return }
    let command = "truncate -s 200000000 bomb && tar -czf bomb.tar.gz bomb"
    #expect(Programs.run(command, in: folder.url) == 0)
    let bomb = try [UInt8](Foundation.Data(contentsOf: folder.url.appendingPathComponent("bomb.tar.gz")))
    #expect(bomb.count < 1 << 20 && complaint(bomb).contains("more than 64 MB together"))
  }

  @Test func damageIsNamedAndNeverFatal() throws {
    let tar = Tar.archive([Tar.entry("toy/Exercise.swift", content: Array("let x = 1".utf8))])
    let zip = Zip.archive([Zip.Entry(name: "toy/Exercise.swift", content: Array("let x = 1".utf8))])
    #expect(try read(tar).files.count == 1)
    #expect(try read(zip).files.count == 1)
    #expect(complaint(Array("hello".utf8)).contains("neither a folder nor a tar, tar.gz or zip archive"))
    #expect(complaint([0x1F, 0x8B, 1, 2, 3]).contains("the compressed bytes are damaged"))
    #expect(
      complaint(Tar.archive([Tar.entry("a"), Tar.entry("a.swift"), Tar.entry("a.swift")])).contains(
        "two files"))
    for bytes in [tar, zip] {
      for length in stride(from: 0, to: bytes.count, by: 7) { _ = complaint(Array(bytes.prefix(length))) }
      for index in stride(from: 0, to: min(bytes.count, 700), by: 3) {
        var changed = bytes
        changed[index] ^= 0xFF
        _ = complaint(changed)
      }
    }
  }
}

/// Programs that make archives.
enum Programs {
  static let haveArchivers = ["tar", "python3", "gzip"].allSatisfy { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// The exit status of a shell's command in a folder.
  static func run(_ command: String, in folder: URL) -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

/// Makes tar archives, also impossible ones.
private enum Tar {
  static func archive(_ entries: [[UInt8]]) -> [UInt8] {
    entries.flatMap(\.self) + [UInt8](repeating: 0, count: 1_024)
  }

  static func entry(
    _ name: String, type: String = "0", content: [UInt8] = [], claimedSize: Int? = nil
  ) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    put(name, at: 0)
    put(String(claimedSize ?? content.count, radix: 8), at: 124)
    put(type, at: 156)
    put(String(repeating: " ", count: 8), at: 148)
    put(String(header.reduce(0) { $0 + Int($1) }, radix: 8) + "\0 ", at: 148)
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }
}

/// Makes zip archives of stored files, also impossible ones.
private enum Zip {
  struct Entry {
    var name: String
    var content: [UInt8] = []
    var mode = 0o100644
    var claimedSize: Int?
  }

  static func archive(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = [], directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.name.utf8)
      let sizes =
        word(Int(crc32(entry.content[...])), 4) + word(entry.content.count, 4)
        + word(entry.claimedSize ?? entry.content.count, 4)
      let common = word(20, 2) + word(0, 2) + word(0, 2) + word(0, 4) + sizes
      directory +=
        Array("PK\u{1}\u{2}".utf8) + [20, 3] + common + word(name.count, 2) + word(0, 2) + word(0, 2)
        + word(0, 2)
        + word(0, 2) + word(entry.mode << 16, 4) + word(bytes.count, 4) + name
      bytes += Array("PK\u{3}\u{4}".utf8) + common + word(name.count, 2) + word(0, 2) + name + entry.content
    }
    let end =
      Array("PK\u{5}\u{6}".utf8) + word(0, 4) + word(entries.count, 2) + word(entries.count, 2)
      + word(directory.count, 4) + word(bytes.count, 4) + word(0, 2)
    return bytes + directory + end
  }

  private static func word(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
