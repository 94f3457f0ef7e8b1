/// What a review is about: the words for it, in the order of how often they come.
struct ReviewSubject {
  /// What the whole is called.
  let whole: [String]

  /// Parts of it that can be good or bad.
  let parts: [String]

  /// Other parts, so that two in one sentence differ.
  let features: [String]

  /// Praise; what fits every subject is in `praise`.
  let good: [String]

  /// Blame; what fits every subject is in `blame`.
  let poor: [String]

  /// Sentences without an opinion.
  let remarks: [String]

  /// Praise that fits every subject.
  static let praise = [
    "good", "great", "wonderful", "excellent", "lovely", "charming", "impressive", "delightful", "superb",
    "memorable", "fine", "splendid", "brilliant", "remarkable", "pleasant", "graceful", "refreshing",
    "inspired",
    "polished", "joyful", "flawless", "uplifting", "magical", "exquisite",
  ]

  /// Blame that fits every subject.
  static let blame = [
    "bad", "terrible", "disappointing", "awful", "poor", "dreadful", "dull", "mediocre", "forgettable",
    "sloppy",
    "clumsy", "unpleasant", "dreary", "careless", "tired", "lifeless", "tiresome", "joyless", "shoddy",
    "hopeless",
    "feeble", "dismal", "unbearable", "amateurish",
  ]

  /// What the reviews are about.
  static let all = [film, dinner, hotel, novel, concert]

  private static let film = ReviewSubject(
    whole: ["film", "movie", "comedy", "thriller", "picture"],
    parts: ["acting", "plot", "ending", "dialogue", "camera work"],
    features: ["music", "editing", "opening scene", "supporting cast", "costume design"],
    good: ["funny", "gripping", "clever", "moving", "stylish", "well paced"],
    poor: ["boring", "predictable", "slow", "confusing", "noisy", "shallow"],
    remarks: [
      "We saw it {when} {company}.",
      "It runs for about two hours and is set in {town}.",
      "It follows {someone} who moves to {town}.",
      "The cinema was about half full {when}.",
      "There is a short scene after the credits.",
      "It was shown with subtitles in a small room upstairs.",
    ])

  private static let dinner = ReviewSubject(
    whole: ["dinner", "meal", "lunch", "restaurant", "kitchen"],
    parts: ["soup", "service", "bread", "fish", "sauce"],
    features: ["dessert", "salad", "coffee", "cheese", "wine list"],
    good: ["delicious", "tasty", "fragrant", "inviting", "generous", "well seasoned"],
    poor: ["bland", "greasy", "soggy", "stale", "watery", "overpriced"],
    remarks: [
      "We had booked a table for {number} {when}.",
      "I came here {when} {company}.",
      "The menu changes every {number} weeks.",
      "The dining room looks out over {place}.",
      "We ordered {number} courses and shared them.",
      "The cook used to work in {town}.",
    ])

  private static let hotel = ReviewSubject(
    whole: ["hotel", "stay", "inn", "guest house", "lodge"],
    parts: ["room", "breakfast", "bed", "view", "reception desk"],
    features: ["bathroom", "lobby", "pool", "garden", "heating"],
    good: ["comfortable", "spotless", "quiet", "cozy", "spacious", "welcoming"],
    poor: ["dirty", "cramped", "damp", "drafty", "musty", "run down"],
    remarks: [
      "We stayed for {number} nights {company}.",
      "I arrived {when} with one suitcase.",
      "It stands next to {place}.",
      "The train station is {number} minutes away on foot.",
      "Our room was on the floor above the library.",
      "We had come to see {place}.",
    ])

  private static let novel = ReviewSubject(
    whole: ["novel", "book", "story", "mystery", "tale"],
    parts: ["plot", "style", "first chapter", "hero", "narrator"],
    features: ["ending", "dialogue", "prose", "setting", "translation"],
    good: ["absorbing", "vivid", "witty", "original", "subtle", "tender"],
    poor: ["wooden", "long-winded", "muddled", "stiff", "repetitive", "contrived"],
    remarks: [
      "I read it {when} on the train.",
      "It tells of {someone} who inherits a house in {town}.",
      "It is the author's {ordinal} book and the first that I have read.",
      "A friend lent it to me {when}.",
      "There are {number} maps and a list of characters at the back.",
      "Most of it takes place in {town}.",
    ])

  private static let concert = ReviewSubject(
    whole: ["concert", "evening", "performance", "show", "recital"],
    parts: ["orchestra", "singer", "sound", "encore", "pianist"],
    features: ["choir", "lighting", "drummer", "opening act", "string section"],
    good: ["thrilling", "radiant", "spirited", "precise", "soulful", "dazzling"],
    poor: ["flat", "ragged", "shrill", "muddy", "sleepy", "out of tune"],
    remarks: [
      "We went {when} {company}.",
      "The hall stands near {place} and holds about {number} hundred people.",
      "They played {number} pieces before the break.",
      "We sat in the {ordinal} row on the left.",
      "The program had been printed on yellow paper.",
      "It began at eight and ended well before eleven.",
    ])

  /// The words that every subject's remarks use.
  static let shared = [
    "when": [
      "last week", "on a rainy Sunday", "on Friday night", "in early spring", "on my birthday",
      "over the holidays",
      "on a weekday", "in October", "on the first warm evening of the year",
    ],
    "company": [
      "with two friends", "with my sister", "with my parents", "on my own", "with the whole family",
      "with colleagues from work", "with my neighbor", "with a group of students",
    ],
    "number": ["two", "three", "four", "five", "six", "seven", "eight"],
    "ordinal": ["second", "third", "fourth", "fifth", "sixth"],
    "place": [
      "the old harbor", "the market square", "the botanical garden", "the river", "the university",
      "the city wall", "the museum", "a small park",
    ],
    "town": [
      "a small town by the sea", "a village in the hills", "a large port", "the far north",
      "an old mining town",
      "a mountain valley",
    ],
    "someone": [
      "a young doctor", "a retired sailor", "a piano teacher", "a young actor", "a clockmaker", "a widow",
      "an engineer", "a shy student",
    ],
  ]
}
