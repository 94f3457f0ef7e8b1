import Data
import Foundation

/// Why a set could not be fetched; each says what to do.
public enum FetchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The library that speaks HTTP is not there.
  case noLibrary

  /// There is no way to the server: no network, no such host, or nobody listens.
  case offline(url: String, reason: String)

  /// The connection failed or broke off; what had come is kept.
  case network(url: String, reason: String)

  /// Nothing came for too long; what had come is kept.
  case stalled(url: String, seconds: Double)

  /// The server ended before it had sent all; what had come is kept.
  case cutShort(url: String, received: Int, expected: Int)

  /// The server answered with an error.
  case status(url: String, code: Int)

  /// The server's answer contradicts itself or the request.
  case answer(url: String, problem: String)

  /// The server leads from an encrypted address to one that is not.
  case insecureRedirect(url: String)

  /// The file is longer than it may be, in bytes.
  case tooLarge(url: String, limit: Int)

  /// The file is not the published one, or not the one that was fetched the first time.
  case digest(url: String, expected: String, actual: String)

  /// A line of a list of digests does not have the form of one.
  case digestList(file: String, line: Int)

  /// A file or folder cannot be read or written.
  case disk(file: String, reason: String)

  /// Another process fetches the same set.
  case busy(set: String)

  /// An archive that is damaged, or has an entry that must not be unpacked.
  case archive(DataError)

  /// It was asked to stop; what had come is kept.
  case cancelled

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noLibrary:
      "fetching needs libcurl.so.4 of version 7.66 or later, which is not there. Install it (apt install libcurl4), or "
        + "copy the files from another machine and name their folder with --data or CODELAB_DATA."
    case .offline(let url, let reason):
      "\(url): cannot be reached (\(reason)). Check the network; behind a proxy set HTTPS_PROXY. Without a network, "
        + "copy the files from another machine and name their folder with --data or CODELAB_DATA."
    case .network(let url, let reason):
      "\(url): the connection failed (\(reason)). Run the same command again; it goes on where it stopped."
    case .stalled(let url, let seconds):
      "\(url): nothing came for \(Int(seconds.rounded(.up))) s. Run the same command again; it goes on where it stopped."
    case .cutShort(let url, let received, let expected):
      "\(url): the server ended after \(received) of \(expected) bytes. Run the same command again; it goes on where "
        + "it stopped."
    case .status(let url, let code):
      "\(url): the server answered \(code)\(Self.meaning(ofStatus: code)). The file may have moved: name another place "
        + "that has it with --from."
    case .answer(let url, let problem):
      "\(url): \(problem). Name another place that has the file with --from."
    case .insecureRedirect(let url):
      "\(url): the server leads to an address that is not encrypted, which is not followed. Name another place that has "
        + "the file with --from."
    case .tooLarge(let url, let limit):
      "\(url): this is more than the \(limit) bytes that the file may have. Name another place that has it with --from."
    case .digest(let url, let expected, let actual):
      "\(url): SHA-256 is \(actual), not \(expected). What came was removed; fetch it again, or name another place that "
        + "has it with --from."
    case .digestList(let file, let line):
      "\(file):\(line): there should be a SHA-256 digest, two blanks and a path. Remove the folder of the set and fetch "
        + "it again; in a list of recorded digests remove the line."
    case .disk(let file, let reason):
      "\(file): \(reason). Make room or choose another folder with CODELAB_DATA, then run the same command again."
    case .busy(let set):
      "\(set) is being fetched by another codelab; wait for it."
    case .archive(let error): "\(error) Nothing was installed; the same command fetches it again."
    case .cancelled:
      "stopped; what had come is kept, and the same command goes on with it"
    }
  }

  /// What a server means by the errors that files meet with (RFC 9110, section 15), in brackets; nothing for others.
  private static func meaning(ofStatus code: Int) -> String {
    switch code {
    case 401: " (unauthorized)"
    case 403: " (forbidden)"
    case 404: " (not found)"
    case 410: " (gone)"
    case 429: " (too many requests)"
    case 500: " (internal server error)"
    case 502: " (bad gateway)"
    case 503: " (service unavailable)"
    case 504: " (gateway timeout)"
    default: ""
    }
  }

  /// The system's words for an error of a file.
  static func reason(_ error: any Error) -> String {
    var error = error as NSError
    while let inner = error.userInfo[NSUnderlyingErrorKey] as? any Error { error = inner as NSError }
    return error.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(error.code))) : error.localizedDescription
  }

  /// The system's words for `errno`.
  static func lastReason() -> String { String(cString: strerror(errno)) }
}
