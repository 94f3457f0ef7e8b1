extension String {
  /// The lines of the text without their ends, also empty ones.
  var lines: [String] {
    let hasOtherEnds = unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x0B...0x0D, 0x85, 0x2028, 0x2029: true
      default: false
      }
    }
    guard hasOtherEnds else {
      // Most texts: their bytes are split many times as fast as their characters.
      return utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        String(Substring($0))
      }
    }
    return split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
