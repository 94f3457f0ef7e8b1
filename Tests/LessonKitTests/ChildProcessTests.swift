import Foundation
import Testing

@testable import LessonKit

@Suite struct LineReaderTests {
  private func text(_ lines: [LineReader.Line]) -> [String] {
    lines.map { line in
      switch line {
      case .whole(let bytes): String(decoding: bytes, as: UTF8.self)
      case .part(let bytes): String(decoding: bytes, as: UTF8.self) + "+"
      case .tooLong: "too long"
      }
    }
  }

  @Test(arguments: [1, 2, 3, 100]) func joinsPieces(_ size: Int) {
    let bytes = Array("one\n\nthree\nfo".utf8)
    var reader = LineReader(limit: 10, keepsParts: false)
    var lines: [String] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      lines += text(reader.add(Array(bytes[start..<min(start + size, bytes.count)])))
    }
    lines += text(reader.finish())
    #expect(lines == ["one", "", "three", "fo"])
    #expect(reader.finish() == [])
  }

  @Test func boundsLines() {
    var dropping = LineReader(limit: 4, keepsParts: false)
    #expect(text(dropping.add(Array("12345678\nab\n1234\n".utf8))) == ["too long", "ab", "1234"])
    var keeping = LineReader(limit: 4, keepsParts: true)
    #expect(text(keeping.add(Array("1234567890\nab\n".utf8))) == ["1234+", "5678+", "90", "ab"])
  }
}

@Suite struct ChildProcessTests {
  private func shell(_ script: String, input: String = "", events: Int32? = 3) throws -> ChildProcess {
    try ChildProcess(
      .init(
        executable: "/bin/sh", arguments: ["-c", script], environment: ["PATH": "/usr/bin:/bin"],
        directory: "/", input: Array(input.utf8), eventDescriptor: events))
  }

  /// Runs a child to its end and gives what it wrote.
  private func drain(_ child: ChildProcess) -> (output: String, errors: String, events: String) {
    var texts: [ChildProcess.Stream: [UInt8]] = [:]
    while child.reap() == nil || !child.isDrained {
      child.writeInput()
      for stream in ChildProcess.Stream.allCases {
        if case .bytes(let bytes) = child.read(stream, limit: 1 << 16) { texts[stream, default: []] += bytes }
      }
      usleep(200)
    }
    func text(_ stream: ChildProcess.Stream) -> String {
      String(decoding: texts[stream] ?? [], as: UTF8.self)
    }
    return (text(.output), text(.errors), text(.events))
  }

  @Test func hasThreeStreamsAndAFolder() throws {
    let child = try shell("pwd; echo err >&2; echo event >&3; exit 7")
    let texts = drain(child)
    #expect(texts == ("/\n", "err\n", "event\n"))
    #expect(child.termination == .exited(7))
  }

  @Test func feedsMoreThanAPipeHolds() throws {
    let input = String(repeating: "0123456789abcdef", count: 100_000)
    #expect(drain(try shell("cat", input: input)).output == input)
  }

  @Test func aChildThatDoesNotReadIsNoTrouble() throws {
    let child = try shell("exec <&-; exit 0", input: String(repeating: "x", count: 1 << 20))
    _ = drain(child)
    #expect(child.termination == .exited(0))
  }

  @Test func namesSignals() throws {
    let child = try shell("kill -SEGV $$")
    _ = drain(child)
    #expect(child.termination == .signaled(SIGSEGV))
  }

  @Test func inheritsNothingElse() throws {
    let noise = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(noise) }
    let other = try shell("sleep 5")
    let listing = drain(try shell("ls /proc/self/fd 2>/dev/null || ls /dev/fd", events: nil)).output
    other.kill()
    // 0, 1, 2, and the one with which `ls` reads the folder.
    #expect(listing.split(separator: "\n").count <= 4)
  }

  @Test func killsDescendantsEvenInOtherGroups() throws {
    let child = try shell("setsid true 2>/dev/null; set -m; sleep 60 & echo $!; wait")
    var text: [UInt8] = []
    while !text.contains(UInt8(ascii: "\n")) {
      if case .bytes(let bytes) = child.read(.output, limit: 100) { text += bytes }
      usleep(200)
    }
    let grandchild = try #require(pid_t(String(decoding: text, as: UTF8.self).trimming(\.isNewline)))
    child.kill()
    while child.reap() == nil { usleep(200) }
    #expect(child.termination == .signaled(SIGKILL))
    // Gone, or a zombie that its new parent has yet to collect.
    func isGone() -> Bool {
      let status = try? String(contentsOfFile: "/proc/\(grandchild)/stat", encoding: .utf8)
      return status.map { $0.contains(") Z ") } ?? true
    }
    // The signal is on its way; dying takes the system a moment.
    for _ in 0..<5_000 where !isGone() { usleep(1_000) }
    #expect(isGone())
  }

  @Test func leavesNoDescriptorsAndNoZombies() throws {
    func count() -> Int { (0..<1024).filter { fcntl(Int32($0), F_GETFD) != -1 }.count }
    var pids: [pid_t] = []
    let before = count()
    for _ in 0..<20 {
      let child = try shell("sleep 60")
      pids.append(child.pid)
    }
    // Other tests run meanwhile and have descriptors of their own; twenty children would have eighty.
    #expect(count() < before + 60)
    for pid in pids { #expect(waitpid(pid, nil, WNOHANG) == -1) }
  }

  @Test func saysWhatCannotBeStarted() {
    let error = #expect(throws: ChildError.self) {
      try ChildProcess(.init(executable: "/nonexistent/program", directory: "/"))
    }
    #expect(error?.description.contains("cannot start /nonexistent/program") == true)
  }
}
