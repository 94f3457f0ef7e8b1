import Foundation
import Testing

@testable import Data

@Suite struct CSVReaderTests {
  private func records(_ text: String) throws -> [CSVRecord] {
    let reader = try CSVReader(Array(text.utf8), file: "f")
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  /// The rules of RFC 4180, section 2.
  @Test func readsRecords() throws {
    #expect(try records("a,b\r\nc,d\r\n").map(\.fields) == [["a", "b"], ["c", "d"]])
    #expect(try records("a,b\nc,d").map(\.fields) == [["a", "b"], ["c", "d"]])
    #expect(
      try records("\"a\",\"b\r\nc\"\r\nd,\"e\"\"f\"").map(\.fields) == [["a", "b\r\nc"], ["d", "e\"f"]])
    #expect(try records(" a , b ").map(\.fields) == [[" a ", " b "]])
    #expect(try records(",\n,,\n").map(\.fields) == [["", ""], ["", "", ""]])
    #expect(try records("\"\"\n\"\",\"\"\"\"").map(\.fields) == [[""], ["", "\""]])
    #expect(try records("").isEmpty)
    #expect(try records("\n\r\n\n").isEmpty)
    #expect(try records("\u{FEFF}a,b").map(\.fields) == [["a", "b"]])
    #expect(try records("é,日本\n🙂").map(\.fields) == [["é", "日本"], ["🙂"]])
    #expect(try records("a\rb,c\r,d\r").map(\.fields) == [["a\rb", "c\r", "d"]])
  }

  @Test func countsLines() throws {
    #expect(try records("a\n\n\"b\nc\"\nd\n").map(\.line) == [1, 3, 5])
  }

  @Test func namesTheLineOfBrokenQuotes() throws {
    func error(_ text: String) throws -> DataError {
      try #require(throws: DataError.self) { try records(text) }
    }
    #expect(try error("a,b\n\nc,\"d\ne\nf") == .openQuote(file: "f", line: 3))
    #expect(try error("a\nb\"c\"\n") == .strayQuote(file: "f", line: 2))
    #expect(try error("a\n\"b\" c\n") == .strayQuote(file: "f", line: 2))
    #expect(try error("\"a\nb\"\"\"c") == .strayQuote(file: "f", line: 2))
  }

  @Test func namesThePlaceOfTextThatIsNotUTF8() throws {
    #expect(throws: DataError.text(file: "f", offset: 6)) {
      let reader = try CSVReader([0x61, 0x2C, 0x62, 0x0A, 0x63, 0x2C, 0xE9, 0x0A], file: "f")
      while try reader.next() != nil {}
    }
    #expect(throws: DataError.text(file: "f", offset: 3)) {
      _ = try CSVReader([0x22, 0xC3, 0xA9, 0xC3, 0x22], file: "f").next()
    }
  }

  /// Far more records than a piece of the file holds, one after another.
  @Test func streams() throws {
    let text = (0..<40_000).map { "\($0),\"text, \($0)\"\n" }.joined()
    let reader = try CSVReader(gzip(Array(text.utf8)), file: "f")
    var count = 0
    while let record = try reader.next() {
      #expect(record == CSVRecord(fields: ["\(count)", "text, \(count)"], line: count + 1))
      count += 1
    }
    #expect(count == 40_000)
  }
}
