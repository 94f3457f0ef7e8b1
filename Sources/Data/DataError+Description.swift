extension DataError {
  /// What is wrong with which file, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file):
      "\(file): cannot be read. Check the path; codelab runs in its package folder, where lost files come back "
        + "with: git checkout Datasets"
    case .magic(let file, let expected):
      "\(file): this is not \(expected). Check that it is the right file."
    case .byteOrder(let file, let expected):
      "\(file): its numbers have their bytes in the wrong order. Write it again as \(expected)."
    case .size(let file, let shape):
      "\(file): it announces the shape \(shape), which no dataset here has. Get the file again."
    case .tooLarge(let file, let limit):
      "\(file): it holds more than \(limit) bytes, which no such file needs. Get it again, or split it."
    case .truncated(let file, let expected, let actual):
      "\(file): it ends after \(actual) of \(expected) bytes. Get the file again."
    case .trailingBytes(let file, let offset):
      "\(file): bytes follow the last element, from offset \(offset) on. Get the file again."
    case .compression(let file, let offset):
      "\(file): the compressed bytes are damaged or cut off near offset \(offset). Get the file again."
    case .text(let file, let offset):
      "\(file): the text at offset \(offset) is not UTF-8. Convert it, for example: iconv -f latin1 -t utf8"
    case .openQuote(let file, let line):
      "\(file):\(line): a quoted field begins here and never ends. Close it with a quotation mark."
    case .strayQuote(let file, let line):
      "\(file):\(line): a quotation mark where none can stand. "
        + "Quote the whole field, and double the marks inside it."
    case .longRecord(let file, let line, let limit):
      "\(file):\(line): this record has more than \(limit) bytes. Look for a quotation mark that is missing."
    case .fields(let file, let line, let expected, let actual):
      "\(file):\(line): \(actual) fields, not \(expected). Look for commas outside quotation marks."
    case .classNumber(let file, let line, let text, let classes):
      "\(file):\(line): \"\(text.prefix(40))\" is not a class from 1 to \(classes). Check the first field."
    case .chunk(let file, let offset, let name, let length, let left):
      "\(file): the chunk \"\(name)\" at offset \(offset) announces \(length) bytes, but \(left) are left. "
        + "Get the file again."
    case .missingChunk(let file, let name):
      "\(file): the chunk \"\(name)\" is missing or stands in the wrong place. Write the file again."
    case .encoding(let file, let offset, let found, let supported):
      "\(file): \(found) at offset \(offset) is not read here. Convert the file to \(supported)."
    case .number(let file, let offset, let meaning):
      "\(file): at offset \(offset) there should be \(meaning). Write the file again."
    case .sample(let file, let offset, let value, let maximum):
      "\(file): the sample \(value) at offset \(offset) is above the file's own maximum, \(maximum). "
        + "Write the file again."
    case .checksum(let file, let offset, let name):
      "\(file): the part \"\(name)\" at offset \(offset) is damaged. Get the file again."
    case .archive(let file, let offset, let problem):
      "\(file): at byte \(offset) of the unpacked archive, \(problem). Get the file again."
    case .outsideFolder(let file, let folder):
      "\(file): this leads out of \(folder). Put the file itself into the folder."
    case .noExamples(let folder, let expected):
      "\(folder): there is no \(expected) in it. Check the path and the layout of the folder."
    case .line(let file, let line, let expected):
      "\(file):\(line): there should be \(expected). Get the list again."
    case .jpeg(let file, let problem):
      "\(file): the JPEG file cannot be decoded: \(problem). Get the file again, or convert it to .png."
    case .noJPEGLibrary(let file):
      "\(file): to read JPEG, install libturbojpeg (Debian: libturbojpeg0; Ubuntu: libturbojpeg; Fedora: turbojpeg; "
        + "macOS: brew install jpeg-turbo), or convert the images, for example: mogrify -format ppm *.jpg"
    case .counts(let file, let images, let labels):
      "\(file): \(labels) labels for \(images) images. The two files do not belong together; get both again."
    case .label(let file, let position, let label, let classes):
      "\(file): label \(label) at position \(position) is not in 0..<\(classes). Get the file again."
    case .imageSize(let file, let expected, let actual):
      "\(file): images of \(actual), not \(expected). Get the file again."
    }
  }
}
