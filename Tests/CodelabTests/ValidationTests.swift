import Testing

@testable import Codelab

/// Events that a hostile subject might send to bring the program down.
private let hostile: [Event] = [
  .progress(Progress("x", completed: 1, of: .max, unit: "y")),
  .progress(Progress("x", completed: -1, of: 2, unit: "y")),
  .progress(Progress("x", completed: 3, of: 2, unit: "y")),
  .metric(Metric(name: String(repeating: "x", count: 101), value: 1, unit: .count)),
  figure(.bars(Bars([.init("a", .nan)], unit: .bytes))),
  figure(.bars(Bars([.init("a", -1e300)], unit: .bytes))),
  figure(.bars(Bars([.init("a", 1)], unit: .bytes, budget: .infinity))),
  figure(.histogram(Bins(minimum: .nan, maximum: 1, counts: [1], axis: ""))),
  figure(.histogram(Bins(minimum: 2, maximum: 1, counts: [1], axis: ""))),
  figure(.histogram(Bins(minimum: 0, maximum: 1, counts: [.max, .max], axis: ""))),
  figure(.histogram(Bins(minimum: 0, maximum: 1, counts: [-1], axis: ""))),
  figure(.pictures([Picture(width: .max, height: 2, pixels: [], caption: "")])),
  figure(.pictures([Picture(width: 2, height: 2, pixels: [0, 0, 0], caption: "")])),
  figure(.table(Table(columns: ["a"], rows: Array(repeating: ["b"], count: 100_001)))),
  figure(.table(Table(columns: [String(repeating: "x", count: 1_001)], rows: []))),
  figure(.bars(Bars([.init("a", parts: [.init("b", -1), .init("c", 2)])], unit: .bytes))),
  figure(.bars(wrongSum)),
  figure(.latency(LatencyFigure([.init("a", samples: [1], p50: .nan, p95: 1)]))),
  figure(.histogram(Bins(minimum: 0, maximum: 1, counts: [1], axis: "", levels: [.infinity]))),
  figure(.pictures([Picture(width: 2, height: 1, pixels: [0, 0], caption: "", format: .color)])),
  figure(.tradeoff(Tradeoff([], costUnit: .bytes, qualityUnit: .fraction, costBudget: .nan))),
  figure(.confusion(Confusion([[1], [2, 3]]))),
  figure(.confusion(Confusion([[-1]]))),
  figure(.attention(AttentionMap([[1, 0]], queries: ["a", "b"]))),
  figure(.attention(AttentionMap([[.nan]], queries: ["a"]))),
  figure(.spectrogram(SpectrogramFigure([[1, 2], [3]], seconds: 1, frequencies: [0, 1]))),
  figure(.spectrogram(SpectrogramFigure([[1]], seconds: .infinity, frequencies: [0]))),
  figure(.embedding(EmbeddingMap([.init("a", x: 0, y: 0, group: 2)], groups: ["b"]))),
  figure(.embedding(EmbeddingMap([.init("a", x: 0, y: 0, group: -1)], groups: ["b"]))),
  figure(.layers(LayerTable([.init("a", kind: "", parameters: -1, multiplyAccumulates: 0, bytes: 0)]))),
  figure(.memory(MemoryMap([.init("a", offset: .max, bytes: .max, steps: 0...0)], steps: ["s"]))),
  figure(.memory(MemoryMap([.init("a", offset: 0, bytes: 1, steps: 0...1)], steps: ["s"]))),
]

/// A bar whose parts say something else than its value.
private var wrongSum: Bars {
  var bars = Bars([.init("a", parts: [.init("b", 1), .init("c", 2)])], unit: .bytes)
  bars.bars[0].value = 4
  return bars
}

private func figure(_ content: Figure.Content) -> Event { .figure(Figure("f", title: "t", content)) }

@Test(arguments: hostile.indices) func whatMakesNoSenseIsNotShown(index: Int) {
  #expect(hostile[index].defect != nil, "\(hostile[index])")
}

@Test func whatMakesSenseIsShown() {
  for event in [
    figure(.bars(Bars([.init("a", 0)], unit: .bytes, budget: 1))),
    figure(.curves(Curves([.init("a", x: [1], y: [.nan])], axis: "epoch", unit: .number))),
    figure(.histogram(Bins(of: [], bins: 3, axis: "x"))),
    figure(.pictures([Picture(width: 1, height: 2, pixels: [0, 255], caption: "")])),
    .progress(Progress("training", completed: 15, of: 15, unit: "epoch")),
  ] {
    #expect(event.defect == nil)
  }
}

@Test(arguments: [-1e300, 1e300, -.infinity, .nan, 0, -0.0, .leastNonzeroMagnitude])
func everyValueHasAText(value: Double) {
  for unit in Metric.Unit.allCases { #expect(!unit.text(value).isEmpty) }
}
