import CKernels
import Foundation
import Testing

@testable import Engine

/// Attention kernels against their plain twins.
@Suite struct AttentionKernelTests {
  struct Case: CustomTestStringConvertible {
    let attention: ck_attention
    let mask: [Int8]?

    var testDescription: String {
      "\(attention.queries) x \(attention.keys), \(attention.heads) heads of \(attention.features / attention.heads)"
        + (mask == nil ? "" : " masked")
    }
    var q: [Int8] { randomIntegers(Int(attention.queries * attention.features), seed: 1) }
    var k: [Int8] { randomIntegers(Int(attention.keys * attention.features), seed: 2) }
    var v: [Int8] { randomIntegers(Int(attention.keys * attention.value_features), seed: 3) }
    var outputCount: Int { Int(attention.queries * attention.value_features) }
  }

  static let cases: [Case] = oddSizes.enumerated().flatMap { index, keys in
    [1, 3].flatMap { (heads: Int) -> [Case] in
      let attention = ck_attention(
        queries: Int32(oddSizes[(index + 5) % 9]), keys: Int32(keys),
        features: Int32(heads * oddSizes[(index * 2 + 3) % 9]),
        value_features: Int32(heads * oddSizes[(index * 4 + 2) % 9]), heads: Int32(heads), scale: 0.7)
      let everything = [Int8](repeating: 0, count: keys)
      return [nil, randomMask(keys, seed: 4, masked: true), everything].map {
        Case(attention: attention, mask: $0)
      }
    }
  }

  static let scale: Float = 0.01

  func runFloat(_ test: Case, _ isa: InstructionSet) -> [Float] {
    let kernels = sequenceKernels(isa)
    var attention = test.attention
    var y = [Float](repeating: .nan, count: test.outputCount)
    withAlignedMemory(kernels.attention_f32_scratch(&attention)) {
      kernels.attention_f32(
        &attention, dequantized(test.q, scale: Self.scale, zero: 5),
        dequantized(test.k, scale: Self.scale, zero: -3),
        dequantized(test.v, scale: Self.scale, zero: 2), test.mask.map { $0.map(Float.init) }, $0, &y)
    }
    return y
  }

  func runInteger(_ test: Case, _ isa: InstructionSet) -> [Int8] {
    let kernels = sequenceKernels(isa)
    var attention = test.attention
    var integers = ck_attention_i8(
      q_zero: 5, k_zero: -3, v_zero: 2, y_zero: 2, score_scale: attention.scale * Self.scale * Self.scale,
      output_scale: 1)
    var y = [Int8](repeating: 77, count: test.outputCount)
    withAlignedMemory(kernels.attention_i8_scratch(&attention)) {
      kernels.attention_i8(&attention, &integers, test.q, test.k, test.v, test.mask, $0, &y)
    }
    return y
  }

  @Test(arguments: vectorSets, cases)
  func floats(isa: InstructionSet, test: Case) {
    #expect(normalizedError(runFloat(test, isa), runFloat(test, .reference)) < 1e-10)
  }

  @Test(arguments: vectorSets, cases)
  func integersAreEqual(isa: InstructionSet, test: Case) {
    #expect(runInteger(test, isa) == runInteger(test, .reference))
  }

  @Test(arguments: cases)
  func integersFollowFloats(test: Case) {
    let actual = dequantized(runInteger(test, .reference), scale: Self.scale, zero: 2)
    for (a, e) in zip(actual, runFloat(test, .reference)) { #expect(abs(a - e) < 0.03) }
  }

  /// Every key left out: the result is 0.
  @Test(arguments: InstructionSet.available)
  func nothingToAttendTo(isa: InstructionSet) throws {
    let test = try #require(Self.cases.first { $0.mask?.allSatisfy { $0 == 0 } == true })
    #expect(runFloat(test, isa).allSatisfy { $0 == 0 })
    #expect(runInteger(test, isa).allSatisfy { $0 == 2 })
  }

  /// Two keys by hand.
  @Test(arguments: InstructionSet.available)
  func twoKeys(isa: InstructionSet) {
    let kernels = sequenceKernels(isa)
    var attention = ck_attention(queries: 1, keys: 2, features: 1, value_features: 1, heads: 1, scale: 0.5)
    var y: Float = 0
    withAlignedMemory(kernels.attention_f32_scratch(&attention)) {
      kernels.attention_f32(&attention, [2], [1, 3], [10, 20], nil, $0, &y)
    }
    let expected = (10 * exp(1.0) + 20 * exp(3.0)) / (exp(1.0) + exp(3.0))
    #expect(abs(Double(y) - expected) < 1e-5)
  }
}
