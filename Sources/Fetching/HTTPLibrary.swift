import CTransfer

/// libcurl, which speaks HTTP.
///
/// It is opened for the first request, so that no other start of codelab waits for it.
struct HTTPLibrary: @unchecked Sendable {
  /// The library; nil where the machine has none.
  ///
  /// Where Swift runs on Linux it is there: Foundation's own networking uses it.
  static let installed = HTTPLibrary(libraries: ["libcurl.so.4", "/usr/lib/libcurl.4.dylib"])

  /// The open library, which never changes.
  let handle: OpaquePointer

  /// Opens the first of the libraries that is there and has all the functions.
  init?(libraries: [String]) {
    guard let handle = libraries.lazy.compactMap({ ctr_load($0) }).first else { return nil }
    self.handle = handle
  }
}
