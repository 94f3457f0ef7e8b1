import Foundation
import Synchronization

/// Writes events, one JSON object a line, to a descriptor or to a function.
public final class EventWriter: Sendable {
  private let write: @Sendable (Event) -> Void

  /// Sends events to a function.
  public init(_ write: @escaping @Sendable (Event) -> Void) {
    self.write = write
  }

  /// Sends events to a descriptor.
  ///
  /// An event that cannot be written is dropped: whoever listened is gone.
  public convenience init(descriptor: Int32) {
    let lock = Mutex(())
    self.init { event in
      guard var line = try? Wire.encode(event) else { return }
      line.append(UInt8(ascii: "\n"))
      lock.withLock { _ in writeAll(line, to: descriptor) }
    }
  }

  /// Sends one event.
  public func send(_ event: Event) {
    write(event)
  }
}

/// Writes all bytes, however many calls that takes.
private func writeAll(_ data: Foundation.Data, to descriptor: Int32) {
  data.withUnsafeBytes { buffer in
    var rest = buffer
    while let base = rest.baseAddress, !rest.isEmpty {
      let written = write(descriptor, base, rest.count)
      if written > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      } else if errno != EINTR {
        return
      }
    }
  }
}
