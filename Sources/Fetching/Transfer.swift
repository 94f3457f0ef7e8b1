import CTransfer
import Foundation

/// One request over HTTP, whose answer comes in pieces to the thread that asked.
///
/// The proxy is taken from `HTTPS_PROXY`, `https_proxy`, `http_proxy` and `NO_PROXY` by libcurl.
enum Transfer {
  /// How often a server may lead on.
  static let redirectionLimit = 20

  /// Sends a request and waits for its end.
  ///
  /// - Parameters:
  ///   - url: where to; a server may lead on from there.
  ///   - fields: lines for the header of the request.
  ///   - timeout: seconds without news after which it fails.
  ///   - isCancelled: asked several times a second.
  ///   - onResponse: gets the answer without its body; the body comes only if it returns true.
  ///   - onBytes: gets the body, piece by piece.
  static func run(
    _ url: URL, fields: [String], timeout: Double, isCancelled: () -> Bool,
    onResponse: (Response) throws(FetchError) -> Bool,
    onBytes: (UnsafeRawBufferPointer) throws(FetchError) -> Void
  ) throws(FetchError) {
    guard let library = HTTPLibrary.installed else { throw .noLibrary }
    var address = url
    for _ in 0...redirectionLimit {
      let target = try exchange(
        library, address, fields: fields, timeout: timeout, isCancelled: isCancelled, onResponse: onResponse,
        onBytes: onBytes)
      guard let target else { return }
      address = target
    }
    throw .answer(url: url.absoluteString, problem: "the server leads on more than \(redirectionLimit) times")
  }

  /// Sends one request; returns where the server leads instead of answering, if it does.
  private static func exchange(
    _ library: HTTPLibrary, _ url: URL, fields: [String], timeout: Double, isCancelled: () -> Bool,
    onResponse: (Response) throws(FetchError) -> Bool,
    onBytes: (UnsafeRawBufferPointer) throws(FetchError) -> Void
  ) throws(FetchError) -> URL? {
    let address = url.absoluteString
    guard let transfer = ctr_open(library.handle, address) else {
      throw .network(url: address, reason: "libcurl cannot start")
    }
    defer { ctr_close(transfer) }
    guard fields.allSatisfy({ ctr_add_field(transfer, $0) }) else {
      throw .network(url: address, reason: "no memory is left")
    }
    // A machine that sleeps does not wait.
    let clock = SuspendingClock()
    var lastNews = clock.now
    while true {
      if isCancelled() { throw .cancelled }
      let event = ctr_next(transfer)
      let bytes = UnsafeRawBufferPointer(start: event.bytes, count: event.count)
      switch event.kind {
      case CTR_HEADER:
        guard let response = Response(header: String(decoding: bytes, as: UTF8.self)) else {
          throw .answer(url: address, problem: "the server's answer has no status")
        }
        // 1xx: the answer is yet to come.
        guard response.status >= 200 else { break }
        if let target = try response.target(from: url) { return target }
        guard try onResponse(response) else { return nil }
      case CTR_BODY: try onBytes(bytes)
      case CTR_END:
        guard event.code == 0 else {
          let reason = String(decoding: bytes, as: UTF8.self)
          throw FetchError(code: event.code, reason: reason, url: address, timeout: timeout)
        }
        return nil
      default:
        guard clock.now - lastNews < .seconds(timeout) else { throw .stalled(url: address, seconds: timeout) }
        continue
      }
      lastNews = clock.now
    }
  }
}

extension FetchError {
  /// What an error of libcurl (https://curl.se/libcurl/c/libcurl-errors.html) means here.
  init(code: Int32, reason: String, url: String, timeout: Double) {
    let (noProxy, noHost, noConnection, isLate): (Int32, Int32, Int32, Int32) = (5, 6, 7, 28)
    self =
      switch code {
      case noProxy, noHost, noConnection: .offline(url: url, reason: reason)
      case isLate: .stalled(url: url, seconds: timeout)
      default: .network(url: url, reason: reason)
      }
  }
}
