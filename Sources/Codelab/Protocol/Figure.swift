/// Something to see: data for a live panel, without any notion of how it is drawn.
public struct Figure: Codable, Sendable, Equatable {
  /// The identifier that a `figure` directive names; a later figure with the same one replaces this.
  public var id: String
  /// What is shown, in a few words.
  public var title: String
  /// The data.
  public var content: Content

  /// The kinds of figure.
  public enum Content: Codable, Sendable, Equatable {
    /// Labeled amounts side by side, such as file sizes.
    case bars(Bars)
    /// Values over a common axis, such as loss and accuracy over epochs.
    case curves(Curves)
    /// Distributions of single-inference times.
    case latency(LatencyFigure)
    /// Counts of values in bins.
    case histogram(Bins)
    /// Gray pictures side by side.
    case pictures([Picture])
    /// Models by size and quality.
    case tradeoff(Tradeoff)
    /// Rows of text.
    case table(Table)
  }

  /// Makes a figure.
  public init(_ id: String, title: String, _ content: Content) {
    self.id = id
    self.title = title
    self.content = content
  }
}

/// Labeled amounts side by side, with an optional budget that they are held against.
public struct Bars: Codable, Sendable, Equatable {
  /// One amount.
  public struct Bar: Codable, Sendable, Equatable {
    /// What was measured.
    public var label: String
    /// The amount, in the figure's unit.
    public var value: Double

    /// Makes a bar.
    public init(_ label: String, _ value: Double) {
      self.label = label
      self.value = value
    }
  }

  /// The amounts, in the order they are drawn.
  public var bars: [Bar]
  /// The unit of all amounts.
  public var unit: Metric.Unit
  /// The limit, drawn as a line.
  public var budget: Double?

  /// Makes bars.
  public init(_ bars: [Bar], unit: Metric.Unit, budget: Double? = nil) {
    self.bars = bars
    self.unit = unit
    self.budget = budget
  }
}

/// Values over a common axis.
public struct Curves: Codable, Sendable, Equatable {
  /// One line.
  public struct Series: Codable, Sendable, Equatable {
    /// The name in the legend.
    public var label: String
    /// The positions along the axis.
    public var x: [Double]
    /// The values at these positions.
    public var y: [Double]
    /// Whether the line is an earlier run's, drawn faintly to compare with.
    public var isGhost: Bool

    /// Makes a line.
    public init(_ label: String, x: [Double], y: [Double], isGhost: Bool = false) {
      self.label = label
      self.x = x
      self.y = y
      self.isGhost = isGhost
    }
  }

  /// The lines.
  public var series: [Series]
  /// What the axis counts, as in `epoch`.
  public var axis: String
  /// The unit of the values.
  public var unit: Metric.Unit

  /// Makes curves.
  public init(_ series: [Series], axis: String, unit: Metric.Unit) {
    self.series = series
    self.axis = axis
    self.unit = unit
  }
}

/// Distributions of single-inference times.
public struct LatencyFigure: Codable, Sendable, Equatable {
  /// One model's times.
  public struct Series: Codable, Sendable, Equatable {
    /// The model.
    public var label: String
    /// The times of single inferences, in seconds.
    public var samples: [Double]
    /// The median, in seconds.
    public var p50: Double
    /// The 95th percentile, in seconds.
    public var p95: Double

    /// Makes a distribution.
    public init(_ label: String, samples: [Double], p50: Double, p95: Double) {
      self.label = label
      self.samples = samples
      self.p50 = p50
      self.p95 = p95
    }
  }

  /// The models.
  public var series: [Series]
  /// The limit in seconds, drawn as a line.
  public var budget: Double?

  /// Makes a figure of distributions.
  public init(_ series: [Series], budget: Double? = nil) {
    self.series = series
    self.budget = budget
  }
}

/// Counts of values in bins of equal width.
public struct Bins: Codable, Sendable, Equatable {
  /// The low edge of the first bin.
  public var minimum: Double
  /// The high edge of the last bin.
  public var maximum: Double
  /// How many values fell into each bin.
  public var counts: [Int]
  /// What the axis measures, as in `weight`.
  public var axis: String

  /// Makes a histogram of counts.
  public init(minimum: Double, maximum: Double, counts: [Int], axis: String) {
    self.minimum = minimum
    self.maximum = maximum
    self.counts = counts
    self.axis = axis
  }

  /// Counts values into `bins` bins of equal width between their minimum and maximum.
  public init(of values: [Float], bins: Int, axis: String) {
    let finite = values.filter(\.isFinite)
    let low = Double(finite.min() ?? 0)
    let high = Double(finite.max() ?? 0)
    let width = (high - low) / Double(max(bins, 1))
    var counts = [Int](repeating: 0, count: max(bins, 1))
    for value in finite {
      let bin = width > 0 ? Int((Double(value) - low) / width) : 0
      counts[min(max(bin, 0), counts.count - 1)] += 1
    }
    self.init(minimum: low, maximum: high, counts: counts, axis: axis)
  }
}

/// A gray picture with a caption.
public struct Picture: Codable, Sendable, Equatable {
  /// Pixels in a row.
  public var width: Int
  /// Rows.
  public var height: Int
  /// Gray values, 0 black to 255 white, row by row.
  public var pixels: [UInt8]
  /// A word or two below the picture.
  public var caption: String

  /// Makes a picture from gray values, 0 black to 255 white, row by row.
  public init(width: Int, height: Int, pixels: [UInt8], caption: String) {
    self.width = width
    self.height = height
    self.pixels = pixels
    self.caption = caption
  }
}

/// Models by size and quality; smaller and better is up and to the left.
public struct Tradeoff: Codable, Sendable, Equatable {
  /// One model.
  public struct Point: Codable, Sendable, Equatable {
    /// The model.
    public var label: String
    /// What it costs, in the unit of the cost axis.
    public var cost: Double
    /// How good it is, in the unit of the quality axis.
    public var quality: Double
    /// Whether it is the one to look at.
    public var isChosen: Bool

    /// Makes a point.
    public init(_ label: String, cost: Double, quality: Double, isChosen: Bool = false) {
      self.label = label
      self.cost = cost
      self.quality = quality
      self.isChosen = isChosen
    }
  }

  /// The models.
  public var points: [Point]
  /// The unit of the costs.
  public var costUnit: Metric.Unit
  /// The unit of the qualities.
  public var qualityUnit: Metric.Unit

  /// Makes a chart of models.
  public init(_ points: [Point], costUnit: Metric.Unit, qualityUnit: Metric.Unit) {
    self.points = points
    self.costUnit = costUnit
    self.qualityUnit = qualityUnit
  }
}

/// Rows of text under headings.
public struct Table: Codable, Sendable, Equatable {
  /// The column headings.
  public var columns: [String]
  /// The rows, each with one text a column.
  public var rows: [[String]]

  /// Makes a table.
  public init(columns: [String], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }
}
