import Codelab
import LessonKit
import TerminalUI
import Testing

@testable import CodelabCommand

/// A random walk that is the same each time: SplitMix64 of Steele, Lea and Flood, 2014.
private struct Walk: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Whatever is pressed and whatever happens: nothing traps, frames fit, what is written to the terminal for the
/// changes alone gives the same screen as writing everything, and no effect names what does not exist.
@Test(arguments: 1...12) func anySequenceOfEventsIsSurvivedAndDrawnTheSameInParts(seed: UInt64) {
  var walk = Walk(state: seed)
  let glyphs: Glyphs = seed % 2 == 0 ? .unicode : .ascii
  var state = Fixture.state(100, 30, theme: Theme(depth: .colors256, glyphs: glyphs))
  var keys = Command.allCases.flatMap(\.keys).filter { $0 != "q" }
  keys += ["1", "7", "y", "ü", "漢", .backspace, .control("u"), .delete]
  var terminal = view(state)
  for _ in 0..<250 {
    let message = randomMessage(&walk, keys: keys, state)
    let effects = update(&state, message)
    for effect in effects {
      if case .run(let exercise, let step, let judges) = effect {
        #expect(state.exercises[exercise].steps.indices.contains(step))
        let key = StepKey(
          exercise: state.exercises[exercise].id, step: state.exercises[exercise].steps[step].id)
        state.begin(key, judges: judges)
      }
      if case .cancelRun = effect, state.run != nil {
        _ = update(&state, .run(.finished(Fixture.result(ending: .cancelled))))
      }
    }
    let frame = view(state)
    #expect(frame.size == state.size)
    if terminal.size != frame.size { terminal = Grid(size: frame.size) }
    terminal.apply(frame.diff(from: terminal))
    #expect(terminal == frame)
    // A repaint changes nothing.
    #expect(view(state) == frame)
  }
}

private func randomMessage(_ walk: inout Walk, keys: [Key], _ state: State) -> Message {
  let x = Int.random(in: -1...state.size.width, using: &walk)
  let y = Int.random(in: -1...state.size.height, using: &walk)
  switch Int.random(in: 0..<20, using: &walk) {
  case 0:
    let sizes = [(10, 3), (1, 1), (40, 10), (80, 24), (120, 40), (200, 60)]
    let (width, height) = sizes.randomElement(using: &walk)!
    return .resized(Size(width: width, height: height))
  case 1: return .pasted(["a", "\n", "4", "é"].randomElement(using: &walk)!)
  case 2: return .clicked(x: x, y: y)
  case 3: return .scrolled(x: x, y: y, rows: [-3, 3].randomElement(using: &walk)!)
  case 4: return .run(.output("\u{1B}[31mline 漢字 \(x)"))
  case 5:
    let tradeoff = Tradeoff(
      (0..<5).map { Tradeoff.Point("p\($0)", cost: Double($0 * x), quality: Double(y)) }, costUnit: .bytes,
      qualityUnit: .fraction)
    return .run(.event(.figure(Figure("lengths", title: "Models", .tradeoff(tradeoff)))))
  case 6: return .run(.finished(Fixture.result(ending: .failed(checks: ["total"]), failed: ["total"])))
  case 7: return .saved(exercise: 0)
  case 8: return .compared(Comparison(yours: "a\nb", solution: "b\nc"))
  case 9:
    return .run(.diagnostics([Diagnostic(file: "x", line: 1, column: 2, message: "m", sourceLine: "let")]))
  default: return .key(keys.randomElement(using: &walk)!)
  }
}
