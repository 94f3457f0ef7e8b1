import Codelab
import Foundation

/// One compilation: a lesson together with the learner's file or the reference solution.
struct Compilation: Sendable {
  /// The lesson's code.
  var lesson: URL
  /// The learner's file or the solution.
  var answer: URL
  var toolchain: Toolchain
  var engine: EngineBuild

  /// The name of the finished library in the cache.
  ///
  /// - Throws: If a source cannot be read.
  func key() throws -> String {
    var fingerprint = Fingerprint()
    for file in [lesson, answer] {
      fingerprint.add(file.path)
      fingerprint.add([UInt8](try Foundation.Data(contentsOf: file)))
    }
    fingerprint.add(Worker.entryPoint)
    for text in [engine.fingerprint, toolchain.fingerprint] + Self.options { fingerprint.add(text) }
    return fingerprint.hex
  }

  /// The name of the folder in which the parts of the library are kept between compilations.
  var buildName: String {
    var fingerprint = Fingerprint()
    for text in [lesson.path, answer.path, engine.fingerprint, toolchain.fingerprint] + Self.options {
      fingerprint.add(text)
    }
    return fingerprint.hex
  }

  /// The compiler's arguments.
  ///
  /// Names of the engine stay undefined in the library: the worker's executable has them.
  func arguments(entryPoint: URL, build: BuildFolder, output: URL, moduleCache: URL) throws -> [String] {
    let sources = [answer, lesson, entryPoint]
    var arguments = Self.options + imports + ["-module-cache-path", moduleCache.path]
    arguments += ["-incremental", "-output-file-map", try build.outputFileMap(of: sources).path]
    return arguments + ["-o", output.path] + sources.map(\.path)
  }

  /// The arguments by which an editor understands the answer: no output, and the compiler in front.
  var editorArguments: [String] {
    [toolchain.compiler] + Self.language + imports + [answer.path, lesson.path]
  }

  /// Where the modules are that an exercise imports.
  private var imports: [String] {
    ["-I", engine.modules] + engine.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  private static let language = ["-module-name", "Exercise", "-swift-version", "6", "-parse-as-library"]

  /// Not optimized: a lesson of some hundred lines then compiles in a second instead of five, its changed
  /// file in a third of one, and the standard library's preconditions keep their messages.
  private static let options: [String] = {
    var options =
      Compilation.language + ["-emit-library", "-no-color-diagnostics", "-diagnostic-style", "llvm"]
    #if os(Linux)
      options += ["-use-ld=lld"]
    #else
      options += ["-Xlinker", "-undefined", "-Xlinker", "dynamic_lookup"]
    #endif
    return options
  }()
}
