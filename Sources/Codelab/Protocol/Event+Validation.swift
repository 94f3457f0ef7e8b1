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
        : figure.content.defect.map { "the figure '\(figure.id)' \($0)" }
    }
  }

  /// Bounds far above what a lesson needs and far below what would stall the screen.
  fileprivate enum Limits {
    static let name = 100
    static let text = 1_000
    static let items = 100
    static let samples = 100_000
    static let count = 1 << 40
    static let edge = 2_048
  }
}

extension Progress {
  fileprivate var defect: String? {
    guard (0...Int(Int32.max)).contains(total), (0...total).contains(completed) else {
      return "progress of \(completed) of \(total) makes no sense"
    }
    return label.count > Event.Limits.text || unit.count > Event.Limits.name
      ? "progress has a long name" : nil
  }
}

extension Figure.Content {
  fileprivate var defect: String? {
    typealias Limits = Event.Limits
    switch self {
    case .bars(let bars):
      guard bars.bars.count <= Limits.items else { return "has too many bars" }
      let values = bars.bars.map(\.value) + [bars.budget ?? 0]
      return values.allSatisfy { $0.isFinite && $0 >= 0 } ? nil : "has a bar that is negative or not finite"
    case .curves(let curves):
      guard curves.series.count <= Limits.items else { return "has too many curves" }
      let isShort = curves.series.allSatisfy { $0.x.count <= Limits.samples && $0.y.count <= Limits.samples }
      return isShort ? nil : "has too many points"
    case .latency(let latency):
      guard latency.series.count <= Limits.items else { return "has too many distributions" }
      return latency.series.allSatisfy { $0.samples.count <= Limits.samples } ? nil : "has too many samples"
    case .histogram(let bins):
      guard bins.minimum.isFinite, bins.maximum.isFinite, bins.minimum <= bins.maximum else {
        return "has a range that makes no sense"
      }
      let isSane =
        bins.counts.count <= Limits.samples && bins.counts.allSatisfy { (0...Limits.count).contains($0) }
      return isSane ? nil : "has counts that make no sense"
    case .pictures(let pictures):
      guard pictures.count <= Limits.items else { return "has too many pictures" }
      let edges = 1...Limits.edge
      let isSane = pictures.allSatisfy {
        edges.contains($0.width) && edges.contains($0.height) && $0.pixels.count == $0.width * $0.height
      }
      return isSane ? nil : "has a picture whose pixels do not fill it"
    case .tradeoff(let tradeoff):
      return tradeoff.points.count <= Limits.samples ? nil : "has too many points"
    case .table(let table):
      return table.rows.count <= Limits.samples && table.columns.count <= Limits.items ? nil : "is too long"
    }
  }
}
