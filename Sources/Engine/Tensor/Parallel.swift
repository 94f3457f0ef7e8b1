import CKernels
import Foundation

/// On how many threads training and operations on tensors run; at first one for each processor, or as many as the
/// environment variable `CODELAB_THREADS` says.
///
/// Results do not depend on it. What runs already keeps its threads; numbers outside 1...64 become the nearest one.
public var threadCount: Int {
  get {
    _ = configuredThreads
    return Int(ck_thread_count())
  }
  set {
    _ = configuredThreads
    ck_set_thread_count(Int32(min(max(newValue, 1), 64)))
  }
}

/// Calls `body` for each index in `0..<count`, on several threads, and returns when all calls have returned.
///
/// Each call must write only what its index owns. How indices are dealt to threads is not defined; results
/// that depend only on the index are therefore the same for any number of threads.
func parallelFor(_ count: Int, _ body: (Int) -> Void) {
  _ = configuredThreads
  withoutActuallyEscaping(body) { body in
    withUnsafePointer(to: Job(body: body)) { job in
      ck_parallel_for(
        Int64(count), { job, index in job!.load(as: Job.self).body(Int(index)) },
        UnsafeMutableRawPointer(mutating: job))
    }
  }
}

/// A closure where a C function can pass its address on.
private struct Job {
  let body: (Int) -> Void
}

/// The number of threads that `CODELAB_THREADS` asks for, read once; without it, one for each processor.
private let configuredThreads: Int32 = {
  if let text = ProcessInfo.processInfo.environment["CODELAB_THREADS"], let count = Int32(text), count > 0 {
    ck_set_thread_count(count)
  }
  return ck_thread_count()
}()
