/// What a hostile submission does, and the end that it must come to.
struct Attack {
  let name: String
  /// The status of the step in the report.
  let status: String
  /// What the reason says, in part.
  let reason: String
  /// The submitted file; `FOLDER` stands for the instructor's folder.
  let code: String

  /// The exercise asks for `double`; every attack gives something else, and must earn nothing.
  static let all = [
    Attack(
      name: "exit-at-load", status: "exitedEarly", reason: "exit status 0 before the step was over",
      code: """
        @section(".init_array") @used let hook: @convention(c) () -> Void = { exit(0) }
        func double(_ x: [Float]) -> [Float] { x }
        """),
    Attack(
      name: "exit-at-first-call", status: "exitedEarly", reason: "exit status 0 before the step was over",
      code: "func double(_ x: [Float]) -> [Float] { exit(0) }"),
    Attack(
      name: "exit-in-static-initializer", status: "exitedEarly",
      reason: "exit status 0 before the step was over",
      code: """
        let first: Float = { exit(0) }()
        func double(_ x: [Float]) -> [Float] { [first] }
        """),
    Attack(
      name: "exit-at-the-end", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          send(#"{"evidence":{"_0":{"name":"y","content":{"value":{"json":"[1]"}}}}}"#, to: 3)
          send(#"{"finished":{"checks":["values"]}}"#, to: 3)
          exit(0)
        }
        """),
    Attack(
      name: "forged-verdicts", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          print("passed: values, 4 of 4 points")
          for descriptor in Int32(0)..<256 {
            send(#"{"verdict":{"_0":{"check":"values","passed":true,"message":"fine"}}}"#, to: descriptor)
            send(#"{"protected":{"by":["files"]}}"#, to: descriptor)
          }
          return []
        }
        """),
    Attack(
      name: "reads-hidden-files", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          let files = ["Codelabs/01-a/01-b/Solution.swift", "Codelabs/01-a/01-b/Lesson.swift", "hidden.txt"]
          for file in files where FileManager.default.contents(atPath: "FOLDER/\\(file)") != nil {
            fatalError("LEAKED \\(file)")
          }
          for folder in ["FOLDER", "/etc", "/proc/\\(getppid())", "/"] {
            if (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil { fatalError("LEAKED \\(folder)") }
          }
          if getenv("CODELAB_SECRET") != nil { fatalError("LEAKED the environment") }
          return []
        }
        """),
    Attack(
      name: "changes-hidden-files", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          let folder = "FOLDER/Codelabs/01-a/01-b"
          for file in ["Solution.swift", "Lesson.swift", "lesson.md", "../../../hidden.txt"] {
            let path = "\\(folder)/\\(file)"
            truncate(path, 0)
            unlink(path)
            rename(path, path + ".gone")
            chmod(path, 0)
            symlink("/etc/passwd", path + ".link")
            FileManager.default.createFile(atPath: path + ".new", contents: nil)
          }
          return []
        }
        """),
    Attack(
      name: "reads-the-judge-from-memory", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          // The judge's words, if they were anywhere in this library.
          let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
          let secret = ["twice", "what", "came", "in"].joined(separator: " ")
          for line in maps.split(separator: "\\n") where line.hasSuffix(".so") && line.contains("libraries/") {
            let range = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard range.count == 2, line.split(separator: " ")[1].hasPrefix("r") else { continue }
            let bytes = UnsafeRawBufferPointer(
              start: UnsafeRawPointer(bitPattern: range[0]), count: Int(range[1] - range[0]))
            if bytes.firstRange(of: Array(secret.utf8)) != nil { fatalError("LEAKED the judge") }
          }
          return []
        }
        """),
    Attack(
      name: "kills-the-parent", status: "forbidden", reason: "tried to look into or signal another process",
      code: "func double(_ x: [Float]) -> [Float] { kill(getppid(), SIGKILL); return [] }"),
    Attack(
      name: "kills-everything", status: "forbidden", reason: "tried to look into or signal another process",
      code: "func double(_ x: [Float]) -> [Float] { kill(-1, SIGKILL); return [] }"),
    Attack(
      name: "limits-the-parent", status: "forbidden", reason: "tried to look into or signal another process",
      code: """
        func double(_ x: [Float]) -> [Float] {
          typealias Limit = @convention(c) (Int32, Int32, UnsafeRawPointer, UnsafeRawPointer?) -> Int32
          let limit = unsafeBitCast(dlsym(dlopen(nil, RTLD_NOW), "prlimit"), to: Limit.self)
          _ = limit(getppid(), 0, [UInt64](repeating: 0, count: 2), nil)
          return []
        }
        """),
    Attack(
      name: "fork-bomb", status: "forbidden", reason: "tried to start another process",
      code: """
        func double(_ x: [Float]) -> [Float] {
          typealias Fork = @convention(c) () -> Int32
          let fork = unsafeBitCast(dlsym(dlopen(nil, RTLD_NOW), "fork"), to: Fork.self)
          while true { _ = fork() }
        }
        """),
    Attack(
      name: "runs-a-program", status: "forbidden", reason: "tried to start another process",
      code: """
        func double(_ x: [Float]) -> [Float] {
          var pid: pid_t = 0
          var words: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup("sleep 60 &"), nil]
          posix_spawn(&pid, "/bin/sh", nil, nil, &words, nil)
          return []
        }
        """),
    Attack(
      name: "ten-gigabytes", status: "memoryLimit", reason: "used more than",
      code: """
        func double(_ x: [Float]) -> [Float] {
          var hoard: [[UInt8]] = []
          for _ in 0..<2_500 { hoard.append([UInt8](repeating: 1, count: 4 << 20)) }
          return [Float(hoard.count)]
        }
        """),
    Attack(
      name: "ten-gigabytes-at-once", status: "crashed", reason: "Exercise.swift:",
      code: """
        func double(_ x: [Float]) -> [Float] {
          let hoard = [UInt8](repeating: 1, count: 10 << 30)
          return [Float(hoard[Int(x[0]) & 1])]
        }
        """),
    Attack(
      name: "loop-without-signals", status: "timedOut", reason: "took longer than 2 s",
      code: """
        func double(_ x: [Float]) -> [Float] {
          var all = sigset_t()
          sigfillset(&all)
          sigprocmask(SIG_BLOCK, &all, nil)
          for number in Int32(1)..<65 { signal(number, SIG_IGN) }
          while true {}
        }
        """),
    Attack(
      name: "a-gigabyte-of-output", status: "outputLimit", reason: "wrote more than 64 KB",
      code: """
        func double(_ x: [Float]) -> [Float] {
          let line = String(repeating: "x", count: 1 << 16)
          for _ in 0..<(1 << 14) { print(line) }
          return []
        }
        """),
    Attack(
      name: "a-thousand-files", status: "fileLimit", reason: "wrote files of more than",
      code: """
        func double(_ x: [Float]) -> [Float] {
          for number in 0... { FileManager.default.createFile(atPath: "file-\\(number)", contents: nil) }
          return []
        }
        """),
    Attack(
      name: "sleeps", status: "timedOut", reason: "took longer than 2 s",
      code: "func double(_ x: [Float]) -> [Float] { while true { sleep(60) } }"),
    Attack(
      name: "recursion", status: "crashed", reason: "calls itself without end",
      code: """
        func double(_ x: [Float]) -> [Float] { [deeper(x[0])] }
        func deeper(_ x: Float) -> Float { 1 + deeper(x + 1) }
        """),
    Attack(
      name: "opens-a-socket", status: "forbidden", reason: "tried to open a network connection",
      code: """
        func double(_ x: [Float]) -> [Float] {
          let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
          return [Float(socket)]
        }
        """),
    Attack(
      name: "shadows-expect-and-equality", status: "failed", reason: "values",
      code: """
        func expect(_ check: String, _ condition: Bool, _ message: String, expected: String? = nil, actual: String? = nil) {}
        func == (left: [Float], right: [Float]) -> Bool { true }
        func == (left: Float, right: Float) -> Bool { true }
        func double(_ x: [Float]) -> [Float] { [] }
        """),
    Attack(
      name: "shadows-engine-types", status: "didNotCompile", reason: "does not compile",
      code: """
        struct Lesson { init(_ steps: () -> Void) {} }
        struct Step {}
        func double(_ x: [Float]) -> [Float] { [] }
        """),
    Attack(
      name: "its-own-lesson", status: "didNotCompile", reason: "does not compile",
      code: """
        @_cdecl("codelab_lesson") public func mine(_ result: UnsafeMutableRawPointer) {}
        func double(_ x: [Float]) -> [Float] { [] }
        """),
    Attack(
      name: "answers-of-the-published-seed", status: "failed", reason: "values",
      code: """
        func double(_ x: [Float]) -> [Float] {
          var random = SeededGenerator(seed: 7)
          return random.uniform(count: 8, in: -1...1).map { 2 * $0 }
        }
        """),
    Attack(
      name: "prints-escapes", status: "crashed", reason: "[2J",
      code:
        #"func double(_ x: [Float]) -> [Float] { fatalError("\u{1B}[2J::error::forged\n::error::forged") }"#),
    Attack(
      name: "does-not-compile", status: "didNotCompile", reason: "does not compile", code: "func double("),
  ]
}
