/// Albums, films and books.
extension TopicClass {
  static let album = TopicClass(
    name: "album",
    heads: [
      "album", "record", "live album", "soundtrack", "compilation", "debut album", "single",
      "collection of songs",
    ],
    details: [
      "it has {number} {tracks} with {instrument} and {instrument}.",
      "it was recorded in {town} in {year} by a {band}.",
      "the {band} of {first} {surname} mixes {genre} and {genre}.",
      "a {label} released it in {year} in a {color} sleeve.",
      "critics liked the {instrument} and the {tracks} about winter.",
      "it reached the charts in {year} with a {genre} tune.",
      "the {tracks} were written on tour.",
    ],
    words: [
      "tracks": [
        "songs", "tracks", "ballads", "duets", "pieces", "remixes", "lullabies", "covers", "instrumentals",
      ],
      "instrument": [
        "guitars", "piano", "drums", "strings", "synthesizers", "brass", "a choir", "accordion", "flute",
        "double bass",
        "banjo", "harp", "organ", "saxophone", "mandolin", "percussion",
      ],
      "band": ["band", "quartet", "duo", "orchestra", "trio", "group", "singer", "ensemble", "choir"],
      "genre": [
        "rock", "jazz", "folk", "pop", "soul", "blues", "country", "hip hop", "punk", "reggae", "tango",
        "ska",
      ],
      "label": ["small label", "large label", "record label", "studio", "radio station", "record club"],
    ])

  static let film = TopicClass(
    name: "film",
    heads: [
      "film", "drama", "comedy", "thriller", "documentary", "silent film", "western", "musical",
      "horror film",
    ],
    details: [
      "it was directed by {first} {surname} and stars {first} {surname}.",
      "the story follows {hero} who {trouble}.",
      "it was shot in {town} with {number} {crew}.",
      "it won a prize for its {craft} at the festival of {town}.",
      "{hero} {trouble} in {region}.",
      "the {craft} took {number} months and the premiere was in {year}.",
      "{title} is its sequel, released in {year}.",
    ],
    words: [
      "hero": [
        "a detective", "a widow", "a young doctor", "two brothers", "a thief", "a lonely sailor",
        "a schoolteacher",
        "a spy", "a clown", "a runaway", "a nurse", "a locksmith", "a stowaway",
      ],
      "trouble": [
        "lost a fortune", "fell in love", "came home after the war", "found a suitcase",
        "missed the last train",
        "took a false name", "saw a murder", "inherited a circus", "could not sleep",
        "crossed the border on foot",
      ],
      "craft": [
        "editing", "screenplay", "camera work", "score", "lighting", "costumes", "animation",
        "special effects",
      ],
      "crew": ["actors", "cameras", "extras", "stunt riders", "reels", "sets", "projectors", "puppets"],
    ])

  static let writtenWork = TopicClass(
    name: "written work",
    heads: [
      "novel", "book", "magazine", "newspaper", "poem", "short story", "play", "journal", "memoir",
      "textbook",
    ],
    details: [
      "it was written by {first} {surname} and published in {year}.",
      "its {pages} deal with {theme} and {theme}.",
      "the narrator is {hero2} from {town}.",
      "it appeared in {number} {pages} and was translated into {number} languages.",
      "readers praised its {quality} and its {theme}.",
      "an {edition} with {pages} on {theme} followed in {year}.",
      "{title} is the second part of the series.",
    ],
    words: [
      "pages": [
        "chapters", "pages", "volumes", "essays", "stanzas", "letters", "issues", "footnotes", "acts",
        "columns",
      ],
      "theme": [
        "love", "exile", "the sea", "family secrets", "war", "friendship", "gardening", "philosophy",
        "ghosts", "travel",
        "old age", "chess", "the harvest", "justice", "dreams",
      ],
      "hero2": [
        "an orphan", "a widow", "a doctor", "a monk", "a librarian", "a talking cat", "a soldier",
        "a gravedigger",
      ],
      "quality": [
        "prose", "humor", "plot", "irony", "suspense", "style", "dialogue", "rhyme", "accuracy", "wit",
      ],
      "edition": [
        "edition", "annotated edition", "abridged edition", "anthology", "illustrated edition", "appendix",
      ],
    ])
}
