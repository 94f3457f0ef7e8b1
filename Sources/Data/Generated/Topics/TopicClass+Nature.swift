/// Animals and plants.
extension TopicClass {
  static let animal = TopicClass(
    name: "animal",
    heads: [
      "beetle", "moth", "fish", "bird", "frog", "snail", "spider", "lizard", "bat", "butterfly", "rodent",
      "crab", "wasp",
    ],
    details: [
      "it feeds on {food} and lives in {habitat} of {region}.",
      "its {limb} are {color} with {color} spots.",
      "adults have {limb} of {number} millimeters.",
      "the {young} hatch in {habitat} after {number} weeks.",
      "males defend a territory in {habitat} and call at {time}.",
      "it was described in {year} from a specimen caught near {town}.",
      "it hunts {food} at {time}.",
    ],
    words: [
      "food": [
        "insects", "seeds", "small fish", "nectar", "worms", "plankton", "leaves", "algae", "fruit", "mice",
        "larvae",
        "mosquitoes", "bark", "pollen", "carrion",
      ],
      "limb": [
        "wings", "legs", "fins", "feathers", "antennae", "claws", "eyes", "tails", "scales", "jaws", "shells",
      ],
      "young": [
        "eggs", "larvae", "chicks", "caterpillars", "tadpoles", "nymphs", "fry", "hatchlings", "pupae",
      ],
      "habitat": [
        "forests", "rivers", "grassland", "reefs", "caves", "marshes", "ponds", "deserts", "meadows",
        "mangroves", "reeds",
      ],
      "time": ["night", "dusk", "dawn", "noon", "low tide", "full moon"],
    ])

  static let plant = TopicClass(
    name: "plant",
    heads: [
      "shrub", "tree", "herb", "grass", "orchid", "fern", "flowering plant", "vine", "moss", "cactus", "palm",
      "lily",
    ],
    details: [
      "its {organ} are {color} and appear in {month}.",
      "it grows on {soil} in {habitat2} of {region}.",
      "the {organ} are used for {purpose}.",
      "it reaches a height of {number} meters on {soil}.",
      "{organ} of {number} centimeters grow along the {axis}.",
      "it was described in {year} from {organ} collected near {town}.",
      "bees visit its {organ}, and the {axis} yields {purpose}.",
    ],
    words: [
      "organ": [
        "flowers", "leaves", "berries", "seeds", "petals", "fronds", "needles", "pods", "cones", "catkins",
        "tubers",
        "blossoms", "spines", "bracts", "sepals", "nuts",
      ],
      "soil": [
        "sand", "limestone", "clay", "peat", "rocky slopes", "gravel", "loam", "chalk", "serpentine", "humus",
      ],
      "habitat2": [
        "forests", "meadows", "dunes", "scrub", "marshes", "grassland", "ravines", "hedges", "heaths",
      ],
      "purpose": [
        "tea", "dye", "medicine", "timber", "oil", "baskets", "spice", "ornament", "resin", "fodder",
        "perfume",
      ],
      "axis": ["stem", "trunk", "branches", "root", "twigs", "rhizome", "bark", "stalk"],
      "month": ["April", "May", "June", "early spring", "July", "August", "autumn", "the rainy season"],
    ])
}
