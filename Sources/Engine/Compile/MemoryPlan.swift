/// Where each intermediate result of a program lies in one block of memory.
///
/// A result occupies its bytes from the step that writes it to the last step that reads it; results whose
/// lifetimes do not meet share bytes.
struct MemoryPlan: Sendable, Equatable {
  /// Bytes needed from the first step to the last, both included.
  struct Request: Sendable, Equatable {
    var bytes: Int
    var steps: ClosedRange<Int>
  }

  /// What was placed.
  let requests: [Request]

  /// Where each request begins; multiples of 64, a cache line.
  let offsets: [Int]

  /// The size of the whole block.
  let byteCount: Int

  /// Places requests, large ones first, each into the smallest gap that holds it (best fit).
  init(_ requests: [Request]) {
    var offsets = [Int](repeating: 0, count: requests.count)
    var placed: [(place: Range<Int>, steps: ClosedRange<Int>)] = []
    var end = 0
    let largestFirst = requests.indices.sorted {
      (requests[$1].bytes, $0) < (requests[$0].bytes, $1)
    }
    for index in largestFirst {
      let size = (requests[index].bytes + 63) / 64 * 64
      let occupied = placed.filter { $0.steps.overlaps(requests[index].steps) }
        .map(\.place).sorted { $0.lowerBound < $1.lowerBound }
      var best: (offset: Int, gap: Int)?
      var free = 0
      for place in occupied {
        let gap = place.lowerBound - free
        if gap >= size, gap < best?.gap ?? .max { best = (free, gap) }
        free = max(free, place.upperBound)
      }
      offsets[index] = best?.offset ?? free
      placed.append((offsets[index]..<offsets[index] + size, requests[index].steps))
      end = max(end, offsets[index] + size)
    }
    self.requests = requests
    self.offsets = offsets
    byteCount = end
  }
}
