/// What descriptions of one class say, and the words they use.
struct TopicClass {
  /// The name of the class.
  let name: String

  /// What a thing of the class is called, in the order of how often.
  let heads: [String]

  /// Sentences about things of the class.
  let details: [String]

  /// Rules that the details use; their names differ from those of every other class.
  let words: [String: [String]]

  /// Whether its things have the names of people.
  var isPerson = false

  /// The fourteen classes, in the order of the DBPedia set.
  static let all = [
    company, school, artist, athlete, officeHolder, vehicle, building, naturalPlace, village, animal, plant,
    album,
    film, writtenWork,
  ]

  /// Rules that all classes share.
  static let shared = [
    "year": stride(from: 1881, through: 2019, by: 3).map(String.init),
    "number": ["two", "three", "four", "five", "six", "seven", "nine", "twelve", "twenty"],
    "town": joined(
      ["Vel", "Ostra", "Norr", "Kalm", "Brin", "Tor", "Hald", "Sel", "Fenn", "Ard"],
      ["mora", "vik", "hofen", "beck", "stad", "dal", "wick", "gard", "nitz", "ona"]),
    "surname": joined(
      ["Alden", "Bor", "Cast", "Dren", "Eld", "Farr", "Gol", "Hens", "Ilv", "Jar"],
      ["etti", "evic", "asson", "ault", "ovar", "erly", "ansky", "into"]),
    "first": [
      "Anna", "Tomas", "Clara", "Emil", "Ines", "Pavel", "Marta", "Oskar", "Lucia", "Henrik", "Noor", "Mateo",
      "Aiko",
      "Samuel", "Yara", "Felix",
    ],
    "title": [
      "The Glass Orchard", "Winter Harbor", "Seven Lanterns", "The Quiet Bridge", "Paper Moons",
      "A Field of Salt",
      "The Clockmaker's Garden", "Blue Tuesday", "Letters from the Lighthouse", "The Last Ferry",
      "Stone and Feather",
      "Under the Copper Roof", "Small Hours", "The River's Daughter", "Eleven Doors", "Northbound",
    ],
    "region": [
      "the northern coast", "the southern plains", "the lake district", "the eastern hills",
      "the western islands",
      "the river delta", "the high plateau", "the old border country",
    ],
    "size": ["small", "large", "well-known", "little-known", "old", "modern", "remarkable", "modest"],
    "color": ["white", "red", "yellow", "green", "blue", "brown", "gray", "purple", "golden", "black"],
    "subject": [
      "history", "music", "law", "engineering", "medicine", "botany", "painting", "economics", "astronomy",
      "theater",
      "geology", "poetry",
    ],
  ]

  /// Each beginning with each ending.
  private static func joined(_ beginnings: [String], _ endings: [String]) -> [String] {
    endings.flatMap { ending in beginnings.map { $0 + ending } }
  }
}
