import ModelFiles
import Testing

/// Whatever happens to the bytes of an array file, it is read or refused.
@Suite struct ArrayFileMutationTests {
  @Test(arguments: [
    "floats.npy", "fortran.npy", "version2.npy", "longs.npy", "nothing.npy", "arrays.safetensors",
  ])
  func mutatedFilesNeverTrap(name: String) throws {
    let original = try golden(name)
    var numbers = Numbers(seed: UInt64(original.count))
    var (read, refused) = (0, 0)
    for _ in 0..<4000 {
      var bytes = original
      for _ in 0...numbers.next() % 3 { mutate(&bytes, &numbers) }
      do {
        if name.hasSuffix("npy") {
          let array = try NumPyFile.decode(bytes)
          #expect(try NumPyFile.decode(NumPyFile.encode(array)).elements.count == array.elements.count)
        } else {
          let file = try SafeTensors(bytes)
          #expect(try SafeTensors(file.bytes).arrays.count == file.arrays.count)
        }
        read += 1
      } catch {
        #expect(error is NumPyError || error is SafeTensorsError)
        refused += 1
      }
    }
    #expect(read > 10)
    #expect(refused > 1000)
  }

  /// Changes a digit run, a character of the header or a byte, or cuts or inserts some.
  private func mutate(_ bytes: inout [UInt8], _ numbers: inout Numbers) {
    guard !bytes.isEmpty else { return }
    let position = Int(numbers.next()) % bytes.count
    switch numbers.next() % 6 {
    case 0: bytes[position] ^= 1 << UInt8(numbers.next() % 8)
    case 1: bytes[position] = numbers.pick([0, 1, 0x7F, 0x80, 0xFF])
    case 2: bytes[position] = UInt8(32 + numbers.next() % 95)
    case 3:
      let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
      guard !digits.isEmpty else { return }
      let place = numbers.pick(digits)
      let texts = ["", "0", "-1", "9", "4294967296", "9223372036854775807", "9223372036854775808"]
      bytes.replaceSubrange(place...place, with: Array(numbers.pick(texts).utf8))
    case 4: bytes.removeSubrange(position..<min(bytes.count, position + Int(numbers.next() % 9)))
    default:
      bytes.insert(
        contentsOf: (0...numbers.next() % 8).map { _ in UInt8(numbers.next() & 255) }, at: position)
    }
  }
}
