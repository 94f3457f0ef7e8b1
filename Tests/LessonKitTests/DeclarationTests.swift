import Testing

@testable import LessonKit

@Suite struct DeclarationTests {
  private let starter = """
    import Codelab

    /// Weights. { not code }
    struct Quantized { var levels: [Int8] }

    let table = [1: { 2 }, 3: { 4 }]

    @inlinable
    public func scale(
      _ weights: [Float], bits: Int = { 8 }()
    ) -> Float where Float: Equatable {
      todo("a brace: } and \\(["}"].count)")
    }

    func restore(_ quantized: Quantized) -> [Float] { todo("b") }
    """

  @Test func findsFunctionsAndTypes() {
    let found = Declaration.all(in: starter)
    #expect(found.map(\.name) == ["Quantized", "scale", "restore"])
    #expect(found.map(\.line) == [4, 9, 15])
    #expect(
      found[1].signature
        == "func scale( _ weights: [Float], bits: Int = { 8 }() ) -> Float where Float: Equatable")
    #expect(found[1].text.hasPrefix("public func scale(") && found[1].text.hasSuffix("count)\")\n}"))
    #expect(Declaration.all(in: "func broken(") == [])
    #expect(Declaration.all(in: "func broken() {") == [])
  }

  @Test func whatALearnerMayChangeIsNoChange() {
    #expect(DeclarationChange.all(from: starter, to: starter).isEmpty)
    let own = starter.replacing("_ weights", with: "_ w").replacing("_ quantized", with: "_ q")
      .replacing("todo(\"b\")", with: "[]")
    #expect(DeclarationChange.all(from: starter, to: own + "\nfunc helper() {}").isEmpty)
  }

  @Test func renamedRetypedAndLostDeclarationsAreNamed() {
    let learner = starter.replacing("func restore(", with: "func dequantise(").replacing(
      "bits: Int", with: "count: Int")
    let changes = DeclarationChange.all(from: starter, to: learner)
    #expect(changes.map(\.line) == [9, 15])
    #expect(changes[0].message.contains("must begin with 'func scale( _ weights: [Float], bits: Int"))
    #expect(changes[1].message.contains("'dequantise' seems to be 'restore' under another name"))
    let lost = DeclarationChange.all(from: starter, to: "struct Quantized {}\n")
    #expect(lost.map(\.line) == [1, 1])
    #expect(lost[1].message.contains("'restore' is missing"))
  }

  private let reference = """
    struct Quantized { var levels: [Int8] }
    func scale(_ weights: [Float], bits: Int) -> Float { helper(1) }
    func restore(_ quantized: Quantized) -> [Float] { [] }
    func helper(_ x: Float) -> Float { x }
    func unused() {}
    """

  @Test func suppliesFromTheReference() {
    let learner = starter.replacing("todo(\"b\")", with: "mine")
    #expect(SuppliedSource.unfinished(["scale", "restore", "other"], in: learner) == ["scale", "other"])
    let made = SuppliedSource.make(
      .init(path: "/l.swift", text: learner), reference: .init(path: "/r.swift", text: reference),
      names: ["scale"])
    let lines = made.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(!made.contains("todo("))
    #expect(made.contains("{ mine }"))
    #expect(!made.contains("unused"))
    // Every line is named by the file and line that it came from.
    for (text, file, line) in [
      ("struct Quantized", "/l.swift", 4), ("func scale", "/r.swift", 2), ("func restore", "/l.swift", 15),
      ("func helper", "/r.swift", 4),
    ] {
      let index = lines.firstIndex { $0.contains(text) } ?? 0
      let marker = lines[..<index].lastIndex { $0.hasPrefix("#sourceLocation") } ?? 0
      let words = lines[marker].split(separator: "\"")
      let start = Int(words[2].filter(\.isNumber)) ?? 0
      #expect(words[1] == file, "\(text)")
      #expect(start + index - marker - 1 == line, "\(text)")
    }
  }

  @Test func completesAnAnswerThatHoldsOnlyWhatDiffers() {
    let solution = """
      import Codelab

      /// Adds.
      func sum(_ x: [Int]) -> Int { x.reduce(0, +) }

      struct Pair {
        var a = 1
      }

      func mean(_ x: [Int]) -> Int { sum(x) / x.count }
      """
    let answer = """
      // fails: mean
      // Rounds up.
      import Codelab
      import Foundation

      let extra = 1

      func mean(_ x: [Int]) -> Int { helper(x) }

      private func helper(_ x: [Int]) -> Int { (sum(x) + extra) / x.count }
      """
    let text = SuppliedSource.completed(answer, by: solution)
    #expect(Declaration.all(in: text).map(\.name) == ["sum", "Pair", "mean", "helper"])
    #expect(text.contains("helper(x) }") && !text.contains("sum(x) / x.count }"))
    #expect(text.hasPrefix("import Foundation\nimport Codelab\n") && text.contains("let extra = 1"))
    #expect(!text.contains("#sourceLocation"), "two answers differ in what they do alone")
  }
}
