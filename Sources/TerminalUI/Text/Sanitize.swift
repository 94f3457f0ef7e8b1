/// Makes one line of text from an untrusted source harmless.
///
/// Escape sequences go away whole (CSI, OSC, DCS and the like, also cut off ones), tabs become spaces up
/// to the next multiple of `tabWidth`, and every other control or format character is dropped, line ends
/// included: split into lines first.
public func sanitized(_ text: String, tabWidth: Int = 4) -> String {
  var result = String.UnicodeScalarView()
  var column = 0
  var escape = EscapeSkipper()
  for scalar in text.unicodeScalars where !escape.skips(scalar) {
    if scalar == "\t" {
      let spaces = tabWidth - column % tabWidth
      result.append(contentsOf: repeatElement(" ", count: spaces))
      column += spaces
    } else {
      let width = displayWidth(of: scalar)
      guard width > 0 || isMark(scalar) else { continue }
      result.append(scalar)
      column += width
    }
  }
  return String(result)
}

/// Splits an untrusted text at its line ends (LF, CR LF, CR) and makes each line harmless.
public func sanitizedLines(_ text: String, tabWidth: Int = 4) -> [String] {
  text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    .map { sanitized(String($0), tabWidth: tabWidth) }
}

/// Recognizes escape sequences (ECMA-48, 5.4 and 5.6) one scalar at a time.
private struct EscapeSkipper {
  private enum Position { case outside, afterEscape, inSequence, inString, afterStringEscape }
  private var position = Position.outside

  /// Whether the next scalar is a part of an escape sequence.
  mutating func skips(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    switch position {
    case .outside:
      switch value {
      case 0x1B: position = .afterEscape
      case 0x9B: position = .inSequence
      case 0x90, 0x98, 0x9D, 0x9E, 0x9F: position = .inString
      default: return false
      }
    case .afterEscape, .afterStringEscape:
      switch value {
      case 0x5B: position = .inSequence
      case 0x50, 0x58, 0x5D, 0x5E, 0x5F: position = .inString
      case 0x20...0x2F, 0x1B: position = .afterEscape
      default: position = .outside
      }
    case .inSequence:
      if (0x40...0x7E).contains(value) {
        position = .outside
      } else if value == 0x1B {
        position = .afterEscape
      } else if !(0x20...0x3F).contains(value) {
        // A sequence that breaks off: this scalar is text again, unless it is a control character.
        position = .outside
        return false
      }
    case .inString:
      if value == 0x07 || value == 0x9C || value == 0x0A { position = .outside }
      if value == 0x1B { position = .afterStringEscape }
    }
    return true
  }
}
