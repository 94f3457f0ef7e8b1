/// What one class of news writes about.
struct NewsDesk {
  /// The name of the class.
  let name: String

  /// For each of `kinds`, words in the order of how often they come.
  let things: [[String]]

  /// The kinds of things.
  static let kinds = ["person", "paper", "place", "machine"]

  /// For each of `kinds`, what can be said of it and of no other.
  static let predicates = [
    ["smiled at everybody", "laughed out loud", "whistled on the stairs", "blushed twice"],
    ["lacked its last page", "bore three signatures", "listed every name", "contradicted its own title"],
    [
      "opened its doors at noon", "closed for the night", "smelled of fresh paint",
      "welcomed its millionth visitor",
    ],
    ["hummed all night", "overheated after lunch", "rattled like a drum", "needed a new battery"],
  ]

  /// The four desks.
  static let all = [world, sports, business, science]

  private static let world = NewsDesk(
    name: "world",
    things: [
      ["minister", "ambassador", "general", "envoy"], ["treaty", "visa", "decree", "constitution"],
      ["parliament", "embassy", "palace", "border post"],
      ["tank", "warship", "helicopter", "voting machine"],
    ])

  private static let sports = NewsDesk(
    name: "sports",
    things: [
      ["striker", "goalkeeper", "swimmer", "referee"],
      ["scorecard", "rulebook", "team sheet", "match report"],
      ["stadium", "velodrome", "clubhouse", "ice rink"],
      ["scoreboard", "stopwatch", "floodlight", "racing car"],
    ])

  private static let business = NewsDesk(
    name: "business",
    things: [
      ["banker", "trader", "accountant", "shareholder"], ["invoice", "receipt", "prospectus", "price list"],
      ["factory", "supermarket", "warehouse", "shipyard"],
      ["forklift", "cash register", "crane", "conveyor belt"],
    ])

  private static let science = NewsDesk(
    name: "science",
    things: [
      ["chemist", "astronomer", "biologist", "physicist"],
      ["patent", "manuscript", "star chart", "data sheet"],
      ["laboratory", "observatory", "greenhouse", "reactor"],
      ["telescope", "microscope", "robot", "satellite"],
    ])
}
