import Foundation

/// The JSON of events, requests and evidence.
public enum Wire {
  /// Encodes a value as one line of JSON, without the line's end.
  ///
  /// Numbers that JSON has no word for travel as the strings `inf`, `-inf` and `nan`.
  public static func encode(_ value: some Encodable) throws -> Foundation.Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(value)
  }

  /// Decodes what `encode` wrote.
  public static func decode<Value: Decodable>(
    _ type: Value.Type = Value.self, from data: Foundation.Data
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: data)
  }
}
