import Foundation
import Synchronization

/// Ctrl-C, a request to terminate and a terminal that is gone, noted while a run without a screen goes on.
///
/// The processes of a run are in sessions of their own and would stay behind; so the run is cancelled first, and
/// only then does the program end as it was told.
enum Interruption {
  private static let arrived = Atomic<Int32>(0)

  /// Begins to note the signals.
  static func watch() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { Interruption.arrived.store($0, ordering: .relaxed) }
    }
  }

  /// Whether a signal has come.
  static var hasArrived: Bool { arrived.load(ordering: .relaxed) != 0 }

  /// The signal that came since the last call, if one did.
  static func take() -> Int32? {
    let number = arrived.exchange(0, ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Ends the program by the signal that came, if one did.
  static func obey() {
    let number = arrived.load(ordering: .relaxed)
    guard number != 0 else { return }
    signal(number, SIG_DFL)
    raise(number)
  }
}
