import Foundation

/// One record of a CSV file.
public struct CSVRecord: Sendable, Equatable {
  /// The fields, without the quotation marks around them.
  public let fields: [String]

  /// The line in which the record begins, from 1.
  public let line: Int
}

/// Reads the records of a CSV file one after another, so that the file may be larger than the memory.
///
/// The format is that of RFC 4180: fields are separated by commas and records by line ends; a field in quotation marks
/// may hold both, and quotation marks if they are doubled. Blank lines are skipped, and so is a byte order mark. The
/// file may be compressed by gzip.
public final class CSVReader {
  /// The name to use in errors.
  public let file: String

  private let stream: ByteStream
  private var piece: [UInt8] = []
  private var position = 0
  /// How many bytes came before `piece`.
  private var pieceOffset = 0
  private var line = 1

  /// The most bytes of one record; more is taken for a quotation mark that was forgotten.
  private static let recordLimit = 1 << 24

  /// Opens a file.
  ///
  /// - Throws: `DataError.unreadable`.
  public convenience init(contentsOf url: URL) throws(DataError) {
    try self.init(ByteStream(contentsOf: url))
  }

  /// Reads the bytes of a file.
  ///
  /// - Parameter file: the name to use in errors.
  public convenience init(_ bytes: [UInt8], file: String) throws(DataError) {
    try self.init(ByteStream(bytes, file: file))
  }

  private init(_ stream: ByteStream) throws(DataError) {
    self.stream = stream
    file = stream.file
    piece = try stream.collect(3)
    if piece == [0xEF, 0xBB, 0xBF] { position = 3 }
  }

  /// What the bytes of a field have been so far.
  private enum FieldState {
    case empty
    case bare
    case quoted(line: Int)
    /// A quotation mark inside quotes: the end of the field, or the first of a doubled one.
    case closing
  }

  /// The next record; nil at the end of the file.
  ///
  /// - Throws: `DataError` for quotation marks that do not match, for text that is not UTF-8, and for records of more
  ///   than 16 MiB.
  public func next() throws(DataError) -> CSVRecord? {
    var fields: [String] = []
    var field: [UInt8] = []
    var state = FieldState.empty
    var (first, start) = (line, offset)
    var fieldStart = start
    func endField(endsLine: Bool) throws(DataError) {
      if endsLine, case .bare = state, field.last == UInt8(ascii: "\r") { field.removeLast() }
      fields.append(try utf8Text(field, at: fieldStart, file: file))
      field.removeAll(keepingCapacity: true)
      state = .empty
      fieldStart = offset
    }
    while let byte = try nextByte() {
      guard offset - start <= Self.recordLimit else {
        throw .longRecord(file: file, line: first, limit: Self.recordLimit)
      }
      switch (byte, state) {
      case (UInt8(ascii: "\""), .empty):
        state = .quoted(line: line)
        fieldStart = offset
      case (UInt8(ascii: "\""), .quoted): state = .closing
      case (UInt8(ascii: "\""), .closing):
        field.append(byte)
        state = .quoted(line: line)
      case (UInt8(ascii: "\""), .bare): throw .strayQuote(file: file, line: line)
      case (_, .quoted):
        field.append(byte)
        if byte == UInt8(ascii: "\n") { line += 1 }
      case (UInt8(ascii: ","), _): try endField(endsLine: false)
      case (UInt8(ascii: "\n"), _):
        let wasQuoted = if case .closing = state { true } else { false }
        try endField(endsLine: true)
        line += 1
        if wasQuoted || fields != [""] { return CSVRecord(fields: fields, line: first) }
        fields = []
        (first, start) = (line, offset)
      case (UInt8(ascii: "\r"), .closing): break
      case (_, .closing): throw .strayQuote(file: file, line: line)
      case (_, .empty), (_, .bare):
        field.append(byte)
        state = .bare
      }
    }
    switch state {
    case .quoted(let line): throw .openQuote(file: file, line: line)
    case .empty where fields.isEmpty: return nil
    case .empty, .bare, .closing:
      try endField(endsLine: true)
      return CSVRecord(fields: fields, line: first)
    }
  }

  /// How many bytes of the file were read.
  private var offset: Int { pieceOffset + position }

  private func nextByte() throws(DataError) -> UInt8? {
    if position == piece.count {
      pieceOffset += piece.count
      piece = try stream.next()
      position = 0
      if piece.isEmpty { return nil }
    }
    defer { position += 1 }
    return piece[position]
  }
}
