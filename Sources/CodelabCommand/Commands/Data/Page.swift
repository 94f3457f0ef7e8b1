import Codelab
import Foundation
import TerminalUI

/// Draws examples as lines of text, with or without color.
struct Page {
  let width: Int
  let theme: Theme

  /// A page for standard output: as wide as the terminal, in its colors; without one, 80 columns of plain text.
  static func standardOutput(environment: [String: String]) -> Page {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var size = winsize()
    let isKnown = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Page(
      width: min(120, isKnown ? Int(size.ws_col) : 80), theme: theme(isTerminal: isTerminal, environment))
  }

  /// The theme for an environment, as `NO_COLOR`, `TERM`, `CODELAB_THEME` and the locale ask for it.
  static func theme(isTerminal: Bool, _ environment: [String: String]) -> Theme {
    let noColor = environment["NO_COLOR"]?.isEmpty == false
    let term = environment["TERM"] ?? "dumb"
    let isRich = term.contains("256color") || environment["COLORTERM"]?.isEmpty == false
    let colors = !isTerminal || term == "dumb" ? 0 : isRich ? 256 : 8
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUnicode = ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
    return Theme(
      depth: ColorDepth(colors: colors, noColor: noColor), isDark: environment["CODELAB_THEME"] != "light",
      glyphs: isUnicode ? .unicode : .ascii)
  }

  /// The lines that show some examples: pictures side by side, everything else one below the other.
  func lines(of samples: [Sample]) -> [String] {
    var lines: [String] = []
    var row: [[PixelImage]] = []
    func finishRow() {
      guard !row.isEmpty else { return }
      lines += drawn(ImagePlot(row.flatMap(\.self)), height: 15)
      row = []
    }
    for sample in samples {
      guard case .picture(let image, let caption) = sample else {
        lines += self.lines(of: sample)
        continue
      }
      row.append(Self.pictures(image, caption: caption))
      // Each picture gets 28 columns and a gap.
      if (row.flatMap(\.self).count + row[0].count) * 30 > width + 2 { finishRow() }
    }
    finishRow()
    return lines
  }

  private func lines(of sample: Sample) -> [String] {
    switch sample {
    case .picture: []
    case .text(let text, let caption):
      // Files of others may hold anything, also what drives a terminal.
      [sanitized(caption)] + wrapped(sanitized(text), width: width - 4).map { "    " + $0 }
    case .signal(let values, let caption):
      [caption] + drawn(LineChart([.init("", values: values.map(Double.init))]), height: 8)
    case .sound(let sound, let caption):
      [sanitized(caption)] + drawn(Sparkline(loudness(of: sound)), height: 1)
        + drawn(ImagePlot([Self.spectrogram(of: sound)]), height: 10)
    }
  }

  /// The largest sample of each column's share of a sound.
  private func loudness(of sound: Sound) -> [Double] {
    let columns = min(width, max(1, sound.samples.count))
    return (0..<columns).map { column in
      let share = sound.samples.count * column / columns..<sound.samples.count * (column + 1) / columns
      return Double(sound.samples[share].map(abs).max() ?? 0)
    }
  }

  /// Loudness by time, from left to right, and pitch, from the bottom up.
  private static func spectrogram(of sound: Sound) -> PixelImage {
    let bands = 20
    let mel = sound.spectrogram(frame: sound.rate / 32, step: sound.rate / 64)
      .mel(bands: bands, rate: sound.rate, in: 60...Float(sound.rate) / 2).logarithm()
    let (low, high) = (mel.values.min() ?? 0, mel.values.max() ?? 1)
    let levels = (0..<bands).reversed().flatMap { band in
      (0..<mel.frames).map { Double((mel.values[$0 * bands + band] - low) / max(high - low, 1e-6)) }
    }
    return PixelImage(width: mel.frames, levels: levels)
  }

  /// A picture in gray, and beside it its mask if it has one: black, gray and white for the classes.
  private static func pictures(_ image: Image, caption: String) -> [PixelImage] {
    let weights: [Float] = image.channels == 3 ? [0.299, 0.587, 0.114] : [1]
    let levels = (0..<image.height * image.width).map { pixel in
      Double(weights.indices.reduce(0) { $0 + weights[$1] * image.pixels[pixel * image.channels + $1] })
    }
    let picture = PixelImage(width: image.width, levels: levels, caption: sanitized(caption))
    guard let mask = image.mask else { return [picture] }
    let shades = [1, 0, 0.5]
    return [
      picture,
      PixelImage(
        width: image.width, levels: mask.map { shades[$0 % 3] }, caption: "mask: white pet, gray border"),
    ]
  }

  private func drawn(_ plot: some Plot, height: Int) -> [String] {
    var grid = Grid(width: width, height: height)
    plot.draw(into: &grid, in: grid.bounds, theme: theme)
    return grid.lines(isColored: theme.depth != .monochrome)
  }
}

extension Grid {
  /// The rows as text, blanks at their ends left out; styles are escape sequences (ECMA-48) if colored.
  func lines(isColored: Bool) -> [String] {
    let rows = (0..<height).map { y in
      var line = ""
      var style = Style.plain
      for x in 0..<width {
        let cell = self[x, y]
        if isColored, cell.style != style {
          style = cell.style
          line += "\u{1B}[\(style.parameters)m"
        }
        line += cell.text
      }
      if style != .plain { return line + "\u{1B}[0m" }
      while line.last == " " { line.removeLast() }
      return line
    }
    return Array(rows.reversed().drop { $0.isEmpty }.reversed())
  }
}

extension Style {
  /// The parameters of the sequence that selects this style and nothing else.
  fileprivate var parameters: String {
    var numbers = ["0"]
    let codes: [(Attributes, Int)] = [(.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.reverse, 7)]
    numbers += codes.filter { attributes.contains($0.0) }.map { "\($0.1)" }
    if case .indexed(let color) = foreground { numbers.append("38;5;\(color)") }
    if case .indexed(let color) = background { numbers.append("48;5;\(color)") }
    return numbers.joined(separator: ";")
  }
}
