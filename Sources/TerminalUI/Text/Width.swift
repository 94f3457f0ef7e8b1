/// The columns a text takes on the screen, by this module's own tables.
///
/// The C library's `wcwidth` knows no character beyond ASCII in the C locale, so it cannot be asked.
/// Wide and fullwidth characters take two columns; marks, joiners, variation selectors and control
/// characters none; all others, ambiguous ones included, one.
public func width(of text: String) -> Int {
  var total = 0
  for scalar in text.unicodeScalars { total += displayWidth(of: scalar) }
  return total
}

func displayWidth(of scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value >= 0x20 && value < 0x7F { return 1 }
  if value < 0xA0 { return 0 }
  if value < 0x300 { return value == 0xAD ? 0 : 1 }
  // Lines, blocks and braille, most of what a screen shows.
  if (0x2500...0x25FC).contains(value) || (0x2800...0x28FF).contains(value) { return 1 }
  if isZeroWidth(scalar) { return 0 }
  return isWide(value) ? 2 : 1
}

/// Whether a scalar belongs to the character before it and must be kept to show it.
func isMark(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: !scalar.properties.isVariationSelector
  default: isJamo(scalar.value)
  }
}

private func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator, .paragraphSeparator:
    true
  default: isJamo(scalar.value)
  }
}

/// Vowels and final consonants that merge with the Hangul syllable before them.
private func isJamo(_ value: UInt32) -> Bool {
  (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
}

private func isWide(_ value: UInt32) -> Bool {
  guard value >= wideRanges[0].lowerBound else { return false }
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
  }
  return low < wideRanges.count && wideRanges[low].contains(value)
}
