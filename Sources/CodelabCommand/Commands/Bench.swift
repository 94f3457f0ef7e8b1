import ArgumentParser
import Codelab
import Foundation

/// Measures the speed of the engine.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the engine on the book's digit network, as ratios within one run.",
    discussion: """
      Machines differ and are noisy, so compare the ratios, not the times. Programs are warmed up and timed in five
      rounds, in turn; training steps are timed after a first epoch. The table shows medians and the range from the
      5th to the 95th percentile.
      """)

  @OptionGroup var options: CourseOptions

  @Option(help: "Single inferences that are timed for each program.")
  var samples = 1_000

  @Flag(help: "Print the measurements as JSON.")
  var json = false

  func validate() throws {
    guard (1...1_000_000).contains(samples) else { throw ValidationError("--samples takes 1 to 1000000") }
  }

  func run() throws {
    let digits = try Digits.load(from: Session.current(codelabs: options.codelabs).project.datasets)
    let report = try BenchReport.measure(digits, samples: samples)
    Console.line(json ? String(decoding: try Wire.encode(report), as: UTF8.self) : report.text)
  }
}

/// What a benchmark found.
struct BenchReport: Codable, Equatable {
  /// One measurement.
  struct Row: Codable, Equatable {
    /// What was timed.
    var name: String
    /// The kernels it ran on.
    var kernels: String
    /// The median, in seconds.
    var median: Double
    /// The 5th percentile, in seconds.
    var low: Double
    /// The 95th percentile, in seconds.
    var high: Double
    /// The median divided by that of the float program on the best kernels; nil for what is no inference.
    var ratio: Double?
  }

  /// The version of this format.
  var schema = "codelab.bench/1"
  /// The measurements.
  var rows: [Row]
  /// Bytes of the float program's file.
  var floatBytes: Int
  /// Bytes of the int8 program's file.
  var int8Bytes: Int

  /// The report as a table.
  var text: String {
    let unit = Metric.Unit.seconds
    let cells =
      [["what", "kernels", "median", "5 % to 95 %", "to float"]]
      + rows.map {
        [
          $0.name, $0.kernels, unit.text($0.median), "\(unit.text($0.low)) to \(unit.text($0.high))",
          $0.ratio.map { String(format: "%.2f", $0) } ?? "",
        ]
      }
    let widths = cells[0].indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
    }
    let bytes = Metric.Unit.bytes
    return
      (lines + ["", "file: float \(bytes.text(Double(floatBytes))), int8 \(bytes.text(Double(int8Bytes)))"])
      .joined(separator: "\n")
  }
}

extension BenchReport {
  /// Times inferences of the digit network on all kernels that this processor has, and training steps.
  static func measure(_ digits: Digits, samples: Int) throws -> BenchReport {
    let model = try Model(input: [28, 28, 1], seed: 7) {
      Conv2D(32, kernel: 3)
      BatchNorm(momentum: 0.9)
      ReLU()
      MaxPool2D(2)
      Conv2D(64, kernel: 3)
      BatchNorm(momentum: 0.9)
      ReLU()
      MaxPool2D(2)
      Flatten()
      Dropout(0.2)
      Dense(10)
    }
    let steps = try stepTimes(of: model, on: digits.train)
    let floatProgram = try model.compiled()
    let int8Program = try model.quantized(calibration: digits.train.images.rows(0..<200))

    // In turn, so that a slow moment of the machine meets all of them.
    let sets = InstructionSet.available.reversed()
    let programs = try sets.flatMap { set in
      [
        ("float, 1 image, 1 thread", set, try floatProgram.packed(for: set)),
        ("int8, 1 image, 1 thread", set, try int8Program.packed(for: set)),
      ]
    }
    let rounds = 5
    var times = [[Double]](repeating: [], count: programs.count)
    for _ in 0..<rounds {
      for (index, program) in programs.enumerated() {
        times[index] += try latency(
          of: program.2, on: digits.test.images, samples: (samples + rounds - 1) / rounds
        ).samples
      }
    }
    let float = Latency(samples: times[0]).p50
    var rows = zip(programs, times).map { row($0.0, $0.1, $1, comparedWith: float) }
    rows.append(row("training step, batch 128", InstructionSet.current, steps, comparedWith: nil))
    return BenchReport(
      rows: rows, floatBytes: ModelFile.encode(floatProgram).count,
      int8Bytes: ModelFile.encode(int8Program).count)
  }

  /// The seconds of each full training step after a first epoch, which warms up.
  private static func stepTimes(of model: Model, on data: Dataset) throws -> [Double] {
    let clock = ContinuousClock()
    var last = clock.now
    var times: [Double] = []
    try model.fit(data, epochs: 3, batchSize: 128, seed: 7) { progress in
      let now = clock.now
      if progress.epoch > 1, progress.batch > 1, progress.batch < progress.batches {
        times.append(last.duration(to: now) / .seconds(1))
      }
      last = now
    }
    return times
  }

  private static func row(
    _ name: String, _ kernels: InstructionSet, _ samples: [Double], comparedWith float: Double?
  ) -> Row {
    let latency = Latency(samples: samples)
    return Row(
      name: name, kernels: kernels.rawValue, median: latency.p50, low: latency.percentile(5),
      high: latency.p95,
      ratio: float.map { latency.p50 / $0 })
  }
}
