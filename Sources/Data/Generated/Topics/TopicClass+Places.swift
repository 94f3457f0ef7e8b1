/// Vehicles, buildings, and places.
extension TopicClass {
  static let vehicle = TopicClass(
    name: "vehicle",
    heads: [
      "ship", "locomotive", "aircraft", "car", "submarine", "motorcycle", "ferry", "tram", "bus", "glider",
    ],
    details: [
      "it was built in {town} in {year} and has {number} {engine}.",
      "it carried {cargo} between {town} and {town}.",
      "its {fitting} was {color} until {year}.",
      "{number} of the type were built before {year}.",
      "after a {mishap} in {year} it was repaired and sold.",
      "it reaches its greatest speed with a light {fitting}.",
      "the design has {number} {engine} and room for {cargo}.",
    ],
    words: [
      "engine": [
        "engines", "cylinders", "propellers", "axles", "boilers", "masts", "turbines", "gears", "wheels",
        "rotors",
        "pistons", "gun turrets",
      ],
      "cargo": [
        "passengers", "coal", "mail", "timber", "troops", "grain", "bananas", "ore", "cattle", "refugees",
      ],
      "fitting": [
        "hull", "cabin", "chassis", "deck", "fuselage", "bodywork", "cockpit", "tail", "funnel", "keel",
      ],
      "mishap": [
        "collision", "fire", "derailment", "grounding", "hard landing", "puncture", "boiler explosion",
      ],
    ])

  static let building = TopicClass(
    name: "building",
    heads: [
      "church", "building", "house", "museum", "tower", "castle", "theater", "hotel", "library", "lighthouse",
    ],
    details: [
      "it was designed by {first} {surname} and finished in {year}.",
      "its {element} is made of {material} and {color} {material}.",
      "after a fire in {year} the {element} was rebuilt.",
      "it has {number} floors and a {element} in the {style} style.",
      "it stands on the main street of {town} and is protected as a monument.",
      "visitors come for the {element} of {year}.",
      "today it houses {use}.",
    ],
    words: [
      "element": [
        "facade", "roof", "dome", "staircase", "nave", "portal", "bell tower", "courtyard", "chapel", "gable",
        "colonnade", "ballroom", "crypt", "balcony", "cupola",
      ],
      "material": [
        "brick", "stone", "marble", "timber", "concrete", "granite", "slate", "copper", "stucco", "sandstone",
      ],
      "style": [
        "baroque", "gothic", "classical", "modernist", "romanesque", "renaissance", "rococo", "brutalist",
      ],
      "use": [
        "a museum", "offices", "a library", "apartments", "the town archive", "a restaurant",
        "a music school",
      ],
    ])

  static let naturalPlace = TopicClass(
    name: "natural place",
    heads: [
      "river", "lake", "mountain", "island", "glacier", "valley", "cape", "bay", "waterfall", "volcano",
      "cave",
    ],
    details: [
      "it rises {number} hundred meters above {region}.",
      "its {water} flows toward {town} through {rock}.",
      "it is covered with {cover} and {rock}.",
      "in spring the {water} floods the {cover} around {town}.",
      "the area is a nature reserve with {cover} since {year}.",
      "a path leads over {rock} to its {crest}.",
      "geologists explain the {crest} by {rock} and ice.",
    ],
    words: [
      "water": [
        "water", "meltwater", "stream", "tributary", "current", "tide", "outflow", "spring", "estuary",
      ],
      "rock": [
        "limestone", "granite", "basalt", "gravel", "scree", "sandstone", "lava", "chalk", "slate",
        "moraines", "quartz",
      ],
      "cover": [
        "forest", "moss", "snow", "reeds", "heather", "meadows", "peat", "pine woods", "dunes", "tundra",
        "ice",
      ],
      "crest": [
        "summit", "shore", "source", "ridge", "mouth", "crater", "cliffs", "saddle", "headland", "gorge",
      ],
    ])

  static let village = TopicClass(
    name: "village",
    heads: [
      "village", "hamlet", "settlement", "parish", "small town", "municipality", "community",
      "farming village",
    ],
    details: [
      "it has about {number} hundred inhabitants, who live on {living}.",
      "it lies {number} kilometers from {town} in {region}.",
      "in the census of {year} it had {number} hundred {people}.",
      "the nearest {service} is in {town}.",
      "a {feast} is held there every {season}.",
      "{living} and {living} are its main occupations.",
      "a road and a {service} have joined it to {town} since {year}.",
    ],
    words: [
      "living": [
        "farming", "fishing", "wine", "weaving", "tourism", "sheep", "forestry", "quarrying", "beekeeping",
        "cheese",
        "orchards", "salt", "pottery", "hops",
      ],
      "people": [
        "people", "inhabitants", "residents", "households", "families", "villagers", "souls", "taxpayers",
      ],
      "service": [
        "railway station", "post office", "school", "hospital", "market", "bus stop", "pharmacy", "mill",
      ],
      "feast": [
        "fair", "market", "procession", "harvest festival", "horse race", "bonfire", "pilgrimage", "dance",
      ],
      "season": ["spring", "summer", "autumn", "winter", "May", "September", "Easter"],
    ])
}
