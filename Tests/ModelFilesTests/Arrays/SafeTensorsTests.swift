import Engine
import Foundation
import ModelFiles
import Testing

@Suite struct SafeTensorsTests {
  @Test func readsWhatTheReferenceWrites() throws {
    let file = try SafeTensors(golden("arrays.safetensors"))
    #expect(file.arrays == goldenArrays)
    #expect(file.metadata == ["note": "quote \" backslash \\ line \n é"])
  }

  @Test func comesBack() throws {
    var arrays = goldenArrays
    arrays["\"odd\" \\ name\u{1}\n é 🙂"] = NumericArray(shape: [1], .int8([3]))
    let file = SafeTensors(arrays, metadata: ["b": "2", "a": "\t"])
    #expect(try SafeTensors(file.bytes) == file)
    #expect(file.bytes == SafeTensors(arrays, metadata: ["a": "\t", "b": "2"]).bytes)
    let nothing = SafeTensors([:])
    #expect(nothing.bytes == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try SafeTensors(nothing.bytes) == nothing)
  }

  /// Types of more bytes first, so that every array begins at a multiple of its type's size.
  @Test func arraysAreAligned() throws {
    let bytes = SafeTensors(goldenArrays).bytes
    let count = Int(bytes[0]) | Int(bytes[1]) << 8
    #expect(count % 8 == 0)
    let header = try #require(
      JSONSerialization.jsonObject(with: Data(bytes[8..<8 + count])) as? [String: [String: Any]])
    for (name, entry) in header {
      let offsets = try #require(entry["data_offsets"] as? [Int])
      let size = try #require(goldenArrays[name]).type.size
      #expect(offsets[0] % size == 0, "\(name)")
    }
  }

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      "a second array is called \"a\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      "a second array is called \"a\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      "\"b\" cannot be used: it begins at byte 0 of the data, where byte 4 is next"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "begins at byte 4 of the data"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, "its shape takes 4"),
    (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "the file is cut off"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes follow the last array"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[8,4]}}"#, "begins at byte 8"),
    (#"{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,8]}}"#, "more than 2^28"),
    (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, "more than 2^28"),
    (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#, "a whole number"),
    (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "a whole number"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, "two offsets are missing"),
    (#"{"a":{"dtype":"F32","shape":[2]}}"#, "lacks dtype, shape or data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":[]}}"#, "\"more\" is no property"),
    (#"{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#, "its type BF16 cannot be read"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#, "} is missing"),
    (#"{"a"}"#, ": is missing"), (#"{"a"#, "a string begins that does not end"), ("[]", "no { stands"),
    ("", "no { stands"), (#"{"\ud800":1}"#, "a string is not UTF-8"), ("{} {}", "something follows"),
    (#"{"__metadata__":{"a":"1","a":"2"}}"#, "a second note"),
    (#"{"__metadata__":{"a":1}}"#, "\" is missing"),
  ])
  func contradictionsAreNamed(header: String, reason: String) throws {
    let bytes =
      [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [UInt8](repeating: 0, count: 8)
    let error = try #require(throws: SafeTensorsError.self) { try SafeTensors(bytes) }
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test func hostileLengthsAreRefused() throws {
    let huge = [UInt8](repeating: 0xFF, count: 8) + Array("{}".utf8)
    #expect(throws: SafeTensorsError.headerTooLong(.max)) { try SafeTensors(huge) }
    let long: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0] + Array("{}".utf8)
    #expect(throws: SafeTensorsError.truncated(expected: 8 + 1 << 24, actual: 10)) { try SafeTensors(long) }
    let bytes = try golden("arrays.safetensors")
    for count in 0..<bytes.count {
      #expect(throws: SafeTensorsError.self) { try SafeTensors(Array(bytes[..<count])) }
    }
  }

  @Test func aModelTakesItsParametersBack() throws {
    func network(_ seed: UInt64, units: Int = 4) throws -> Model {
      try Model(input: [8, 8, 1], seed: seed) {
        Conv2D(2, kernel: 3)
        BatchNorm()
        ReLU()
        Flatten()
        Dense(units)
      }
    }
    let trained = try network(1)
    let file = SafeTensors(state: trained.state)
    #expect(file.metadata["layout"]?.contains("[batch, height, width, channels]") == true)
    let other = try network(2)
    #expect(other.state != trained.state)
    try other.restore(SafeTensors(file.bytes).state())
    #expect(other.state == trained.state)

    // Every kind of misfit names the parameter, and leaves the model as it was.
    let before = other.state
    var arrays = file.arrays
    arrays["dense_1/bias"] = nil
    #expect(throws: ModelError.missingParameter("dense_1/bias")) {
      try other.restore(SafeTensors(arrays).state())
    }
    arrays = file.arrays
    arrays["dense_2/bias"] = NumericArray(shape: [1], .float32([0]))
    #expect(throws: ModelError.unexpectedParameter("dense_2/bias")) {
      try other.restore(SafeTensors(arrays).state())
    }
    #expect(throws: ModelError.parameterShape(name: "dense_1/weight", shape: [72, 4], expected: [72, 5])) {
      try network(3, units: 5).restore(file.state())
    }
    arrays = file.arrays
    arrays["dense_1/bias"] = NumericArray(shape: [4], .int32([0, 0, 0, 0]))
    #expect(throws: SafeTensorsError.self) { try SafeTensors(arrays).state() }
    #expect(other.state == before)
  }
}
