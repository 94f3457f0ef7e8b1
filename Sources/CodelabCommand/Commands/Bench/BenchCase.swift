import Codelab
import Foundation

/// One thing that is timed, here and by the peers.
struct BenchCase {
  /// The name, unique and for people: network, what is done, threads.
  var name: String
  /// The kernels it runs on.
  var instructions = InstructionSet.current
  /// What the peers are asked to time; nil where there is nothing to compare.
  var request: PeerProcess.Request?
  /// What the ratio to the best peer should not exceed.
  var target: Double?
  /// Makes what is timed, and gives a function that times it.
  var prepare: () throws -> Timing

  /// Seconds of single runs: as many as asked, or fewer when the seconds are up.
  typealias Timing = (_ samples: Int, _ seconds: Double) throws -> [Double]
}

extension BenchCase {
  /// How often everybody has a turn.
  static let rounds = 5
  /// How long a turn may last, in seconds.
  static let seconds = 0.4

  /// Times the case in rounds, in turn with the peers, so that a slow moment of the machine meets all of them.
  func measure(samples: Int, peers: PeerProcess?) throws -> BenchReport.Row {
    let timing = try prepare()
    let share = (samples + Self.rounds - 1) / Self.rounds
    let names = peers?.greeting.peers.keys.sorted() ?? []
    var own: [Double] = []
    var theirs = names.map { BenchReport.PeerResult(name: $0) }
    var times = names.map { _ in [Double]() }
    for _ in 0..<Self.rounds {
      own += try timing(share, Self.seconds)
      guard let peers, var request else { continue }
      request.samples = share
      request.seconds = Self.seconds
      for index in names.indices where theirs[index].missing == nil {
        request.peer = names[index]
        let answer = try peers.ask(request)
        times[index] += answer.samples ?? []
        theirs[index].setting = answer.setting
        theirs[index].missing = answer.missing
      }
    }
    for index in names.indices where !times[index].isEmpty {
      theirs[index].times = BenchReport.Times(Latency(samples: times[index]))
    }
    return BenchReport.Row(
      name: name, kernels: instructions.rawValue, times: BenchReport.Times(Latency(samples: own)),
      peers: request == nil || peers == nil ? nil : theirs, target: target)
  }

  /// Times calls of a function with the machine's monotonic clock.
  static func timed(_ samples: Int, _ seconds: Double, _ body: () -> Void) -> [Double] {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    var times: [Double] = []
    times.reserveCapacity(samples)
    while times.count < samples, times.count < 3 || clock.now < end {
      let start = clock.now
      body()
      times.append(start.duration(to: clock.now) / .seconds(1))
    }
    return times
  }
}
