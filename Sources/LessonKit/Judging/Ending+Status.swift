extension Ending {
  /// The name of the case, for reports.
  public var status: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .ran: "ran"
    case .notDone: "notDone"
    case .didNotCompile: "didNotCompile"
    case .crashed: "crashed"
    case .timedOut: "timedOut"
    case .outputLimit: "outputLimit"
    case .memoryLimit: "memoryLimit"
    case .fileLimit: "fileLimit"
    case .forbidden: "forbidden"
    case .refused: "refused"
    case .exitedEarly: "exitedEarly"
    case .threw: "threw"
    case .cancelled: "cancelled"
    case .judgeFailed: "judgeFailed"
    }
  }

  /// The limit that was hit, in seconds or bytes.
  var limit: Double? {
    switch self {
    case .timedOut(_, let limit): limit
    case .outputLimit(let limit), .memoryLimit(let limit), .fileLimit(let limit): Double(limit)
    default: nil
    }
  }
}
