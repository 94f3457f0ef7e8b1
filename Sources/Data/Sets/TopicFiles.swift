import Foundation

/// Short texts and their topics, in the CSV files of Zhang, Zhao and LeCun, "Character-level convolutional networks for
/// text classification" (2015): AG News and DBPedia.
///
/// The folder holds `train.csv` and `test.csv`, each plain or with `.gz` at its end. A record is the number of the class,
/// from 1, a title and a description.
public struct TopicFiles: Sendable {
  /// The names of the classes, in their order.
  public let classNames: [String]

  private let folder: DataFolder

  /// AG News: articles in 4 classes, 120,000 to train with and 7,600 to test with.
  public static func agNews(in folder: URL) -> TopicFiles {
    TopicFiles(classNames: ["World", "Sports", "Business", "Sci/Tech"], folder: DataFolder(folder))
  }

  /// DBPedia: beginnings of encyclopedia articles in 14 classes, 560,000 to train with and 70,000 to test with.
  public static func dbpedia(in folder: URL) -> TopicFiles {
    let names = [
      "Company", "EducationalInstitution", "Artist", "Athlete", "OfficeHolder", "MeanOfTransportation",
      "Building",
      "NaturalPlace", "Village", "Animal", "Plant", "Album", "Film", "WrittenWork",
    ]
    return TopicFiles(classNames: names, folder: DataFolder(folder))
  }

  /// The texts of a part in the order of its file, which is read as they are asked for.
  ///
  /// - Parameter part: the training or the test data; there is no file for validation.
  /// - Throws: `DataError` for a file that is missing; the reader throws for records that cannot be used.
  public func examples(_ part: Part) throws(DataError) -> ExampleReader<LabeledText> {
    let name = "\(part.rawValue).csv"
    let reader = try CSVReader(contentsOf: folder.first(of: [name, name + ".gz"]))
    let classes = classNames.count
    return ExampleReader { () throws(DataError) in
      try reader.next().map { record throws(DataError) in
        try Self.example(record, file: reader.file, classes: classes)
      }
    }
  }

  private static func example(
    _ record: CSVRecord, file: String, classes: Int
  ) throws(DataError) -> LabeledText {
    guard record.fields.count == 3 else {
      throw .fields(file: file, line: record.line, expected: 3, actual: record.fields.count)
    }
    guard let number = Int(record.fields[0]), (1...classes).contains(number) else {
      throw .classNumber(file: file, line: record.line, text: record.fields[0], classes: classes)
    }
    // These files write a line end inside a text as a backslash and an n.
    let text = (record.fields[1] + " " + record.fields[2]).replacing("\\n", with: " ")
    return LabeledText(text: text, label: number - 1)
  }
}
