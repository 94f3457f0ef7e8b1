/// The text of bytes that must be UTF-8.
///
/// - Parameter offset: where the bytes begin in `file`, for the error.
func utf8Text(_ bytes: [UInt8], at offset: Int, file: String) throws(DataError) -> String {
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw .text(file: file, offset: offset + validPrefix(bytes))
  }
  return text
}

/// How many bytes at the beginning are UTF-8.
private func validPrefix(_ bytes: [UInt8]) -> Int {
  var (iterator, parser, valid) = (bytes.makeIterator(), UTF8.ForwardParser(), 0)
  while case .valid(let scalar) = parser.parseScalar(from: &iterator) { valid += scalar.count }
  return valid
}
