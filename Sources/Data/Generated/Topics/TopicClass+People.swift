/// Companies, schools, and people of three kinds.
extension TopicClass {
  static let company = TopicClass(
    name: "company",
    heads: [
      "company", "manufacturer", "retailer", "publisher", "firm", "supplier", "brewery", "cooperative",
    ],
    details: [
      "it makes {goods} and {goods} for customers in {region}.",
      "it was founded in {year} by {first} {surname} and employs {number} hundred people.",
      "its headquarters are in {town}, with {premises} in {town}.",
      "it {deal} a rival from {town} in {year}.",
      "revenue grew after it began to sell {goods} abroad.",
      "its shares have been traded since {year}.",
      "it is best known for its {goods}.",
    ],
    words: [
      "goods": [
        "furniture", "bicycles", "software", "shoes", "tractors", "paper", "glassware", "kitchen stoves",
        "paint",
        "ball bearings", "soap", "umbrellas", "sewing machines", "chocolate", "electric motors",
        "hearing aids",
        "textbooks", "pumps", "toys", "carpets", "insurance", "cement", "violins", "aircraft parts", "seeds",
      ],
      "premises": [
        "factories", "warehouses", "offices", "a mill", "workshops", "a foundry", "a laboratory", "outlets",
      ],
      "deal": [
        "bought", "merged with", "acquired", "took over", "sued", "was sold to", "licensed patents to",
      ],
    ])

  static let school = TopicClass(
    name: "school",
    heads: [
      "school", "university", "college", "academy", "high school", "institute", "conservatory", "seminary",
    ],
    details: [
      "it teaches {subject}, {subject} and {number} other subjects.",
      "about {number} hundred {learners} attend it.",
      "it was founded in {year} and moved to its present {campus} in {year}.",
      "its {staff} include {first} {surname}, who wrote about {subject}.",
      "the {campus} lies close to the center of {town}.",
      "{learners} can take {degree} in {subject}.",
      "its team plays in {color} and its choir tours {region}.",
    ],
    words: [
      "learners": [
        "students", "pupils", "undergraduates", "boarders", "apprentices", "trainees", "freshmen",
      ],
      "campus": ["campus", "building", "dormitory", "library", "quadrangle", "lecture hall", "grounds"],
      "staff": ["teachers", "professors", "alumni", "graduates", "lecturers", "deans", "tutors"],
      "degree": [
        "a degree", "a diploma", "evening classes", "a doctorate", "a certificate", "a bachelor's degree",
      ],
    ])

  static let artist = TopicClass(
    name: "artist",
    heads: [
      "painter", "singer", "musician", "sculptor", "composer", "illustrator", "novelist", "actor", "poet",
    ],
    details: [
      "early work shows {motif} in {color} and {color}.",
      "{town} holds an exhibition of {medium} every {number} years.",
      "after studies of {subject} in {town} came a first {debut} in {year}.",
      "critics praise the {medium} and the sense of {motif}.",
      "the {debut} {title} was shown in {town} in {year}.",
      "several {medium} deal with {motif}.",
    ],
    words: [
      "motif": [
        "light", "harbors", "solitude", "childhood", "horses", "winter", "dance", "memory", "circus scenes",
        "masks",
        "railway stations", "storms", "mirrors", "weddings",
      ],
      "medium": [
        "portraits", "songs", "watercolors", "etchings", "sculptures", "ballads", "engravings", "sonatas",
        "murals",
        "woodcuts", "ceramics", "collages", "lithographs", "operas", "tapestries", "verses",
      ],
      "debut": [
        "exhibition", "recital", "stage role", "gallery show", "concert", "commission", "retrospective",
      ],
    ], isPerson: true)

  static let athlete = TopicClass(
    name: "athlete",
    heads: [
      "footballer", "swimmer", "runner", "tennis player", "cyclist", "goalkeeper", "rower", "boxer", "skier",
      "gymnast",
    ],
    details: [
      "a {medal} in the {event} of {year} was the greatest success.",
      "{number} seasons with the club of {town} followed.",
      "an injury of the {joint} ended the career in {year}.",
      "training began in {town} at the age of {number}.",
      "the {medal} came after a close {event} against a rival from {town}.",
      "today {first} {surname} is the coach.",
      "the national team relied on this {strength} for {number} years.",
    ],
    words: [
      "medal": [
        "gold medal", "silver medal", "title", "bronze medal", "record", "trophy", "personal best",
        "hat-trick",
      ],
      "event": [
        "championship", "final", "marathon", "relay", "tournament", "league", "sprint", "semifinal",
        "regatta",
        "downhill", "hurdles", "butterfly", "decathlon", "playoffs", "slalom",
      ],
      "joint": ["knee", "shoulder", "ankle", "back", "hip", "elbow", "wrist", "hamstring"],
      "strength": [
        "defender", "midfielder", "captain", "left wing", "serve", "striker", "sweeper", "point guard",
      ],
    ], isPerson: true)

  static let officeHolder = TopicClass(
    name: "office holder",
    heads: [
      "politician", "mayor", "senator", "minister", "judge", "governor", "diplomat", "lawyer", "bishop",
      "councilor",
    ],
    details: [
      "first elected in {year}, {first} {surname} served {number} terms.",
      "a {law} on {policy} was passed in {year}.",
      "the {body} of {region} was led by {first} {surname} until {year}.",
      "earlier work in {town} concerned {policy} and {subject}.",
      "the {party} lost the election of {year}.",
      "a speech about {policy} is still quoted in the {body}.",
    ],
    words: [
      "law": [
        "law", "bill", "reform", "treaty", "decree", "amendment", "referendum", "ordinance", "statute",
      ],
      "policy": [
        "taxes", "pensions", "land", "fisheries", "schools", "railways", "trade", "housing", "water",
        "forests",
        "customs", "postage", "prisons", "tariffs", "suffrage",
      ],
      "body": [
        "parliament", "council", "senate", "court", "assembly", "cabinet", "chamber", "committee", "diocese",
      ],
      "party": ["party", "coalition", "opposition", "government", "movement", "faction", "caucus"],
    ], isPerson: true)
}
