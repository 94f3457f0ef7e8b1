import Codelab
import Foundation

let lesson = Lesson {
  Step("score") { lab in
    for trial in maskTrials(&lab.random) {
      try lab.submit("accuracy \(trial.name)", pixelAccuracy(trial.predicted, trial.actual))
      try lab.submit(
        "overlap \(trial.name)",
        (0..<trial.classes).map { wanted in
          [intersectionOverUnion(trial.predicted, trial.actual, of: wanted)].compactMap { $0 }
        })
    }
    let scenes = try Scenes(lab)
    let index = lab.knob("picture") - 1
    lab.show(
      "scene", "A picture and its mask", [scenes.picture(index), maskPicture(scenes.mask(index), "mask")])
    let actual = scenes.test.labels
    let lazy = actual.map { _ in 1 }
    lab.show(qualityFigure("lazy", "Background everywhere", lazy, actual))
    lab.metric("lazy-accuracy", pixelAccuracy(lazy, actual), .fraction)
  } judge: { work in
    for trial in maskTrials(&work.random) {
      judgeAccuracy(try work["accuracy \(trial.name)"], trial)
      judgeOverlap(try work["overlap \(trial.name)"], trial)
    }
  }

  Step("overlay") { lab in
    for trial in scoreTrials(&lab.random) {
      try lab.submit(trial.name, mask(from: trial.scores, classes: trial.classes))
    }
    for trial in overlayTrials(&lab.random) {
      try lab.submit(
        trial.name, overlay(trial.picture, mask: trial.mask, tints: trial.tints, opacity: trial.opacity))
    }
    let scenes = try Scenes(lab)
    let index = lab.knob("picture") - 1
    let opacity = Float(lab.knobValue("opacity"))
    let overlaid = scenes.picture(index, under: scenes.mask(index), opacity: opacity, "true mask")
    lab.show("overlay", "The mask over the picture", [scenes.picture(index), overlaid])
  } judge: { work in
    for trial in scoreTrials(&work.random) { judgeMask(try work[trial.name], trial) }
    for trial in overlayTrials(&work.random) { judgeOverlay(try work[trial.name], trial) }
  }

  Step("regular") { lab in
    let scenes = try Scenes(lab)
    let trainings = try trained([.regular], lab)
    showLearning(trainings, lab)
    let first = try trainings[0].runs[0].program()
    let predicted = try predictedMasks(of: first, scenes.test.images)
    lab.show(qualityFigure("first", "The first network", predicted, scenes.test.labels))
    let accuracies = trainings[0].accuracies
    lab.metric("accuracy-regular", mean(accuracies), .fraction)
    try showMasks(trainings, lab, scenes)
  }

  Step("separable") { lab in
    let trainings = try trained([.regular, .separable], lab)
    showLearning(trainings, lab)
    try showBlocks(trainings, lab)
    lab.metric("lost", mean(trainings[0].accuracies) - mean(trainings[1].accuracies), .fraction)
  }

  Step("narrow") { lab in
    let trainings = try trained(Blocks.allCases, lab)
    let points = try trainings.map { training in
      Tradeoff.Point(
        training.blocks.rawValue, cost: Double(try training.runs[0].program().parameterCount),
        quality: mean(training.accuracies), isChosen: training.blocks == .narrow)
    }
    let chart = Tradeoff(
      points, costUnit: .count, qualityUnit: .fraction, costAxis: "parameters", qualityAxis: "pixels right")
    lab.show(Figure("tradeoff", title: "Parameters and accuracy", .tradeoff(chart)))
    try showBlocks(trainings, lab)
    lab.metric("lost-by-narrow", mean(trainings[0].accuracies) - mean(trainings[2].accuracies), .fraction)
  }

  Step("border") { lab in
    let scenes = try Scenes(lab)
    let trainings = try trained([.regular, .separable], lab)
    var columns: [[String]] = []
    for training in trainings {
      let first = try training.runs[0].confusion()
      columns.append(first.overlaps.map(percent))
      for (name, share) in zip(Pets.classNames, first.overlaps) {
        lab.metric("iou-\(name)-\(training.blocks)", share, .fraction)
      }
      if training.blocks == .regular {
        let confusion = Confusion(first, labels: Pets.classNames)
        lab.show(Figure("confusion", title: "Pixels, regular", .confusion(confusion)))
      }
    }
    let names = ["IoU"] + trainings.map(\.blocks.rawValue)
    let rows = Pets.classNames.enumerated().map { place, name in [name] + columns.map { $0[place] } }
    lab.show(Figure("classes", title: "IoU of each class", .table(Table(columns: names, rows: rows))))
    try showMasks(trainings, lab, scenes)
  }

  Step("quantize") { lab in
    for trial in levelTrials(&lab.random) {
      try lab.submit(
        trial.name,
        levels(of: trial.pixels, scale: trial.scale, zeroPoint: trial.zeroPoint).map { Int($0) })
    }
    let scenes = try Scenes(lab)
    let training = try trained([.regular], lab)[0].runs[0]
    let float = try training.program()
    let integer = try training.model().quantized(calibration: scenes.calibration)
    let masks = try integerMasks(of: integer, scenes.test.images)
    let index = lab.knob("picture") - 1
    let exact = try predictedMasks(of: float, scenes.image(index))
    let pixels = Scenes.side * Scenes.side
    guard exact.count == pixels, masks.count == scenes.test.labels.count else { return }
    let rounded = Array(masks[index * pixels..<(index + 1) * pixels])
    lab.show(
      "masks", "Float, int8, and where they differ",
      Picture.comparison(maskPicture(exact, "float"), maskPicture(rounded, "int8")))
    let sizes = try [("float", float), ("int8", integer)].map {
      ($0.0, try ModelFile.size(of: ModelFile.encode($0.1)))
    }
    lab.show(Figure("sizes", title: "Size of the file", .bars(Bars(sizes))))
    let before = try training.confusion().accuracy.value
    lab.metric("size", Double(sizes[1].1.total), .bytes)
    lab.metric("times-smaller", Double(sizes[0].1.total) / Double(sizes[1].1.total), .number)
    lab.metric("lost-by-int8", before - pixelAccuracy(masks, scenes.test.labels), .fraction)
  } judge: { work in
    for trial in levelTrials(&work.random) { judgeLevels(try work[trial.name], trial) }
  }

  Step("choose") { lab in
    let scenes = try Scenes(lab)
    var rows: [[String]] = []
    var points: [Tradeoff.Point] = []
    for training in try trained(Blocks.allCases, lab) {
      let (blocks, first) = (training.blocks, training.runs[0])
      let float = try first.program()
      let integer = try first.model().quantized(calibration: scenes.calibration)
      let times = try latencies(of: [float, integer], on: scenes.test.images, samples: 80)
      for ((arithmetic, program), time) in zip([("float", float), ("int8", integer)], times) {
        let quality = mean(try confusion(of: program, on: scenes.test).overlaps)
        let size = Double(ModelFile.encode(program).count)
        let isInteger = arithmetic == "int8"
        rows.append([
          isInteger ? "in int8" : blocks.rawValue, Metric.Unit.count.text(size / 1_024) + " KB",
          Metric.Unit.seconds.text(time.p50), percent(quality),
        ])
        points.append(
          .init(
            blocks.rawValue + (isInteger ? " int8" : ""), cost: size, quality: quality, isChosen: isInteger))
        lab.metric("size-\(blocks)-\(arithmetic)", size, .bytes)
        lab.metric("iou-\(blocks)-\(arithmetic)", quality, .fraction)
      }
    }
    let chart = Tradeoff(
      points, costUnit: .bytes, qualityUnit: .fraction, costAxis: "size", qualityAxis: "mean IoU")
    lab.show(Figure("models", title: "Six models", .tradeoff(chart)))
    let table = Table(columns: ["model", "size", "p50", "IoU"], rows: rows)
    lab.show(Figure("summary", title: "What you measured", .table(table)))
  }
}

// MARK: - Networks

/// Of what a network is built.
enum Blocks: String, CaseIterable, Codable {
  case regular
  case separable
  /// Regular convolutions with half as many channels.
  case narrow
}

/// The shape of the book's network for masks, with at most 64 channels instead of 1,024, for pictures of 64 by 64.
///
/// Blocks halve the picture three times; as many transposed convolutions bring it back to full size.
func maskNetwork(_ blocks: Blocks, seed: UInt64) throws -> Model {
  let width = blocks == .narrow ? 4 : 8
  func block(_ filters: Int, stride: Int) -> [any Block] {
    let convolution: any Block =
      blocks == .separable
      ? SeparableConv2D(filters, kernel: 3, stride: stride, padding: .same)
      : Conv2D(filters, kernel: 3, stride: stride, padding: .same)
    return [convolution, BatchNorm(momentum: 0.9), ReLU()]
  }
  func larger(_ filters: Int) -> [any Block] {
    [ConvTranspose2D(filters, kernel: 3, stride: 2, padding: .same), BatchNorm(momentum: 0.9), ReLU()]
  }
  return try Model(input: [Scenes.side, Scenes.side, 3], seed: seed) {
    // The first convolution has three channels to look at: nothing to save.
    Conv2D(width, kernel: 3, stride: 2, padding: .same)
    BatchNorm(momentum: 0.9)
    ReLU()
    block(2 * width, stride: 1)
    block(4 * width, stride: 2)
    block(4 * width, stride: 1)
    block(8 * width, stride: 2)
    block(8 * width, stride: 1)
    larger(4 * width)
    larger(2 * width)
    ConvTranspose2D(Pets.classNames.count, kernel: 3, stride: 2, padding: .same)
  }
}

/// What came of training a network.
struct Training: Codable {
  var blocks: Blocks
  var seed: UInt64
  /// The share of test pixels that were right after each epoch.
  var epochs: [Double]
  /// How many test pixels of each class were taken for each class.
  var counts: [[Int]]
  /// The parameters, as a file.
  var state: [UInt8]

  func model() throws -> Model {
    let model = try maskNetwork(blocks, seed: seed)
    try model.restore(ModelFile.decodeState(state))
    return model
  }

  func program() throws -> Program { try model().compiled() }

  func confusion() throws -> ConfusionMatrix { try ConfusionMatrix(counts: counts) }
}

/// Networks that differ in nothing but the numbers they began with.
struct Trainings {
  var blocks: Blocks
  var runs: [Training]

  var accuracies: [Double] { runs.compactMap(\.epochs.last) }
}

/// Networks with three seeds for each kind of blocks.
func trained(_ kinds: [Blocks], _ lab: Lab) throws -> [Trainings] {
  try kinds.map { Trainings(blocks: $0, runs: try trained($0, lab)) }
}

/// Trains networks for four epochs each, or takes them from an earlier step.
private func trained(_ blocks: Blocks, _ lab: Lab) throws -> [Training] {
  if let kept = lab.kept("\(blocks)") { return try JSONDecoder().decode([Training].self, from: Data(kept)) }
  let pets = try lab.pets(side: Scenes.side, train: 400, test: Scenes.testCount)
  let trainings = try (0..<3).map { run in
    let seed = lab.seed &+ UInt64(run)
    let model = try maskNetwork(blocks, seed: seed)
    let history = try model.fit(
      pets.train, validation: pets.test, epochs: 4, batchSize: 8, optimizer: Adam(learningRate: 0.01),
      seed: seed
    ) { progress in
      guard progress.batch == progress.batches else { return }
      lab.progress("training \(blocks.rawValue)", run * 4 + progress.epoch, of: 12, unit: "epoch")
    }
    return Training(
      blocks: blocks, seed: seed, epochs: history.validationAccuracy,
      counts: try confusion(of: model.compiled(), on: pets.test).counts,
      state: ModelFile.encode(state: model.state))
  }
  lab.keep("\(blocks)", [UInt8](try JSONEncoder().encode(trainings)))
  return trainings
}

// MARK: - Pictures

/// Pictures of pets, with a class for each pixel.
struct Scenes {
  static let side = 64
  static let testCount = 60

  /// The first of the training pictures, on which the converter watches every activation.
  let calibration: Tensor
  let test: Dataset

  init(_ lab: Lab) throws {
    let pets = try lab.pets(side: Self.side, train: 64, test: Self.testCount)
    (calibration, test) = (pets.train.images, pets.test)
  }

  func image(_ index: Int) -> Tensor { test.images.rows(index..<index + 1) }

  func mask(_ index: Int) -> [Int] {
    let pixels = Self.side * Self.side
    return Array(test.labels[index * pixels..<(index + 1) * pixels])
  }

  func picture(_ index: Int) -> Picture { Picture(image(index), in: -1...1, caption: "picture") }

  /// A test picture under a mask, which the learner's code lays over it: red for pet, yellow for border.
  func picture(_ index: Int, under mask: [Int], opacity: Float, _ caption: String) -> Picture {
    let colors = image(index).values.map { ($0 + 1) / 2 }
    let tints: [[Float]?] = [[0.9, 0.2, 0.2], nil, [1, 0.9, 0.2]]
    let mixed = overlay(colors, mask: mask, tints: tints, opacity: opacity)
    return Picture(
      Image(
        height: Self.side, width: Self.side, channels: 3,
        pixels: mixed.count == colors.count ? mixed : colors), caption: caption)
  }
}

func maskPicture(_ mask: [Int], _ caption: String) -> Picture {
  Picture(mask: mask, width: Scenes.side, classes: Pets.classNames, caption: caption)
}

// MARK: - Measuring

/// What a program says of each pixel, chosen by the learner's code.
func predictedMasks(of program: Program, _ images: Tensor) throws -> [Int] {
  mask(from: try program.logits(images: images).values, classes: Pets.classNames.count)
}

/// The same in integers alone: levels go in, levels come out, and nothing is turned back into floats.
func integerMasks(of program: Program, _ images: Tensor) throws -> [Int] {
  guard let input = program.inputQuantization, program.takesIntegers else {
    preconditionFailure("the network is quantized as a whole")
  }
  return try (0..<images.shape[0]).flatMap { index in
    let pixels = images.rows(index..<index + 1).values
    let results = try program.integers(
      for: levels(of: pixels, scale: input.scale, zeroPoint: Int(input.zeroPoint)))
    return mask(from: results, classes: Pets.classNames.count)
  }
}

/// Counts how many pixels of each class a program takes for each class, faster than the learner's code would.
func confusion(of program: Program, on test: Dataset) throws -> ConfusionMatrix {
  let classes = Pets.classNames.count
  let predicted = try program.logits(images: test.images).withUnsafeBuffer { scores in
    (0..<test.labels.count).map { pixel in
      (1..<classes).reduce(0) { best, other in
        scores[pixel * classes + other] > scores[pixel * classes + best] ? other : best
      }
    }
  }
  return try ConfusionMatrix(actual: test.labels, predicted: predicted, classes: classes)
}

extension ConfusionMatrix {
  /// The intersection over union of each class: with `i` in both masks and `u` in at least one of them, F1 is `2i / (u + i)`.
  var overlaps: [Double] { classes.map { $0.f1 / (2 - $0.f1) } }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

func percent(_ share: Double) -> String { Metric.Unit.fraction.text(share) }

// MARK: - Trials

/// Two masks to compare.
struct MaskTrial {
  var name: String
  var classes: Int
  var predicted: [Int]
  var actual: [Int]
}

func maskTrials(_ random: inout SeededGenerator) -> [MaskTrial] {
  var trials = (0..<4).map { index in
    let classes = 3 + index % 2
    let pixels = Int.random(in: 40...90, using: &random)
    let actual = (0..<pixels).map { _ in Int.random(in: 0..<classes, using: &random) }
    // Two pixels of three are right; the others are anything but evenly spread.
    let predicted = actual.map { Int.random(in: 0..<3, using: &random) > 0 ? $0 : 0 }
    return MaskTrial(name: "\(pixels) pixels", classes: classes, predicted: predicted, actual: actual)
  }
  trials.append(MaskTrial(name: "one pixel", classes: 3, predicted: [2], actual: [2]))
  trials.append(MaskTrial(name: "nothing right", classes: 3, predicted: [0, 0, 1], actual: [1, 1, 0]))
  return trials
}

/// Scores of pixels.
struct ScoreTrial {
  var name: String
  var classes: Int
  var scores: [Float]
  var hasTies: Bool
}

func scoreTrials(_ random: inout SeededGenerator) -> [ScoreTrial] {
  var trials = [2, 3, 5].map { classes in
    // All below 0: a search that begins with a highest score of 0 finds nothing.
    ScoreTrial(
      name: "12 pixels, \(classes) classes", classes: classes,
      scores: random.uniform(count: 12 * classes, in: -9...(-1)), hasTies: false)
  }
  trials.append(
    ScoreTrial(name: "equal scores", classes: 4, scores: [1, 3, 3, 2], hasTies: true))
  return trials
}

/// A picture to lay a mask over.
struct OverlayTrial {
  var name: String
  var picture: [Float]
  var mask: [Int]
  var tints: [[Float]?]
  var opacity: Float
}

func overlayTrials(_ random: inout SeededGenerator) -> [OverlayTrial] {
  [Float(0), 0.3, 0.8, 1].map { opacity in
    OverlayTrial(
      name: "opacity \(opacity)", picture: random.uniform(count: 30, in: 0...1),
      mask: [0, 1, 2] + (0..<7).map { _ in Int.random(in: 0..<3, using: &random) },
      tints: [random.uniform(count: 3, in: 0...1), nil, random.uniform(count: 3, in: 0...1)],
      opacity: opacity)
  }
}

/// Pixels to turn into levels.
struct LevelTrial {
  var name: String
  var pixels: [Float]
  var scale: Float
  var zeroPoint: Int
  var isOutside: Bool
}

func levelTrials(_ random: inout SeededGenerator) -> [LevelTrial] {
  let parameters: [(scale: Float, zeroPoint: Int)] = [(2.0 / 255, -1), (0.011, 20), (0.0062, -90), (0.02, 0)]
  return parameters.flatMap { parameters in
    [false, true].map { isOutside in
      let low = (-127 - Float(parameters.zeroPoint)) * parameters.scale
      let high = (126 - Float(parameters.zeroPoint)) * parameters.scale
      let pixels =
        isOutside
        ? [low - 2, high + 2, low - 3, high + 3] : random.uniform(count: 20, in: low...high)
      return LevelTrial(
        name: "\(parameters.scale) \(isOutside ? "outside" : "inside")", pixels: pixels,
        scale: parameters.scale, zeroPoint: parameters.zeroPoint, isOutside: isOutside)
    }
  }
}

// MARK: - Showing

/// How good a mask is, by the learner's functions.
func qualityFigure(_ id: String, _ title: String, _ predicted: [Int], _ actual: [Int]) -> Figure {
  let overlaps = Pets.classNames.enumerated().map { place, name in
    ["IoU \(name)", percent(intersectionOverUnion(predicted, actual, of: place) ?? 0)]
  }
  let rows = [["accuracy", percent(pixelAccuracy(predicted, actual))]] + overlaps
  return Figure(id, title: title, .table(Table(columns: ["", "share"], rows: rows)))
}

/// The mean accuracy of the seeds after each epoch.
func showLearning(_ trainings: [Trainings], _ lab: Lab) {
  let series = trainings.map { training in
    let epochs = training.runs[0].epochs.indices
    return Curves.Series(
      training.blocks.rawValue, epochs.map { epoch in mean(training.runs.map { $0.epochs[epoch] }) })
  }
  let curves = Curves(series, axis: "epoch", unit: .fraction)
  lab.show(Figure("learning", title: "Pixels right, mean", .curves(curves)))
}

/// What blocks cost and how good they are.
func showBlocks(_ trainings: [Trainings], _ lab: Lab) throws {
  let columns = try trainings.map { training in
    let program = try training.runs[0].program()
    return [
      percent(mean(training.accuracies)), percent(training.accuracies.min() ?? 0),
      percent(training.accuracies.max() ?? 0),
      percent(mean(try training.runs.map { mean(try $0.confusion().overlaps) })),
      Metric.Unit.count.text(Double(program.parameterCount)),
      String(format: "%.2f M", Double(program.multiplyAccumulates) / 1e6),
    ]
  }
  let names = ["pixels", "lowest", "highest", "mean IoU", "weights", "MACs"]
  let table = Table(
    columns: [""] + trainings.map(\.blocks.rawValue),
    rows: names.indices.map { row in [names[row]] + columns.map { $0[row] } })
  lab.show(Figure("blocks", title: "Mean of three seeds", .table(table)))
}

/// A picture under its true mask and under those of networks.
func showMasks(_ trainings: [Trainings], _ lab: Lab, _ scenes: Scenes) throws {
  let (index, opacity) = (lab.knob("picture") - 1, Float(0.6))
  var pictures = [scenes.picture(index, under: scenes.mask(index), opacity: opacity, "true mask")]
  for training in trainings {
    let program = try training.runs[0].program()
    let mask = try predictedMasks(of: program, scenes.image(index))
    pictures.append(scenes.picture(index, under: mask, opacity: opacity, training.blocks.rawValue))
  }
  lab.show("masks", "Test picture \(index + 1)", pictures)
}

extension Lab {
  func show(_ id: String, _ title: String, _ pictures: [Picture]) {
    show(Figure(id, title: title, .pictures(pictures)))
  }
}
