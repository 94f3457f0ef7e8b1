extension Theme {
  private static func color(_ index: UInt8, _ attributes: Style.Attributes = []) -> Style {
    Style(.indexed(index), attributes)
  }

  static func dark256(_ role: Role) -> Style {
    let onCode: (UInt8, Style.Attributes) -> Style = { Style(.indexed($0), on: .indexed(235), $1) }
    return switch role {
    case .text: .plain
    case .muted, .axis: color(245)
    case .accent: color(80, .bold)
    case .good: color(72)
    case .bad, .limit: color(203)
    case .warning: color(214)
    case .border: color(240)
    case .borderFocused: color(80, .bold)
    case .title: color(250)
    case .titleFocused: color(80, .bold)
    case .header: Style(.indexed(252), on: .indexed(236))
    case .heading: color(80, .bold)
    case .subheading: color(117, .bold)
    case .emphasis: Style(.standard, .italic)
    case .strong: Style(.standard, .bold)
    case .link: color(74, .underline)
    case .quote: color(248, .italic)
    case .inlineCode: Style(.indexed(223), on: .indexed(235))
    case .code: onCode(252, [])
    case .codeKeyword: onCode(176, [])
    case .codeType: onCode(80, [])
    case .codeString: onCode(215, [])
    case .codeNumber: onCode(149, [])
    case .codeComment: onCode(245, .italic)
    case .key: color(223, .bold)
    case .selection: Style(.indexed(255), on: .indexed(24), .bold)
    case .ghost: color(241)
    case .series1: color(74)
    case .series2: color(214)
    case .series3: color(36)
    case .series4: color(175)
    case .series5: color(166)
    case .series6: color(227)
    }
  }

  static func light256(_ role: Role) -> Style {
    let onCode: (UInt8, Style.Attributes) -> Style = { Style(.indexed($0), on: .indexed(255), $1) }
    return switch role {
    case .text: .plain
    case .muted, .axis: color(242)
    case .accent: color(24, .bold)
    case .good: color(29)
    case .bad, .limit: color(160)
    case .warning: color(130)
    case .border: color(249)
    case .borderFocused: color(24, .bold)
    case .title: color(239)
    case .titleFocused: color(24, .bold)
    case .header: Style(.indexed(236), on: .indexed(254))
    case .heading: color(24, .bold)
    case .subheading: color(25, .bold)
    case .emphasis: Style(.standard, .italic)
    case .strong: Style(.standard, .bold)
    case .link: color(25, .underline)
    case .quote: color(240, .italic)
    case .inlineCode: Style(.indexed(94), on: .indexed(255))
    case .code: onCode(236, [])
    case .codeKeyword: onCode(90, [])
    case .codeType: onCode(24, [])
    case .codeString: onCode(130, [])
    case .codeNumber: onCode(28, [])
    case .codeComment: onCode(243, .italic)
    case .key: color(94, .bold)
    case .selection: Style(.indexed(231), on: .indexed(24), .bold)
    case .ghost: color(250)
    case .series1: color(25)
    case .series2: color(172)
    case .series3: color(29)
    case .series4: color(132)
    case .series5: color(166)
    case .series6: color(100)
    }
  }

  /// Styles from the basic colors; with sixteen of them, series and signals take the bright forms on dark.
  func basic(_ role: Role) -> Style {
    let bright: UInt8 = depth == .colors16 && isDark ? 8 : 0
    let color: (UInt8, Style.Attributes) -> Style = { Style(.indexed($0 + bright), $1) }
    let dim: Style = depth == .colors16 ? Style(.indexed(isDark ? 7 : 8)) : Style(.standard, .dim)
    return switch role {
    case .text, .code: .plain
    case .muted, .axis, .border, .ghost, .codeComment: dim
    case .accent, .borderFocused, .titleFocused, .heading: color(isDark ? 6 : 4, .bold)
    case .good: color(2, [])
    case .bad, .limit: color(1, .bold)
    case .warning: color(3, .bold)
    case .title: .plain
    case .header, .selection: Style(.standard, .reverse)
    case .subheading, .strong: Style(.standard, .bold)
    case .emphasis, .quote: Style(.standard, .italic)
    case .link: color(isDark ? 6 : 4, .underline)
    case .inlineCode: color(isDark ? 3 : 4, [])
    case .codeKeyword: color(5, .bold)
    case .codeType: color(isDark ? 6 : 4, [])
    case .codeString: color(isDark ? 3 : 1, [])
    case .codeNumber: color(2, [])
    case .key: Style(.standard, .bold)
    case .series1: color(isDark ? 6 : 4, [])
    case .series2: color(isDark ? 3 : 1, [])
    case .series3: color(2, [])
    case .series4: color(5, [])
    case .series5: color(isDark ? 1 : 3, [])
    case .series6: color(isDark ? 4 : 6, [])
    }
  }

  static func monochrome(_ role: Role) -> Style {
    switch role {
    case .text, .code, .codeType, .codeString, .codeNumber, .good, .title, .quote, .axis, .border: .plain
    case .series1, .series2, .series3, .series4, .series5, .series6: .plain
    case .muted, .ghost, .codeComment: Style(.standard, .dim)
    case .accent, .borderFocused, .heading, .subheading, .strong, .codeKeyword, .key: Style(.standard, .bold)
    case .titleFocused: Style(.standard, [.bold, .reverse])
    case .bad, .limit, .warning: Style(.standard, .bold)
    case .header, .selection: Style(.standard, .reverse)
    case .emphasis: Style(.standard, .italic)
    case .link, .inlineCode: Style(.standard, .underline)
    }
  }
}
