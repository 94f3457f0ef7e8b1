import Foundation
import ModelFiles
import Testing

/// A file in the folder Golden, which Golden/arrays.py made unless its name says otherwise.
func golden(_ name: String) throws -> [UInt8] {
  let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
  return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
}

/// The arrays of Golden/arrays.py by name.
let goldenArrays: [String: NumericArray] = [
  "floats": NumericArray(
    shape: [2, 3], .float32([1.5, -2.25, Float(bitPattern: 0x34447), 0.1, -0.0, 3.4028235e38])),
  "bytes": NumericArray(shape: [2, 2], .int8([-128, 127, 0, 1])),
  "unsigned": NumericArray(shape: [3], .uint8([0, 255, 7])),
  "ints": NumericArray(shape: [1, 1, 2], .int32([.min, .max])),
  "words": NumericArray(shape: [2], .uint32([.max, 0])),
  "longs": NumericArray(shape: [], .int64([.min])),
  "nothing": NumericArray(shape: [0, 3], .float32([])),
]
