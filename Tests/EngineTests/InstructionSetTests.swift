import CKernels
import Foundation
import Testing

@testable import Engine

/// The choice of kernels by the environment variable `CODELAB_ISA`.
@Suite struct InstructionSetTests {
  @Test(arguments: InstructionSet.available)
  func everySupportedSetCanBeForced(set: InstructionSet) {
    let (choice, complaint) = InstructionSet.choice(named: set.rawValue)
    #expect(choice == set)
    #expect(complaint == nil)
  }

  @Test(arguments: [nil, ""])
  func withoutANameTheBestOneIsTaken(name: String?) {
    let (choice, complaint) = InstructionSet.choice(named: name)
    #expect(choice == .best)
    #expect(complaint == nil)
  }

  @Test(arguments: ["quantum", "AVX2"])
  func anUnknownNameIsReported(name: String) throws {
    let (choice, complaint) = InstructionSet.choice(named: name)
    #expect(choice == .best)
    let text = try #require(complaint)
    #expect(text.hasPrefix("CODELAB_ISA=\(name): no such instruction set; choose one of reference, portable"))
    #expect(text.hasSuffix("Using \(InstructionSet.best)."))
  }

  @Test(arguments: InstructionSet.allCases.filter { !InstructionSet.available.contains($0) })
  func anUnsupportedSetIsReported(set: InstructionSet) throws {
    let (choice, complaint) = InstructionSet.choice(named: set.rawValue)
    #expect(choice == .best)
    #expect(try #require(complaint).contains("this processor does not run these instructions"))
  }

  @Test func neonIsTheNameOfPortableVectorsOnArm() {
    let (choice, complaint) = InstructionSet.choice(named: "neon")
    #if arch(arm64)
      #expect(choice == .portable)
      #expect(complaint == nil)
    #else
      #expect(choice == .best)
      #expect(complaint?.contains("this processor does not run these instructions") == true)
    #endif
  }

  @Test func theSetInUseIsTheOneThatTheEnvironmentNames() {
    let name = ProcessInfo.processInfo.environment["CODELAB_ISA"]
    #expect(InstructionSet.current == InstructionSet.choice(named: name).set)
  }

  /// Each set has kernels of its own, in every family.
  @Test func setsDoNotShareTables() {
    let sets = InstructionSet.available.map(\.code)
    #expect(Set(sets.map { ck_float_kernels_for($0) }).count == sets.count)
    #expect(Set(sets.map { ck_depthwise_kernels_for($0) }).count == sets.count)
    #expect(Set(sets.map { ck_sequence_kernels_for($0) }).count == sets.count)
    #expect(Set(sets.map { ck_infer_kernels_for($0) }).count == sets.count)
    #expect(Set(sets.map { ck_infer_seq_kernels_for($0) }).count == sets.count)
  }
}
