import Codelab
import Foundation

/// What all runs on this machine have in common.
public struct RunSetup: Sendable {
  /// Where everything lies.
  public var project: Project
  /// The compiler.
  public var toolchain: Toolchain
  /// What exercises are compiled against.
  public var engine: EngineBuild
  /// The executable that becomes a worker.
  public var worker: String
  /// The arguments that make it a worker.
  public static let workerArguments = ["worker"]
  /// What children see of the environment.
  public var environment: [String: String]
  /// The folders of sets that stand in for the data of lessons that take them, by name.
  public var data: [String: URL]

  /// Makes a setup; of the environment, children see only ``allowedVariables``.
  public init(
    project: Project, toolchain: Toolchain, engine: EngineBuild, worker: String,
    environment: [String: String], data: [String: URL] = [:]
  ) {
    self.project = project
    self.toolchain = toolchain
    self.engine = engine
    self.worker = worker
    self.data = data
    self.environment = environment.filter { Self.allowedVariables.contains($0.key) }
    self.environment["SWIFT_BACKTRACE"] = "enable=no"
  }

  /// The setup of the running program: itself as the worker, and the compiler from the search path.
  ///
  /// - Throws: ``ToolchainError``.
  public static func current(
    project: Project, environment: [String: String] = ProcessInfo.processInfo.environment,
    data: [String: URL] = [:]
  ) throws(ToolchainError) -> RunSetup {
    let executable = currentExecutable
    return RunSetup(
      project: project, toolchain: try Toolchain.find(environment: environment),
      engine: try EngineBuild.find(executable: executable), worker: executable.path,
      environment: environment, data: data)
  }

  /// The variables that children see.
  public static let allowedVariables = [
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "CODELAB_ISA", "CODELAB_THREADS",
  ]

  /// The file of the running program; where another one was built in its place, that one.
  public static let currentExecutable: URL = {
    #if os(Linux)
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    #else
      (Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])).resolvingSymlinksInPath()
    #endif
  }()
}

/// One step to run, and how.
public struct RunPlan: Sendable {
  /// The exercise.
  public var exercise: Exercise
  /// The step of it.
  public var step: LessonStep
  /// The file that is compiled as the learner's.
  public var answer: URL
  /// The name of that file in messages, if it is not where it lies.
  public var answerName: String?
  /// What the compiler names that file by, if it is not its path: answers under one name are compiled in parts.
  public var alias: URL?
  /// The seed of everything random.
  public var seed: UInt64
  /// Where the knobs stand; those that are not named stand at their default.
  public var knobs: [String: Double]
  /// Whether the run is judged.
  public var isJudged: Bool
  /// How much the hint for a failed check may give away, from 1.
  public var hintLevels: [String: Int]
  /// Declarations of earlier steps that are taken from the reference although the learner's are finished,
  /// because they are known to be wrong.
  public var supplied: [String] = []
  /// The folder in which the step's code begins.
  public var directory: URL
  /// A folder of this submission's own; with it the run is isolated: workers keep no other files, no network
  /// and no power over other processes, as far as the system can enforce that.
  public var enclosure: URL?

  /// Plans a run of the learner's own file.
  public init(
    _ exercise: Exercise, step: LessonStep, answer: URL, seed: UInt64? = nil, knobs: [String: Double] = [:],
    isJudged: Bool = true, hintLevels: [String: Int] = [:], directory: URL? = nil, enclosure: URL? = nil
  ) {
    self.exercise = exercise
    self.step = step
    self.answer = answer
    self.seed = seed ?? exercise.frontMatter.seed
    self.knobs = exercise.knobDefaults.merging(knobs) { _, given in given }
    self.isJudged = isJudged
    self.hintLevels = hintLevels
    self.directory = directory ?? enclosure ?? answer.deletingLastPathComponent()
    self.enclosure = enclosure
  }
}

/// News of a run.
public enum RunUpdate: Sendable, Equatable {
  /// A stage begins.
  case stage(RunStage)
  /// A stage was over at once, because its result is kept from before.
  case cached(RunStage)
  /// What the compiler says.
  case diagnostics([Diagnostic])
  /// Something to show: a log line, progress, a figure or a measurement.
  case event(Event)
  /// A line that the code printed, without its end; it may hold control characters.
  case output(String)
  /// Something odd that does not end the run.
  case problem(String)
  /// The run is over.
  case finished(StepResult)
}
