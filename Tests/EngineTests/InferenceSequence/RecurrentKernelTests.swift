import CKernels
import Testing

@testable import Engine

/// GRU and LSTM kernels against their plain twins, at sizes that leave panels and pairs unfilled.
@Suite struct RecurrentKernelTests {
  /// A layer with weights that suit both element types.
  struct Case: CustomTestStringConvertible {
    let layer: ck_recurrent
    let masked: Bool

    var testDescription: String {
      "\(layer.cell == CK_GRU ? "gru" : "lstm") \(layer.length) x \(layer.inputs) -> \(layer.units)"
        + (layer.reversed ? " reversed" : "") + (masked ? " masked" : "")
    }
    var columns: Int { Int(layer.cell.rawValue) * Int(layer.units) }
    var outputCount: Int { Int(layer.returns_sequence ? layer.length : 1) * Int(layer.units) }
    var x: [Int8] { randomIntegers(Int(layer.length * layer.inputs), seed: 1) }
    var weight: [Int8] { randomIntegers(Int(layer.inputs) * columns, seed: 2) }
    var recurrent: [Int8] { randomIntegers(Int(layer.units) * columns, seed: 3) }
    var bias: [Float] { randomFloats(columns, seed: 4) }
    var recurrentBias: [Float] { randomFloats(columns, seed: 5) }
    var mask: [Int8]? { randomMask(Int(layer.length), seed: 6, masked: masked) }
  }

  static let cases: [Case] = [CK_GRU, CK_LSTM].flatMap { cell in
    oddSizes.enumerated().flatMap { index, units in
      [false, true].map { flag in
        Case(
          layer: ck_recurrent(
            length: Int32(oddSizes[(index + 4) % 9]), inputs: Int32(oddSizes[(index * 2 + 1) % 9]),
            units: Int32(units), cell: cell, reversed: flag, returns_sequence: index % 2 == 0),
          masked: flag == (index % 3 == 0))
      }
    }
  }

  static let weightScale: Float = 0.004
  static let inputScale: Float = 0.02
  static let stateScale: Float = 1 / 127

  func runFloat(_ test: Case, _ isa: InstructionSet) -> [Float] {
    let kernels = sequenceKernels(isa)
    var layer = test.layer
    let weight = dequantized(test.weight, scale: Self.weightScale)
    let recurrent = dequantized(test.recurrent, scale: Self.weightScale)
    let x = dequantized(test.x, scale: Self.inputScale, zero: 3)
    var y = [Float](repeating: .nan, count: test.outputCount)
    let (bias, recurrentBias) = (test.bias, test.recurrentBias)
    let mask = test.mask.map { $0.map(Float.init) }
    withAlignedMemory(kernels.recurrent_f32_packed(&layer)) { packed in
      weight.withUnsafeBufferPointer { weight in
        recurrent.withUnsafeBufferPointer { recurrent in
          bias.withUnsafeBufferPointer { bias in
            recurrentBias.withUnsafeBufferPointer { recurrentBias in
              var parameters = ck_recurrent_f32(
                weight: weight.baseAddress, recurrent: recurrent.baseAddress, bias: bias.baseAddress,
                recurrent_bias: recurrentBias.baseAddress)
              kernels.recurrent_f32_pack(&layer, &parameters, packed)
            }
          }
        }
      }
      withAlignedMemory(kernels.recurrent_f32_scratch(&layer)) {
        kernels.recurrent_f32(&layer, x, mask, packed, $0, &y)
      }
    }
    return y
  }

  func runInteger(_ test: Case, _ isa: InstructionSet, zero: Int32) -> [Int8] {
    let kernels = sequenceKernels(isa)
    var layer = test.layer
    let (weight, recurrent, x) = (test.weight, test.recurrent, test.x)
    let (bias, recurrentBias) = (test.bias, test.recurrentBias)
    let inputScales = [Float](repeating: Self.weightScale * Self.inputScale, count: test.columns)
    let stateScales = [Float](repeating: Self.weightScale * Self.stateScale, count: test.columns)
    var y = [Int8](repeating: 77, count: test.outputCount)
    withAlignedMemory(kernels.recurrent_i8_packed(&layer)) { packed in
      weight.withUnsafeBufferPointer { weight in
        recurrent.withUnsafeBufferPointer { recurrent in
          bias.withUnsafeBufferPointer { bias in
            recurrentBias.withUnsafeBufferPointer { recurrentBias in
              inputScales.withUnsafeBufferPointer { inputScales in
                stateScales.withUnsafeBufferPointer { stateScales in
                  var parameters = ck_recurrent_i8(
                    weight: weight.baseAddress, recurrent: recurrent.baseAddress, bias: bias.baseAddress,
                    recurrent_bias: recurrentBias.baseAddress, weight_scale: inputScales.baseAddress,
                    recurrent_scale: stateScales.baseAddress)
                  kernels.recurrent_i8_pack(&layer, &parameters, packed)
                }
              }
            }
          }
        }
      }
      withAlignedMemory(kernels.recurrent_i8_scratch(&layer)) {
        kernels.recurrent_i8(
          &layer, ck_zero_points(input: 3, output: zero), Self.stateScale, x, test.mask, packed, $0, &y)
      }
    }
    return y
  }

  @Test(arguments: vectorSets, cases)
  func floats(isa: InstructionSet, test: Case) {
    #expect(normalizedError(runFloat(test, isa), runFloat(test, .reference)) < 1e-10)
  }

  @Test(arguments: vectorSets, cases)
  func integersAreEqual(isa: InstructionSet, test: Case) {
    for zero: Int32 in [0, -9] {
      #expect(runInteger(test, isa, zero: zero) == runInteger(test, .reference, zero: zero))
    }
  }

  /// The int8 form computes what the float form does, to about a step of its output.
  @Test(arguments: cases)
  func integersFollowFloats(test: Case) {
    let actual = dequantized(runInteger(test, .reference, zero: 0), scale: Self.stateScale)
    let expected = runFloat(test, .reference)
    for (a, e) in zip(actual, expected) { #expect(abs(a - e) < 3 * Self.stateScale) }
  }
}
