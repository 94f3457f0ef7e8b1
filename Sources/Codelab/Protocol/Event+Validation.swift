/// What a subject sends is data from a stranger: before it is drawn or kept, it must make sense.
extension Event {
  /// Why the event cannot be shown or kept; nil if it can.
  public var defect: String? {
    switch self {
    case .protected, .started, .log, .forbidden, .crashed, .evidence, .verdict, .unfinished, .failed,
      .finished:
      nil
    case .progress(let progress): progress.defect
    case .metric(let metric): metric.name.count > Limits.name ? "a metric has a name that is too long" : nil
    case .figure(let figure):
      figure.id.count > Limits.name || figure.title.count > Limits.text
        ? "a figure has a name that is too long"
        : figure.content.data.defect.map { "the figure '\(figure.id)' \($0)" }
    }
  }
}

extension Progress {
  fileprivate var defect: String? {
    guard (0...Int(Int32.max)).contains(total), (0...total).contains(completed) else {
      return "progress of \(completed) of \(total) makes no sense"
    }
    return label.count > Limits.text || unit.count > Limits.name
      ? "progress has a long name" : nil
  }
}
