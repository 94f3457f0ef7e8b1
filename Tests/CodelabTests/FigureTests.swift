import Foundation
import Testing

@testable import Codelab

/// A network small enough to follow by hand: 4 inputs, 3 and 2 units.
private func network() -> Program {
  var graph = try! Graph(input: [4])
  try! graph.append(
    .dense(weight: Tensor(shape: [4, 3], repeating: 0.5), bias: Tensor(shape: [3])), name: "first")
  try! graph.append(.activation(.relu), name: "relu")
  try! graph.append(
    .dense(weight: Tensor(shape: [3, 2], repeating: 0.25), bias: Tensor(shape: [2])), name: "second")
  return try! graph.compiled()
}

@Suite struct FigureTests {
  @Test func sizesByPartAddUpToTheFile() throws {
    let file = ModelFile.encode(network())
    let size = try ModelFile.size(of: file)
    let bars = Bars([("float", size), ("again", size)], budget: 100)
    #expect(bars.bars.map(\.value) == [Double(file.count), Double(file.count)])
    #expect(bars.bars[0].parts.map(\.label) == ["weights", "biases", "structure"])
    #expect(bars.baseline == Double(file.count) && bars.budget == 100 && bars.unit == .bytes)
    #expect(bars.defect == nil)
    #expect(bars.plainLines.last == "budget: 100 B")
    #expect(bars.plainLines[0].contains("over the budget: weights 72 B, biases 20 B, structure"))
  }

  @Test func aShareIsGivenOfTheBaseline() {
    let bars = Bars([.init("float", 200), .init("int8", 50)], unit: .bytes, baseline: 200)
    #expect(bars.bars.map(bars.share) == [nil, "25.0 %"])
    #expect(bars.plainLines == ["float: 200 B", "int8: 50 B, 25.0 % of the baseline"])
  }

  @Test func levelsAreWhatTheIntegersStandFor() throws {
    let quantized = try QuantizedTensor(
      shape: [2, 2], bits: 2, values: [-2, 1, 0, -1], scales: [0.5, 2], zeroPoints: [1, 0])
    #expect(quantized.levels(ofOutput: 0) == [-1.5, -1, -0.5, 0])
    #expect(quantized.levels(ofOutput: 1) == [-4, -2, 0, 2])
    let bins = Bins(of: quantized.dequantized(), quantized: quantized, output: 0, bins: 3)
    #expect(bins.levels == [-1.5, -1, -0.5, 0])
    // The weights of output 0 are -1.5 and -0.5, in bins of width 0.5 from -1.5 to 0.
    #expect(bins.counts == [1, 0, 1] && bins.minimum == -1.5 && bins.maximum == 0)
    let binary = try QuantizedTensor(shape: [2], bits: 1, values: [1, -1], scales: [3])
    #expect(binary.levels(ofOutput: 0) == [-3, 3])
  }

  @Test func picturesOfImagesTensorsAndMasks() {
    let image = Image(height: 1, width: 2, channels: 3, pixels: [0, 0.5, 1, -1, 2, .nan])
    #expect(Picture(image, caption: "x").pixels == [0, 128, 255, 0, 255, 0])
    let gray = Picture(Tensor(shape: [1, 1, 2, 1], values: [-1, 1]), in: -1...1, caption: "x")
    #expect(gray.pixels == [0, 255] && gray.format == .gray && gray.width == 2 && gray.height == 1)
    let mask = Picture(mask: [0, 2, 300, -1], width: 2, classes: ["a", "b", "c"], caption: "m")
    #expect(mask.pixels == [0, 2, 255, 0] && mask.height == 2)
    let compared = Picture.comparison(mask, Picture(mask: [0, 1, 255, 0], width: 2, caption: "n"))
    #expect(compared[2].pixels == [0, 255, 0, 0] && compared[2].format == .gray)
    let colors = Picture.comparison(Picture(image, caption: "x"), Picture(image, caption: "y"))
    #expect(colors[2].pixels == [0, 0, 0, 0, 0, 0] && colors.map(\.caption) == ["x", "y", "difference"])
  }

  @Test func attentionTakesOneHeadOfOneExample() {
    // [examples 2, heads 2, queries 2, keys 3]
    let weights = Tensor(shape: [2, 2, 2, 3], values: (0..<24).map { Float($0) })
    let map = AttentionMap(weights, example: 1, head: 0, queries: ["a", "b"], keys: ["c", "d"])
    #expect(map.weights == [[12, 13], [15, 16]])
    let own = AttentionMap(Tensor(shape: [2, 2], values: [0.25, 0.75, 1, 0]), queries: ["a", "b"])
    #expect(own.plainLines == ["a looks at b 75.0 %, a 25.0 %", "b looks at a 100.0 %, b 0.0 %"])
  }

  @Test func theMapOfVectorsInAPlaneKeepsTheirDistances() {
    // Four corners of a rectangle of 6 by 2 in a plane of a space of three dimensions.
    let (u, v): ([Double], [Double]) = ([2.0 / 3, 2.0 / 3, 1.0 / 3], [-2.0 / 3, 1.0 / 3, 2.0 / 3])
    let corners = [(3.0, 1.0), (3, -1), (-3, 1), (-3, -1)]
    let vectors = corners.flatMap { a, b in (0..<3).map { Float(5 + a * u[$0] + b * v[$0]) } }
    let map = EmbeddingMap(["a", "b", "c", "d"], vectors: Tensor(shape: [4, 3], values: vectors))
    for (point, corner) in zip(map.points, corners) {
      #expect(abs(point.x - corner.0) < 1e-5 && abs(abs(point.y) - 1) < 1e-5)
    }
    #expect(abs(map.points[0].y - map.points[2].y) < 1e-5 && abs(map.points[0].y + map.points[1].y) < 1e-5)
    let alike = EmbeddingMap(["a", "b"], vectors: Tensor(shape: [2, 2], repeating: 1))
    #expect(alike.points.allSatisfy { $0.x == 0 && $0.y == 0 })
  }

  @Test func aSpectrogramKnowsItsFrequencies() {
    let sound = Spectrogram(frames: 2, bins: 3, values: [0, 1, 0, 0, 0, 2])
    let figure = SpectrogramFigure(sound, rate: 8000, step: 400)
    #expect(figure.frequencies == [0, 2000, 4000] && figure.seconds == 0.1)
    #expect(figure.values == [[0, 1, 0], [0, 0, 2]])
    #expect(figure.plainLines.last == "strongest, quarter by quarter: 2,000 Hz, 4,000 Hz")
    // One band of the mel scale from 0 Hz to 1000 Hz, where the scale reads 1000: its middle reads 500.
    let mel = SpectrogramFigure(
      mel: Spectrogram(frames: 1, bins: 1, values: [1]), rate: 8000, in: 0...1000)
    #expect(abs(mel.frequencies[0] - 390.6) < 0.5)
  }

  @Test func layersAndMemoryOfAProgram() {
    let program = network()
    let table = LayerTable(program, seconds: [1e-6, 2e-6])
    #expect(table.rows.map(\.multiplyAccumulates) == [12, 6] && table.rows.map(\.parameters) == [15, 8])
    #expect(table.total.bytes == 92 && table.total.seconds == 3e-6)
    #expect(LayerTable(program).total.seconds == nil)

    let map = MemoryMap(program)
    #expect(map.defect == nil && map.steps == ["first", "second"])
    #expect(map.blocks.map(\.label).contains("first"))
    for (index, one) in map.blocks.enumerated() {
      for other in map.blocks[(index + 1)...] where one.first <= other.last && other.first <= one.last {
        let isApart = one.offset + one.bytes <= other.offset || other.offset + other.bytes <= one.offset
        #expect(isApart, "\(one) and \(other) overlap")
      }
    }
    // Blocks begin at multiples of 64, so the plan may end later than the last of them.
    let peak = program.cost.peakActivationBytes
    #expect(map.bytes <= peak && map.bytes > peak - 64)
  }

  @Test func aChartOverAnEarlierOneShowsItsModelsAsGhosts() {
    let now = Tradeoff(
      [.init("a", cost: 10, quality: 0.9, isChosen: true)], costUnit: .bytes, qualityUnit: .fraction)
    let before = Tradeoff(
      [.init("a", cost: 12, quality: 0.8, isChosen: true), .init("b", cost: 5, quality: .nan)],
      costUnit: .bytes,
      qualityUnit: .fraction)
    let chart = now.over(before)
    #expect(
      chart.points.map(\.isGhost) == [false, true, true]
        && chart.points.map(\.isChosen) == [true, false, false])
    #expect(chart.frontier == [0])
    #expect(chart.plainLines[0] == "a: 10 B, 90.0 %, on the frontier, chosen")
    #expect(chart.plainLines[1] == "a: 12 B, 80.0 %, earlier attempt")
    #expect(now.over(now).points.count == 1)
  }

  @Test func confusionInWords() {
    let figure = Confusion([[3, 1], [0, 4]], labels: ["cat", "dog"])
    #expect(figure.plainLines == ["7 of 8 right", "cat: 3 of 4 right, 1 taken for dog", "dog: 4 of 4 right"])
  }
}
