import Foundation

/// Sleeps until a descriptor is ready or a time of ``monotonicSeconds()`` has come.
func wait(reading: [Int32], writing: [Int32], until deadline: Double) {
  var descriptors = reading.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  descriptors += writing.map { pollfd(fd: $0, events: Int16(POLLOUT), revents: 0) }
  let seconds = max(0, deadline - monotonicSeconds())
  poll(&descriptors, nfds_t(descriptors.count), Int32(min(seconds * 1000 + 1, 60_000)))
}
