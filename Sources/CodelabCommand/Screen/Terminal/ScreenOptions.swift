import ArgumentParser

/// How the screen looks.
struct ScreenOptions: ParsableArguments {
  /// For which background the colors are chosen.
  enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, dark, light

    /// Whether the background is dark: as chosen, as CODELAB_THEME says, or as the terminal tells.
    func isDark(environment: [String: String]) -> Bool {
      switch self {
      case .dark: return true
      case .light: return false
      case .auto:
        if let wish = environment["CODELAB_THEME"].flatMap(ThemeChoice.init), wish != .auto {
          return wish == .dark
        }
        // Set by some terminals, as in `15;0`: the last number is the background's.
        let background = environment["COLORFGBG"]?.split(separator: ";").last.flatMap { Int($0) }
        return !(background == 7 || (9...15).contains(background ?? 0))
      }
    }
  }

  @Option(
    help: "Colors for a dark or a light background; auto asks CODELAB_THEME and COLORFGBG, else dark.")
  var theme = ThemeChoice.auto

  @Flag(
    inversion: .prefixedNo,
    help: "Tell the terminal where a frame begins and ends, so that none is shown in part.")
  var synchronized = true
}
