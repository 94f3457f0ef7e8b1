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
]

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
