import Codelab
import Foundation

let lesson = Lesson {
  Step("words") { lab in
    let speech = try speech(lab)
    lab.log("\(speech.train.count) recordings to train with, \(speech.test.count) to test with")
    for word in ["no", "go"] {
      guard let row = speech.train.labels.firstIndex(of: commands.firstIndex(of: word)!) else { continue }
      lab.show(
        Figure(
          word, title: "Someone says '\(word)'",
          .spectrogram(
            SpectrogramFigure(
              mel: Spectrogram(
                frames: frames, bins: bands, values: speech.train.images.rows(row..<row + 1).values),
              rate: rate, in: range))))
    }
    let teacher = try network(width: 1, seed: lab.seed)
    let student = try network(width: 0.1, seed: lab.seed)
    let rows = try [("teacher", teacher), ("student", student)].map { name, model in
      let program = try model.compiled()
      let counts = [program.cost.parameters, program.multiplyAccumulates]
      return [name] + counts.map { Metric.Unit.count.text(Double($0)) }
    }
    lab.show(
      Figure(
        "networks", title: "Teacher and student",
        .table(Table(columns: ["model", "parameters", "products"], rows: rows))))
    let share = Double(student.parameterCount) / Double(teacher.parameterCount)
    lab.metric("share-of-parameters", share, .fraction)
  }

  Step("teacher") { lab in
    for trial in logitTrials(&lab.random) {
      try lab.submit(trial.name, softened(trial.logits, temperature: trial.temperature))
    }
    for trial in targetTrials(&lab.random) {
      try lab.submit(trial.name, crossEntropy(of: trial.answers, targets: trial.targets))
    }
    let speech = try speech(lab)
    let logits = try teacherLogits(lab, speech)
    lab.metric("teacher-accuracy", accuracy(logits.test, speech.test.labels), .fraction)

    let temperature = Float(lab.knob("temperature"))
    let matrix = darkKnowledge(logits.train, speech.train.labels, temperature: temperature)
    lab.show(
      Figure(
        "knowledge", title: "The teacher's answers at T = \(lab.knob("temperature"))",
        .attention(AttentionMap(matrix, queries: classNames))))
    let temperatures: [Float] = [1, 2, 4, 8, 16]
    let wrong = temperatures.map { temperature in
      let matrix = darkKnowledge(logits.train, speech.train.labels, temperature: temperature)
      return 1 - mean(matrix.indices.map { matrix[$0][$0] })
    }
    lab.show(
      Figure(
        "wrong", title: "What it gives to wrong words",
        .curves(
          Curves(
            [.init("wrong words", x: temperatures.map { Double($0) }, y: wrong)], axis: "temperature",
            unit: .fraction))))
    lab.metric("wrong-at-1", wrong[0], .fraction)
    lab.metric("wrong-at-4", wrong[2], .fraction)
  } judge: { work in
    for trial in logitTrials(&work.random) { judgeSoftened(try work[trial.name], trial) }
    for trial in targetTrials(&work.random) { judgeCrossEntropy(try work[trial.name], trial) }
  }

  Step("losses") { lab in
    let losses: [(name: String, loss: DistillationLoss)] = [("Hinton", hintonLoss), ("book", bookLoss)]
    for trial in lessonTrials(&lab.random) {
      try lab.submit("parts \(trial.name)", parts(of: trial))
      for (name, loss) in losses {
        try lab.submit(
          "\(name) \(trial.name)",
          loss(trial.student, trial.teacher, trial.label, trial.temperature, trial.weight))
      }
    }
    let speech = try speech(lab)
    let logits = rows(of: try teacherLogits(lab, speech).test)
    let temperature = Float(lab.knob("temperature"))
    let multiples = stride(from: 0, through: 1.5, by: 0.05).map { $0 }
    let curves = losses.map { name, loss in
      // The teacher's part is what a weight of 1 adds.
      let means = multiples.map { multiple in
        mean(
          logits.map { teacher in
            let student = teacher.map { $0 * Float(multiple) }
            let added = loss(student, teacher, 0, temperature, 1) - loss(student, teacher, 0, temperature, 0)
            return Double(added / (temperature * temperature))
          })
      }
      let least = means.indices.min { means[$0] < means[$1] } ?? 0
      lab.metric("\(name.lowercased())-is-least-at", multiples[least], .number)
      return Curves.Series(name, x: multiples, y: means)
    }
    lab.show(
      Figure(
        "multiples", title: "The teacher's part at T = \(lab.knob("temperature"))",
        .curves(Curves(curves, axis: "multiple of the teacher", unit: .number))))
  } judge: { work in
    for trial in lessonTrials(&work.random) {
      try judgeLosses(
        hinton: work["Hinton \(trial.name)"], book: work["book \(trial.name)"], work["parts \(trial.name)"],
        trial)
    }
  }

  Step("pull") { lab in
    for trial in lessonTrials(&lab.random) {
      try lab.submit("parts \(trial.name)", parts(of: trial))
      for (name, weight) in [("both", trial.weight), ("label", 0)] {
        try lab.submit(
          "\(name) \(trial.name)",
          hintonGradient(
            student: trial.student, teacher: trial.teacher, label: trial.label,
            temperature: trial.temperature, weight: weight))
      }
    }
    let speech = try speech(lab)
    let teacher = rows(of: try teacherLogits(lab, speech).test)
    let student = rows(of: try students(lab, "alone", of: speech.train)[0].predict(speech.test.images))
    /// The pulls of the label and, at a weight of 1, of the teacher on the student's logits for a recording.
    func pulls(_ row: Int, temperature: Float) -> (label: [Float], teacher: [Float]) {
      func gradient(_ weight: Float) -> [Float] {
        hintonGradient(
          student: student[row], teacher: teacher[row], label: speech.test.labels[row],
          temperature: temperature, weight: weight)
      }
      let label = gradient(0)
      return (label, zip(gradient(1), label).map { $0 - $1 })
    }
    let temperatures: [Float] = [1, 2, 4, 8, 16]
    let sizes = temperatures.map { temperature in
      mean(
        student.indices.map { row in
          Double(pulls(row, temperature: temperature).teacher.reduce(0) { $0 + $1.magnitude })
        })
    }
    let bare = zip(sizes, temperatures).map { $0 / Double($1 * $1) }
    lab.show(
      Figure(
        "sizes", title: "How strongly the teacher pulls",
        .curves(
          Curves(
            [("with the factor T²", sizes), ("without it", bare)].map { name, values in
              .init(name, x: temperatures.map { Double($0) }, y: values)
            }, axis: "temperature", unit: .number))))
    lab.metric("weaker-without-factor", bare[2] / bare[4], .number)
    lab.metric("weaker-with-factor", sizes[2] / sizes[4], .number)

    let missed =
      student.indices.first { row in
        let own = student[row]
        return own.indices.max { own[$0] < own[$1] } != speech.test.labels[row]
      } ?? 0
    let shown = pulls(missed, temperature: Float(lab.knob("temperature")))
    lab.show(
      Figure(
        "one", title: "Pulls for one '\(classNames[speech.test.labels[missed]])'",
        .table(
          Table(
            columns: ["class", "label", "teacher"],
            rows: zip(classNames, zip(shown.label, shown.teacher)).map { name, pulls in
              [name, signed(-pulls.0), signed(-pulls.1)]
            }))))
  } judge: { work in
    for trial in lessonTrials(&work.random) {
      try judgeGradient(
        work["both \(trial.name)"], labelOnly: work["label \(trial.name)"], work["parts \(trial.name)"], trial
      )
    }
  }

  Step("students") { lab in
    for trial in gainTrials(&lab.random) {
      let gain = gain(of: trial.treated, over: trial.control, quantile: trial.quantile)
      try lab.submit(trial.name, [gain.mean, gain.halfWidth])
    }
    let speech = try speech(lab)
    let groups = try taughtGroups(lab, speech)
    lab.show(
      Figure(
        "seeds", title: "Students of \(seeds) seeds",
        .curves(
          Curves(
            groups.map { .init($0.name, $0.accuracies, isGhost: $0.name == "alone") }, axis: "seed",
            unit: .fraction))))
    // What 95 of 100 intervals need: Student's distribution for one degree of freedom less than there are seeds.
    let gains = groups.dropFirst().map {
      gain(of: $0.accuracies, over: groups[0].accuracies, quantile: 2.571)
    }
    lab.show(
      Figure(
        "gains",
        title:
          "T = \(lab.knob("temperature")), weight \(Metric.Unit.number.text(lab.knobValue("weight"))), in percent",
        .table(
          Table(
            columns: ["loss", "mean", "gain", "+/-", "sure"],
            rows: zip(groups, [Gain?.none] + gains).map { group, gain in
              let change = gain.map { [percent($0.mean), percent($0.halfWidth)] } ?? ["", ""]
              return [group.name, percent(mean(group.accuracies))] + change + [percent(group.sureness)]
            }))))
    for group in groups { lab.metric(group.name.lowercased(), mean(group.accuracies), .fraction) }
    lab.metric("gain", gains[0].mean, .fraction)
    lab.metric("gain-half-width", gains[0].halfWidth, .fraction)
    lab.metric("book-sureness", groups[2].sureness, .fraction)
    lab.metric("hinton-sureness", groups[1].sureness, .fraction)
  } judge: { work in
    for trial in gainTrials(&work.random) { judgeGain(try work[trial.name], trial) }
  }

  Step("without") { lab in
    let speech = try speech(lab)
    let logits = try teacherLogits(lab, speech)
    let silent = try students(
      lab, "silent", of: speech.train.taught(by: logits.train), .distillation(labelShare: 0, temperature: 4))
    let groups = try taughtGroups(lab, speech) + [Group("no label", silent, speech.test)]
    let teacher = try network(width: 1, seed: lab.seed).compiled()
    let student = try groups[0].models[0].compiled()
    let accuracies =
      [("teacher", teacher, [accuracy(logits.test, speech.test.labels)])]
      + groups.map { ($0.name, student, $0.accuracies) }
    let rows = accuracies.map { name, program, accuracies in
      let file = Metric.Unit.bytes.text(Double(ModelFile.encode(program).count))
      let range = String(
        format: "%.0f to %.0f", 100 * (accuracies.min() ?? 0), 100 * (accuracies.max() ?? 0))
      return [name, file, percent(mean(accuracies)), accuracies.count > 1 ? range : ""]
    }
    lab.show(
      Figure(
        "summary", title: "What you measured, in percent",
        .table(Table(columns: ["model", "file", "mean", "range"], rows: rows))))
    lab.metric("teacher-alone", mean(groups[3].accuracies), .fraction)
  }
}

// MARK: - Recordings

/// The words that are classes of their own; all others together are the last class.
let commands = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes"]
let classNames = commands + ["other"]

let rate = 8_000
let samples = 6_000
let range: ClosedRange<Float> = 60...3_800
let bands = 40
let frames = (samples - 256) / 128 + 1

/// Recordings as spectrograms `[frames, bands]`: logarithms with mean 0 and variance 1 over all of the training part.
struct Speech {
  var train: Dataset
  var test: Dataset

  /// Takes spectrograms and labels of the training part, and those of the test part.
  init(_ tensors: [Tensor]) throws {
    func part(_ images: Tensor, _ labels: Tensor) throws -> Dataset {
      try Dataset(images: images, labels: labels.values.map { Int($0) }, classes: classNames.count)
    }
    train = try part(tensors[0], tensors[1])
    test = try part(tensors[2], tensors[3])
  }
}

/// The recordings, kept for the next step.
func speech(_ lab: Lab) throws -> Speech {
  if let kept = try lab.kept("speech").map(ModelFile.decodeState) { return try Speech(kept.map(\.tensor)) }
  let set = try SpeechCommands(in: lab.folder(of: "speech-commands"))
  var tensors = try read(.train, of: set, atMost: 63) + read(.test, of: set, atMost: 30)
  let values = tensors[0].values
  let mean = values.reduce(0, +) / Float(values.count)
  let scale = 1 / (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
  for place in [0, 2] {
    let values = tensors[place].values.map { ($0 - mean) * scale }
    tensors[place] = Tensor(shape: tensors[place].shape, values: values)
  }
  lab.keep("speech", bytes(of: tensors))
  return try Speech(tensors)
}

func bytes(of tensors: [Tensor]) -> [UInt8] {
  ModelFile.encode(state: tensors.enumerated().map { NamedTensor(name: "\($0)", tensor: $1) })
}

/// Spectrograms and labels of at most so many recordings of each class, evenly spread over those there are: the whole of
/// a large set would take minutes.
func read(_ part: Part, of set: SpeechCommands, atMost limit: Int) throws -> [Tensor] {
  let clips = Dictionary(grouping: set.clips(part)) { commands.firstIndex(of: $0.word) ?? commands.count }
  var (values, labels): ([Float], [Float]) = ([], [])
  for (label, all) in clips.sorted(by: { $0.key < $1.key }) {
    let count = min(limit, all.count)
    for place in 0..<count {
      let sound = try Sound(wav: all[place * all.count / count].file).resampled(to: rate, limit: samples)
      let mel = sound.fitted(to: samples).spectrogram().mel(bands: bands, rate: rate, in: range)
      values += mel.logarithm(floor: 1e-3).values
      labels.append(Float(label))
    }
  }
  return [
    Tensor(shape: [labels.count, frames, bands], values: values),
    Tensor(shape: [labels.count], values: labels),
  ]
}

// MARK: - Networks

let seeds = 6

/// Three blocks of convolutions over time and a dense layer, like the book's, each as wide as asked for.
func network(width: Double, seed: UInt64) throws -> Model {
  func scaled(_ count: Int) -> Int { Int((Double(count) * width).rounded()) }
  return try Model(input: [frames, bands], seed: seed) {
    for filters in [32, 64, 128] {
      Conv1D(scaled(filters), kernel: 9, padding: .same)
      BatchNorm(momentum: 0.9)
      ReLU()
      MaxPool1D(2)
    }
    Flatten()
    Dropout(width < 1 ? 0 : 0.3)
    Dense(scaled(512))
    ReLU()
    Dense(classNames.count)
  }
}

/// What the teacher says of each recording, kept for the next step.
func teacherLogits(_ lab: Lab, _ speech: Speech) throws -> (train: Tensor, test: Tensor) {
  if let kept = try lab.kept("logits").map(ModelFile.decodeState) { return (kept[0].tensor, kept[1].tensor) }
  let teacher = try network(width: 1, seed: lab.seed)
  _ = try teacher.fit(
    speech.train, epochs: 20, batchSize: 32, optimizer: Adam(learningRate: 0.002, schedule: .cosine()),
    seed: lab.seed
  ) { progress in
    guard progress.accuracy != nil else { return }
    lab.progress("training the teacher", progress.epoch, of: progress.epochs, unit: "epoch")
  }
  let logits = try (train: teacher.predict(speech.train.images), test: teacher.predict(speech.test.images))
  lab.keep("logits", bytes(of: [logits.train, logits.test]))
  return logits
}

/// A student of each seed, kept for the next step under a name that says all that they depend on.
func students(
  _ lab: Lab, _ name: String, of data: Dataset, _ loss: Loss = .crossEntropy()
) throws -> [Model] {
  try (0..<seeds).map { index in
    let seed = lab.seed + UInt64(index)
    let model = try network(width: 0.1, seed: seed)
    if let kept = lab.kept("\(name)-\(index)") {
      try model.restore(ModelFile.decodeState(kept))
      return model
    }
    lab.progress("training students, \(name)", index, of: seeds, unit: "student")
    _ = try model.fit(
      data, epochs: 15, batchSize: 32, loss: loss, optimizer: Adam(learningRate: 0.004, schedule: .cosine()),
      seed: seed)
    lab.keep("\(name)-\(index)", ModelFile.encode(state: model.state))
    return model
  }
}

/// Students that learned in one way.
struct Group {
  var name: String
  var models: [Model]
  var accuracies: [Double]
  /// The mean of the largest probability that they give.
  var sureness: Double

  init(_ name: String, _ models: [Model], _ test: Dataset) throws {
    self.name = name
    self.models = models
    let logits = try models.map { try $0.predict(test.images) }
    accuracies = logits.map { accuracy($0, test.labels) }
    sureness = mean(logits.map { mean(rows(of: $0).map { Double(softmax($0).max() ?? 0) }) })
  }
}

/// Students without a teacher, and with one as Hinton's and as the book's loss have it, where the knobs stand.
func taughtGroups(_ lab: Lab, _ speech: Speech) throws -> [Group] {
  let logits = try teacherLogits(lab, speech).train
  let (temperature, weight) = (Float(lab.knob("temperature")), Float(lab.knobValue("weight")))
  let place = "at \(temperature) with \(weight)"
  let alone = try students(lab, "alone", of: speech.train)
  // The engine's shares add up to 1; Adam evens out the factor.
  let hinton = try students(
    lab, "Hinton \(place)", of: speech.train.taught(by: logits),
    .distillation(labelShare: 1 / (1 + weight), temperature: temperature))
  let book = try students(
    lab, "book \(place)",
    of: bookDataset(speech.train, logits, temperature: temperature, weight: weight))
  return try [
    Group("alone", alone, speech.test), Group("Hinton", hinton, speech.test),
    Group("book", book, speech.test),
  ]
}

/// Recordings with the targets of the book's loss.
///
/// Cross-entropies of one and the same answer add up to that with the sum of the targets. So the label and the softened
/// teacher become one target, divided by what they sum up to; the loss is smaller by that factor, which Adam evens out.
func bookDataset(_ data: Dataset, _ logits: Tensor, temperature: Float, weight: Float) throws -> Dataset {
  let factor = weight * temperature * temperature
  let targets = zip(rows(of: logits), data.labels).map { row, label in
    softmax(row, dividedBy: temperature).enumerated().map { place, probability in
      (factor * probability + (place == label ? 1 : 0)) / (factor + 1)
    }
  }
  return try Dataset(
    inputs: data.inputs, values: Tensor(shape: logits.shape, values: Array(targets.joined())))
}

// MARK: - Measuring

/// The logits of each recording.
func rows(of logits: Tensor) -> [[Float]] {
  let (classes, values) = (logits.shape[1], logits.values)
  return stride(from: 0, to: values.count, by: classes).map { Array(values[$0..<$0 + classes]) }
}

/// For each class the mean of what the teacher says of its recordings.
func darkKnowledge(_ logits: Tensor, _ labels: [Int], temperature: Float) -> [[Double]] {
  let rows = rows(of: logits)
  return classNames.indices.map { label in
    let answers = rows.indices.filter { labels[$0] == label }
      .map { softened(rows[$0], temperature: temperature) }
    return classNames.indices.map { place in
      mean(answers.map { place < $0.count ? Double($0[place]) : 0 })
    }
  }
}

/// The softmax of logits that were divided, in double precision.
func softmax(_ logits: [Float], dividedBy temperature: Float = 1) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { exp(Double($0 - largest) / Double(temperature)) }
  let sum = powers.reduce(0, +)
  return powers.map { Float($0 / sum) }
}

/// The share of recordings whose largest logit is that of their label.
func accuracy(_ logits: Tensor, _ labels: [Int]) -> Double {
  let right = zip(rows(of: logits), labels).count { row, label in
    row.indices.max { row[$0] < row[$1] } == label
  }
  return Double(right) / Double(labels.count)
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

/// A share in percent, without the sign, which a narrow table has no room for.
func percent(_ share: Double) -> String { String(format: "%.1f", 100 * share) }

func signed(_ value: Float) -> String { String(format: "%+.3f", value) }

// MARK: - Trials

/// Logits to soften.
struct LogitTrial {
  var name: String
  var logits: [Float]
  var temperature: Float
  /// Whether powers of them overflow.
  var isLarge = false
}

func logitTrials(_ random: inout SeededGenerator) -> [LogitTrial] {
  let usual = ([0.5, 1, 2, 4, 10] as [Float]).map { temperature in
    LogitTrial(
      name: "11 logits at \(temperature)", logits: random.uniform(count: 11, in: -6...6),
      temperature: temperature)
  }
  let equal = LogitTrial(name: "equal logits", logits: [2, 2, 2, 2], temperature: 3)
  let single = LogitTrial(name: "one logit", logits: [-3], temperature: 2)
  let large = random.uniform(count: 5, in: 900...1_000)
  return usual + [
    equal, single, LogitTrial(name: "large logits", logits: large, temperature: 2, isLarge: true),
    LogitTrial(name: "far below 0", logits: large.map { -$0 }, temperature: 2, isLarge: true),
  ]
}

/// Answers and what they should be.
struct TargetTrial {
  var name: String
  var answers: [Float]
  var targets: [Float]
}

func targetTrials(_ random: inout SeededGenerator) -> [TargetTrial] {
  func probabilities(_ count: Int) -> [Float] {
    let numbers = random.uniform(count: count, in: 0.05...1)
    let sum = numbers.reduce(0, +)
    return numbers.map { $0 / sum }
  }
  let usual = [2, 5, 11].map { count in
    TargetTrial(
      name: "\(count) targets", answers: probabilities(count), targets: probabilities(count))
  }
  let same = probabilities(4)
  return usual + [
    TargetTrial(name: "equal answers and targets", answers: same, targets: same),
    // Answers and targets are equal here, so that only the zeros are judged.
    TargetTrial(name: "two impossible classes", answers: [0, 0.25, 0.75, 0], targets: [0, 0.25, 0.75, 0]),
  ]
}

/// A recording with what student and teacher say of it.
struct LessonTrial {
  var name: String
  var student: [Float]
  var teacher: [Float]
  var label: Int
  var temperature: Float
  var weight: Float
}

func lessonTrials(_ random: inout SeededGenerator) -> [LessonTrial] {
  ([1.5, 2, 3, 5, 8] as [Float]).map { temperature in
    LessonTrial(
      name: "at \(temperature)", student: random.uniform(count: 11, in: -4...4),
      teacher: random.uniform(count: 11, in: -4...4), label: Int.random(in: 0..<11, using: &random),
      temperature: temperature, weight: random.uniform(count: 1, in: 0.5...4)[0])
  }
}

/// What the learner's own functions make of a trial: later ones are held against them, so that one mistake counts once.
struct Parts: Codable {
  var answers, softAnswers, softTargets: [Float]
  var hintonEntropy, bookEntropy: Float
}

func parts(of trial: LessonTrial) -> Parts {
  let answers = softened(trial.student, temperature: 1)
  let softAnswers = softened(trial.student, temperature: trial.temperature)
  let softTargets = softened(trial.teacher, temperature: trial.temperature)
  return Parts(
    answers: answers, softAnswers: softAnswers, softTargets: softTargets,
    hintonEntropy: crossEntropy(of: softAnswers, targets: softTargets),
    bookEntropy: crossEntropy(of: answers, targets: softTargets))
}

/// A loss of a recording, by the student's logits, the teacher's, the label, the temperature and the weight.
typealias DistillationLoss = ([Float], [Float], Int, Float, Float) -> Float

/// Accuracies of some seeds.
struct GainTrial {
  var name: String
  var treated: [Double]
  var control: [Double]
  var quantile: Double
}

func gainTrials(_ random: inout SeededGenerator) -> [GainTrial] {
  func numbers(_ count: Int, _ range: ClosedRange<Float>) -> [Double] {
    random.uniform(count: count, in: range).map { Double($0) }
  }
  let usual = [(2, 12.706), (5, 2.776), (9, 2.306)].map { count, quantile in
    let control = numbers(count, 0.7...0.9)
    return GainTrial(
      name: "\(count) seeds", treated: zip(control, numbers(count, -0.02...0.05)).map { $0 + $1 },
      control: control, quantile: quantile)
  }
  let control = numbers(6, 0.7...0.9)
  return usual + [
    GainTrial(name: "no difference", treated: control, control: control, quantile: 2.571),
    GainTrial(
      name: "always two points better", treated: control.map { $0 + 0.02 }, control: control, quantile: 2.571),
  ]
}
