import Foundation
import Testing

@testable import Fetching

/// The examples of FIPS 180-4, and of RFC 6234 where pieces end in the middle of a block.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
      "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5"
    ),
  ])
  func isThatOfTheStandard(text: String, expected: String) {
    for size in [1, 7, 64, 1000] {
      var digest = SHA256()
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: size) {
        digest.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(digest.hex == expected, "in pieces of \(size)")
    }
  }

  @Test func readsFiles() throws {
    try withFolder { folder in
      let file = folder.appending(path: "a")
      try Foundation.Data(String(repeating: "a", count: 1_000_000).utf8).write(to: file)
      #expect(
        try SHA256.hex(ofFile: file) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
      #expect(throws: FetchError.self) { try SHA256.hex(ofFile: folder.appending(path: "b")) }
    }
  }
}
