import Foundation
import Testing

@testable import Codelab

@Test(arguments: [
  (Metric.Unit.bytes, 512.0, "512 B"), (.bytes, 36_864, "36.0 KB"), (.bytes, 5_000_000, "4,882.8 KB"),
  (.seconds, 11.24e-6, "11.2 us"), (.seconds, 0.0123, "12.30 ms"), (.seconds, 3.456, "3.46 s"),
  (.fraction, 0.9472, "94.7 %"), (.count, 35_210, "35,210"), (.count, 999, "999"),
  (.number, 0.012346, "0.01235"),
  (.number, .nan, "nan"), (.fraction, -0.000_4, "0.0 %"), (.fraction, -0.000_6, "-0.1 %"),
  (.count, -0.2, "0"),
  (.number, -0.0, "0"), (.number, 10_000, "10,000"), (.number, 3_000, "3000"), (.number, 1e12, "1e+12"),
])
func metricsAreWrittenWithTheirUnit(unit: Metric.Unit, value: Double, text: String) {
  #expect(unit.text(value) == text)
}

@Test func eventsAreOneLineAndComeBack() throws {
  let events: [Event] = [
    .log(text: "two\nlines"), .progress(Progress("training", completed: 3, of: 15, unit: "epoch")),
    .metric(Metric(name: "loss", value: .infinity, unit: .number)),
    .figure(
      Figure(
        "curve", title: "Loss", .curves(Curves([.init("a", x: [1], y: [.nan])], axis: "epoch", unit: .number))
      )),
    .evidence(Evidence(name: "model", content: .model(bytes: Foundation.Data([0, 10, 255])))),
    .unfinished(text: "t", file: "f", line: 3), .finished(checks: ["a"]),
  ]
  for event in events {
    let line = try Wire.encode(event)
    #expect(!line.contains(UInt8(ascii: "\n")))
    let back = try Wire.encode(Wire.decode(Event.self, from: line))
    #expect(back == line)
  }
}

/// What C code writes in a signal handler, where no encoder can be called.
@Test func eventsFromSignalHandlersAreRead() throws {
  let cases: [(String, Event)] = [
    (#"{"crashed":{"frames":[6912,7016]}}"#, .crashed(frames: [6_912, 7_016])),
    (#"{"crashed":{"frames":[]}}"#, .crashed(frames: [])),
    (#"{"forbidden":{"what":"open a network connection"}}"#, .forbidden(what: "open a network connection")),
  ]
  for (line, event) in cases {
    #expect(try Wire.decode(Event.self, from: Foundation.Data(line.utf8)) == event)
  }
}

@Test func binsCountEveryFiniteValueOnce() {
  let bins = Bins(of: [-1, -0.5, 0, 0.99, 1, .nan, .infinity], bins: 4, axis: "x")
  #expect(bins.minimum == -1 && bins.maximum == 1)
  #expect(bins.counts == [1, 1, 1, 2])
  #expect(Bins(of: [3, 3], bins: 2, axis: "x").counts == [2, 0])
  #expect(Bins(of: [], bins: 2, axis: "x").counts == [0, 0])
}
