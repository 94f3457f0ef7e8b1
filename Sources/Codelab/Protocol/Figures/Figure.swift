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
    /// Labeled amounts side by side, whole or by their parts, such as file sizes.
    case bars(Bars)
    /// Values over a common axis, such as loss and accuracy over epochs.
    case curves(Curves)
    /// Distributions of single-inference times.
    case latency(LatencyFigure)
    /// Counts of values in bins, with the levels of a quantizer.
    case histogram(Bins)
    /// Pictures and masks side by side.
    case pictures([Picture])
    /// Models by cost and quality.
    case tradeoff(Tradeoff)
    /// Rows of text.
    case table(Table)
    /// How often each class was taken for each class.
    case confusion(Confusion)
    /// How much each word looks at each other word.
    case attention(AttentionMap)
    /// How strong each frequency of a sound is, moment by moment.
    case spectrogram(SpectrogramFigure)
    /// Words or examples as points of a plane.
    case embedding(EmbeddingMap)
    /// What each layer of a network costs.
    case layers(LayerTable)
    /// Where intermediate results lie in memory, step by step.
    case memory(MemoryMap)
  }

  /// Makes a figure.
  public init(_ id: String, title: String, _ content: Content) {
    self.id = id
    self.title = title
    self.content = content
  }
}

/// The data of one kind of figure.
protocol FigureData: Codable, Sendable, Equatable {
  /// Why the data cannot be shown, as the end of a sentence about the figure; nil if they can.
  var defect: String? { get }

  /// The data in words and numbers, line by line, for pipes and screen readers.
  var plainLines: [String] { get }

  /// What matters most, in a few words, for a place of one line.
  var summary: String { get }
}

extension Figure.Content {
  /// The data, whatever their kind.
  var data: any FigureData {
    switch self {
    case .bars(let bars): bars
    case .curves(let curves): curves
    case .latency(let latency): latency
    case .histogram(let bins): bins
    case .pictures(let pictures): PictureRow(pictures: pictures)
    case .tradeoff(let tradeoff): tradeoff
    case .table(let table): table
    case .confusion(let confusion): confusion
    case .attention(let attention): attention
    case .spectrogram(let spectrogram): spectrogram
    case .embedding(let embedding): embedding
    case .layers(let layers): layers
    case .memory(let memory): memory
    }
  }
}

extension Figure {
  /// The data of the figure in words and numbers, line by line, for pipes and screen readers.
  public var plainLines: [String] { content.data.plainLines }

  /// What matters most, in a few words, for a place of one line.
  public var summary: String { content.data.summary }
}

/// Bounds far above what a lesson needs and far below what would stall the screen.
enum Limits {
  static let name = 100
  static let text = 1_000
  static let items = 100
  static let samples = 100_000
  static let count = 1 << 40
  static let edge = 2_048

  /// Whether texts are few and short enough to be drawn.
  static func allow(_ texts: some Collection<String>, upTo count: Int = items) -> Bool {
    texts.count <= count && texts.allSatisfy { $0.utf8.count <= text }
  }
}
