/// Why data cannot be used; each case names the file, and where it can, the place in it.
///
/// Offsets count bytes from 0, in a compressed file those of the unpacked content if not said otherwise. Lines count
/// from 1.
public enum DataError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not there or cannot be read.
  case unreadable(file: String)

  /// The file does not begin as the format does.
  case magic(file: String, expected: String)

  /// The numbers of the file have their bytes the other way round.
  case byteOrder(file: String, expected: String)

  /// The file announces an extent that is zero or absurd.
  case size(file: String, shape: [Int])

  /// The file, unpacked if it was packed, holds more bytes than one of its kind may.
  case tooLarge(file: String, limit: Int)

  /// The file ends too early.
  case truncated(file: String, expected: Int, actual: Int)

  /// Bytes follow the last element, from `offset` on.
  case trailingBytes(file: String, offset: Int)

  /// The compressed bytes are damaged or end too early; `offset` is of the packed file.
  case compression(file: String, offset: Int)

  /// Text that is not UTF-8.
  case text(file: String, offset: Int)

  /// A quoted field that begins in `line` never ends.
  case openQuote(file: String, line: Int)

  /// A quotation mark inside a field, or something between a closing one and the next comma.
  case strayQuote(file: String, line: Int)

  /// A record that is longer than any real one.
  case longRecord(file: String, line: Int, limit: Int)

  /// A record with too few or too many fields.
  case fields(file: String, line: Int, expected: Int, actual: Int)

  /// A field that should be the number of a class.
  case classNumber(file: String, line: Int, text: String, classes: Int)

  /// A chunk that announces more bytes than the file has.
  case chunk(file: String, offset: Int, name: String, length: Int, left: Int)

  /// A chunk that must be there is not, or comes too late.
  case missingChunk(file: String, name: String)

  /// A way to store samples that is not read here.
  case encoding(file: String, offset: Int, found: String, supported: String)

  /// Something other than the number that belongs there.
  case number(file: String, offset: Int, meaning: String)

  /// A sample above the maximum that the file itself states.
  case sample(file: String, offset: Int, value: Int, maximum: Int)

  /// A part of the file does not have the checksum stored with it.
  case checksum(file: String, offset: Int, name: String)

  /// An archive that is damaged, or has an entry that must not be unpacked; `offset` is of the unpacked archive.
  case archive(file: String, offset: Int, problem: String)

  /// A path, or a link, that leads out of the folder of the data.
  case outsideFolder(file: String, folder: String)

  /// A folder without any example of the kind that is read from it.
  case noExamples(folder: String, expected: String)

  /// A line of a list that does not have the form it should.
  case line(file: String, line: Int, expected: String)

  /// A JPEG file that cannot be decoded.
  case jpeg(file: String, problem: String)

  /// A JPEG file on a machine without libturbojpeg.
  case noJPEGLibrary(file: String)

  /// There are not as many labels as images.
  case counts(file: String, images: Int, labels: Int)

  /// A label outside the classes.
  case label(file: String, position: Int, label: Int, classes: Int)

  /// Images of another size than the dataset has.
  case imageSize(file: String, expected: [Int], actual: [Int])
}
