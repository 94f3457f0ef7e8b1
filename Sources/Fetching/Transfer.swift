import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request over HTTP, whose answer comes in pieces to the thread that asked.
///
/// The proxy is taken from `HTTPS_PROXY`, `https_proxy` and `NO_PROXY` by the system's own library.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
  /// What the server says before it sends the body.
  struct Response {
    let status: Int
    /// Bytes of the body, if announced.
    let length: Int?
    /// The range that the body is of, as in `bytes 10-19/20`.
    let contentRange: String?
    /// What tells one version of the file from another: a strong entity tag, or else the date.
    let validator: String?
  }

  private enum Event: Sendable {
    case response(HTTPURLResponse)
    case bytes(Data)
    case redirect(URL)
    case end((any Error)?)
  }

  private let events = Mutex<[Event]>([])
  private let news = DispatchSemaphore(value: 0)

  /// Sends a request and waits for its end.
  ///
  /// - Parameters:
  ///   - timeout: seconds without news after which it fails.
  ///   - isCancelled: asked several times a second.
  ///   - onResponse: gets the answer without its body; the body comes only if it returns true.
  ///   - onBytes: gets the body, piece by piece.
  static func run(
    _ request: URLRequest, timeout: Double, isCancelled: () -> Bool,
    onResponse: (Response) throws(FetchError) -> Bool, onBytes: (Data) throws(FetchError) -> Void
  ) throws(FetchError) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    let transfer = Transfer()
    let session = URLSession(configuration: configuration, delegate: transfer, delegateQueue: nil)
    defer { session.invalidateAndCancel() }
    session.dataTask(with: request).resume()
    let url = request.url!.absoluteString
    while true {
      if isCancelled() { throw .cancelled }
      guard transfer.news.wait(timeout: .now() + 0.1) == .success else { continue }
      switch transfer.events.withLock({ $0.removeFirst() }) {
      case .response(let response):
        guard try onResponse(Response(response)) else { return }
      case .bytes(let data): try onBytes(data)
      case .redirect(let target):
        if request.url?.scheme == "https", target.scheme != "https" {
          throw .insecureRedirect(url: target.absoluteString)
        }
      case .end(let error):
        if let error { throw Self.explained(error, url: url, timeout: timeout) }
        return
      }
    }
  }

  private func send(_ event: Event) {
    events.withLock { $0.append(event) }
    news.signal()
  }

  private static func explained(_ error: any Error, url: String, timeout: Double) -> FetchError {
    let reason = (error as NSError).localizedDescription
    return switch (error as? URLError)?.code {
    case .timedOut?: .stalled(url: url, seconds: timeout)
    case .cannotFindHost?, .cannotConnectToHost?, .notConnectedToInternet?, .dnsLookupFailed?:
      .offline(url: url, reason: reason)
    default: .network(url: url, reason: reason)
    }
  }

  // MARK: On the session's own thread

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    guard let target = newRequest.url else { return completionHandler(nil) }
    send(.redirect(target))
    let isDowngrade = task.originalRequest?.url?.scheme == "https" && target.scheme != "https"
    completionHandler(isDowngrade ? nil : newRequest)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse { send(.response(response)) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    send(.bytes(data))
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    send(.end(error))
  }
}

extension Transfer.Response {
  fileprivate init(_ response: HTTPURLResponse) {
    let tag = response.value(forHTTPHeaderField: "ETag").flatMap { $0.hasPrefix("W/") ? nil : $0 }
    self.init(
      status: response.statusCode,
      length: response.expectedContentLength >= 0 ? Int(response.expectedContentLength) : nil,
      contentRange: response.value(forHTTPHeaderField: "Content-Range"),
      validator: tag ?? response.value(forHTTPHeaderField: "Last-Modified"))
  }
}
