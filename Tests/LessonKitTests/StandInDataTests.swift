import Codelab
import Foundation
import Testing

@testable import LessonKit

/// Whole sets in place of a lesson's own data reach the worker, and what is kept is kept apart.
@Suite struct StandInDataTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.addExercise(
      lesson: header.replacing("title: Toy", with: "title: Toy\ndata: [mnist, fashion-mnist]")
        + "## One {#one}\n")
    try folder.write(
      "swiftc", "#!/bin/sh\nwhile [ \"$1\" != \"-o\" ]; do shift; done\ntouch \"$2\"", executable: true)
    try folder.write("Modules/Codelab.swiftmodule", "")
    try folder.write(
      "worker", "#!/bin/sh\ncat\necho\necho '{\"finished\":{\"checks\":[]}}' >&3", executable: true)
    try folder.write("mnist/a", "1")
    try folder.write("others/a", "1")
  }

  /// Runs the step and returns the request that its worker got, and how many folders of artifacts there are.
  private func run(data: [String: String]) throws -> (request: WorkerRequest, folders: Int) {
    let exercise = try folder.exercise()
    let setup = RunSetup(
      project: folder.project,
      toolchain: Toolchain(compiler: folder.url.appendingPathComponent("swiftc").path, fingerprint: "fake"),
      engine: EngineBuild(modules: folder.url.path, moduleMaps: [], fingerprint: "fake"),
      worker: folder.url.appendingPathComponent("worker").path, environment: ["PATH": "/usr/bin:/bin"],
      data: data.mapValues { folder.url.appendingPathComponent($0) })
    var request: WorkerRequest?
    let plan = RunPlan(
      exercise, step: exercise.steps[0], answer: try Workspace(folder.project).open(exercise))
    func note(_ update: RunUpdate) {
      guard case .output(let text) = update else { return }
      request = request ?? (try? Wire.decode(WorkerRequest.self, from: Foundation.Data(text.utf8)))
    }
    let result = StepRun.runToEnd(plan, setup: setup, onUpdate: note)
    #expect(result.ending == .passed)
    return (try #require(request), folder.names(in: ".codelab/artifacts").count)
  }

  @Test func theWorkerGetsWhatTheLessonTakes() throws {
    #expect(try run(data: [:]).request.data.isEmpty)
    let request = try run(data: ["mnist": "mnist", "speech-commands": "others"]).request
    #expect(request.data == ["mnist": folder.url.appendingPathComponent("mnist").path])
  }

  @Test func artifactsAreKeptApartByData() throws {
    #expect(try run(data: [:]).folders == 1)
    #expect(try run(data: ["mnist": "mnist"]).folders == 2)
    #expect(try run(data: ["fashion-mnist": "mnist"]).folders == 3)
    #expect(try run(data: ["mnist": "others"]).folders == 4)
    // The same again, and then with other content.
    #expect(try run(data: ["mnist": "mnist"]).folders == 4)
    #expect(try run(data: [:]).folders == 4)
    try folder.write("mnist/a", "12")
    #expect(try run(data: ["mnist": "mnist"]).folders == 5)
  }
}
