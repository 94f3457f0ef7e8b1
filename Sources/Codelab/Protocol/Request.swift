/// What a worker is asked to do, sent to its standard input as one JSON object.
public struct WorkerRequest: Codable, Sendable, Equatable {
  /// Whose code runs in the worker.
  public enum Role: String, Codable, Sendable {
    /// The lesson with the learner's code: it runs the step and submits evidence.
    case subject
    /// The lesson with the reference solution: it judges evidence.
    case judge
  }

  /// Whose code runs.
  public var role: Role
  /// The path of the compiled exercise.
  public var library: String
  /// The step to run.
  public var step: String
  /// The seed of everything random.
  public var seed: UInt64
  /// The positions of the knobs.
  public var knobs: [String: Double]
  /// What the model may cost.
  public var budget: Budget
  /// The folder of the data sets.
  public var datasets: String
  /// The folders of the sets that stand in for the lesson's own data, by name.
  public var data: [String: String]
  /// A folder where finished artifacts of this exercise are kept between runs.
  public var artifacts: String
  /// The work to judge; empty for a subject.
  public var evidence: [Evidence]
  /// How many bytes of memory the worker may address, if limited.
  public var memoryLimit: Int?
  /// How many seconds of processor time the worker may use, if limited.
  public var processorTimeLimit: Int?
  /// How many bytes a file may have that the worker writes, if limited.
  public var fileSizeLimit: Int?
  /// What is left to the worker, if it is not trusted.
  public var sandbox: Sandbox?

  /// Makes a request.
  public init(
    role: Role, library: String, step: String, seed: UInt64, knobs: [String: Double] = [:],
    budget: Budget = Budget(), datasets: String, data: [String: String] = [:], artifacts: String,
    evidence: [Evidence] = [], memoryLimit: Int? = nil, processorTimeLimit: Int? = nil,
    fileSizeLimit: Int? = nil, sandbox: Sandbox? = nil
  ) {
    self.role = role
    self.library = library
    self.step = step
    self.seed = seed
    self.knobs = knobs
    self.budget = budget
    self.datasets = datasets
    self.data = data
    self.artifacts = artifacts
    self.evidence = evidence
    self.memoryLimit = memoryLimit
    self.processorTimeLimit = processorTimeLimit
    self.fileSizeLimit = fileSizeLimit
    self.sandbox = sandbox
  }
}

/// What a model may cost; an absent value is no limit.
public struct Budget: Codable, Sendable, Equatable {
  /// Bytes of the model file.
  public var size: Int?
  /// Seconds of one inference.
  public var latency: Double?
  /// The share of accuracy that may be lost against the baseline: 0.01 is one percentage point.
  public var accuracyLoss: Double?

  /// Makes a budget.
  public init(size: Int? = nil, latency: Double? = nil, accuracyLoss: Double? = nil) {
    self.size = size
    self.latency = latency
    self.accuracyLoss = accuracyLoss
  }
}
