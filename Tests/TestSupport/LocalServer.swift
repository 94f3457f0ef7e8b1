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

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  /// Where it listens.
  public let port: Int
  private let listener: Int32
  private let log = Log()

  /// What was asked for so far.
  public var requests: [Request] { log.requests.withLock { $0 } }

  /// The address of a path.
  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  /// Starts the server at a free port.
  public init(_ answer: @escaping @Sendable (Request) -> Reply) throws {
    let listener = socket(AF_INET, Self.streamType, 0)
    let log = log
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard bound else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    port = Int(in_port_t(bigEndian: address.sin_port))
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        // Each on its own thread: one that is silent must not keep the next one waiting.
        Thread.detachNewThread {
          defer { close(connection) }
          guard let request = Self.request(from: connection) else { return }
          log.requests.withLock { $0.append(request) }
          Self.send(answer(request), to: connection)
        }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
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
