import Foundation
import Synchronization

/// A server on this machine that answers each request as a function says, and closes the connection.
public final class LocalServer: Sendable {
  /// What was asked for.
  public struct Request: Sendable {
    /// The path, with its query.
    public let path: String
    /// The fields of the header, their names in small letters.
    public let fields: [String: String]

    /// The first byte of the range that was asked for, if one was.
    public var rangeStart: Int? {
      fields["range"].flatMap { Int($0.dropFirst("bytes=".count).prefix { $0 != "-" }) }
    }
  }

  /// What is sent back.
  public struct Reply: Sendable {
    /// The status.
    public var status: Int
    /// Further fields of the header.
    public var fields: [String: String]
    /// What follows the header.
    public var body: [UInt8]
    /// The length that the header tells; that of the body if nil.
    public var announced: Int?
    /// Seconds for which the connection stays open, silent, after the body.
    public var silence: Double

    /// Makes a reply.
    public init(
      status: Int = 200, fields: [String: String] = [:], body: [UInt8] = [], announced: Int? = nil,
      silence: Double = 0
    ) {
      self.status = status
      self.fields = fields
      self.body = body
      self.announced = announced
      self.silence = silence
    }
  }

  /// What the server and its threads share.
  private final class State: Sendable {
    let requests = Mutex<[Request]>([])
    let isOver = Atomic(false)
    let hasEnded = DispatchSemaphore(value: 0)
  }

  /// Where it listens.
  public let port: Int
  private let state = State()

  /// What was asked for so far.
  public var requests: [Request] { state.requests.withLock { $0 } }

  /// The address of a path.
  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// Starts the server at a free port.
  public init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    let listener = socket(AF_INET, Self.streamType, 0)
    let state = state
    port = try Self.withAddress(port: 0) { address, size in
      guard bind(listener, address, size.pointee) == 0, listen(listener, 16) == 0,
        getsockname(listener, address, size) == 0
      else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, !state.isOver.load(ordering: .acquiring) else {
          close(connection)
          close(listener)
          state.hasEnded.signal()
          return
        }
        // Each on its own thread: one that is silent must not keep the next one waiting.
        Thread.detachNewThread {
          defer { close(connection) }
          guard let request = Self.request(from: connection) else { return }
          state.requests.withLock { $0.append(request) }
          Self.send(answer(request), to: connection)
        }
      }
    }
  }

  deinit {
    // Only the thread closes the listener. If it were closed here, its number could belong to the next server before
    // the thread, which may not even have begun, comes to accept; and that would answer for the other one.
    state.isOver.store(true, ordering: .releasing)
    let caller = socket(AF_INET, Self.streamType, 0)
    _ = Self.withAddress(port: port) { address, size in _ = connect(caller, address, size.pointee) }
    close(caller)
    state.hasEnded.wait()
  }

  /// Calls `body` with the address of a port of this machine, which it may change; returns the port.
  private static func withAddress(
    port: Int, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws -> Void
  ) rethrows -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = in_port_t(port).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) {
      try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, &size) }
    }
    return Int(in_port_t(bigEndian: address.sin_port))
  }

  private static func request(from connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer.prefix(count)
    }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
    let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (
        line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      )
    }
    return Request(
      path: String(lines[0].split(separator: " ")[1]), fields: Dictionary(pairs) { first, _ in first })
  }

  private static func send(_ reply: Reply, to connection: Int32) {
    var header = "HTTP/1.1 \(reply.status) Status\r\nConnection: close\r\n"
    header += "Content-Length: \(reply.announced ?? reply.body.count)\r\n"
    for (name, value) in reply.fields { header += "\(name): \(value)\r\n" }
    let bytes = Array((header + "\r\n").utf8) + reply.body
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress! + sent, bytes.count - sent, noSignal)
      }
      guard count > 0 else { return }
      sent += count
    }
    if reply.silence > 0 { Thread.sleep(forTimeInterval: reply.silence) }
  }

  #if os(Linux)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
    private static let streamType = SOCK_STREAM
    private static let noSignal: Int32 = 0
  #endif
}
