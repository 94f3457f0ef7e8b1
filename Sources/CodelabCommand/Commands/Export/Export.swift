import ArgumentParser
import Codelab
import Foundation
import LessonKit

/// Writes a learner's model, or a model file, in a format that other programs read.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a model out: as ONNX, safetensors, npy or the codelab's own file.",
    discussion: """
      MODEL is a model file (.edl), or an exercise: then --step names the step whose model is wanted. The step runs with \
      your code, and the model that it hands in is written.

        codelab export quantize-a-model --step phone --output phone.onnx
        codelab export phone.edl --output phone.safetensors
      """)

  @OptionGroup var options: CourseOptions

  @Argument(help: "A model file (.edl), or an exercise by its id, its path or a part of it.")
  var model: String

  @Option(name: .shortAndLong, help: "Of an exercise: the step, by its id or number.")
  var step: String?

  @Option(help: "Of a step: the model's name, where the step hands in several.")
  var name: String?

  @OptionGroup var knobs: KnobOptions

  @Option(help: "onnx, safetensors, npy (a folder of arrays) or edl; by the ending of the output without it.")
  var format: ExportFormat?

  @Option(name: .shortAndLong, help: "The file to write; for npy, a folder.")
  var output: String

  @Flag(help: "Overwrite what is there.")
  var force = false

  func run() throws {
    let place = URL(fileURLWithPath: output)
    guard let format = format ?? ExportFormat(rawValue: place.pathExtension) else {
      throw ValidationError(
        "'\(output)' does not end in .onnx, .safetensors or .edl; name the format with --format")
    }
    let writer = ExportWriter(place: place, overwrites: force, isFolder: format == .npy)
    try writer.check()
    let model = try ExportedModel(bytes: isFile ? fileBytes() : stepBytes(), name: self.model)
    let text = try writer.write(model.files(format))
    Console.line("\(output): \(text), \(format.rawValue) of a \(model.summary)")
  }

  private var isFile: Bool {
    let isEDL = URL(fileURLWithPath: model).pathExtension == ModelFile.fileExtension
    return isEDL || (FileManager.default.fileExists(atPath: model) && !isFolder(model))
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private func fileBytes() throws -> [UInt8] {
    guard step == nil, name == nil, knobs.settings.isEmpty else {
      throw ValidationError("--step, --name and --knob belong to an exercise, and '\(model)' is a file")
    }
    do {
      return [UInt8](try Foundation.Data(contentsOf: URL(fileURLWithPath: model)))
    } catch {
      throw ValidationError("cannot read \(model): \(error.localizedDescription)")
    }
  }

  /// Runs the step and takes the model it hands in.
  private func stepBytes() throws -> [UInt8] {
    let (session, course) = try options.load()
    let exercise = try course.find(model)
    guard let step else {
      let steps = exercise.steps.map(\.id).joined(separator: ", ")
      throw ValidationError("name the step whose model is wanted with --step: \(steps)")
    }
    let found = try StepArguments.step(step, of: exercise)
    let positions = try knobs.positions(in: exercise)
    var store = session.store
    let kept = exercise.positions(kept: store.load().progress[exercise.id].knobs)
    let plan = RunPlan(
      exercise, step: found, answer: try session.workspace.open(exercise),
      knobs: kept.merging(positions) { $1 }, isJudged: false)
    let run = StepRun(plan, setup: try session.setup())
    Console.error("running \(exercise.id), \(found.id)")
    Interruption.watch()
    let result = run.runToEnd(isCancelled: { Interruption.hasArrived }) { update in
      if case .diagnostics(let diagnostics) = update {
        for diagnostic in diagnostics { Console.error(Console.sanitizedText("\(diagnostic)")) }
      }
    }
    Interruption.obey()
    guard [.ran, .passed].contains(result.ending) else {
      Console.error(Console.sanitizedText(result.ending.sentence))
      throw ExitCode.notPassed
    }
    return try chosen(from: run.evidence, step: found.id)
  }

  private func chosen(from evidence: [Evidence], step: String) throws -> [UInt8] {
    let models = evidence.compactMap { piece -> (name: String, bytes: Foundation.Data)? in
      if case .model(let bytes) = piece.content { (piece.name, bytes) } else { nil }
    }
    guard !models.isEmpty else {
      throw ValidationError("the step '\(step)' hands in no model; another step may")
    }
    let names = models.map { Console.sanitizedText($0.name) }.joined(separator: ", ")
    if let name {
      guard let found = models.first(where: { $0.name == name }) else {
        throw ValidationError("the step '\(step)' hands in no model '\(name)'; it hands in: \(names)")
      }
      return [UInt8](found.bytes)
    }
    guard models.count == 1 else {
      throw ValidationError("the step '\(step)' hands in several models; choose one with --name: \(names)")
    }
    return [UInt8](models[0].bytes)
  }
}
