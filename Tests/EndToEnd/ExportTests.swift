import Foundation
import Testing

extension EndToEnd {
  /// Models that leave the course by the command line.
  @Suite(.serialized) struct ExportTests {
    private let course: URL

    init() throws { course = try Package.freshCourse() }

    private func export(_ arguments: String...) -> (status: Int32, output: String) {
      run([Package.codelab, "export"] + arguments, folder: course)
    }

    private func exists(_ name: String) -> Bool {
      FileManager.default.fileExists(atPath: course.appendingPathComponent(name).path)
    }

    @Test func mistakesAreExplained() {
      for (arguments, complaint) in [
        (["quantize-a-model", "-o", "a.onnx"], "--step: digits, baseline"),
        (["quantize-a-model", "--step", "seven", "-o", "a.onnx"], "its steps are digits, baseline"),
        (["quantize-a-model", "--step", "digits", "-o", "a.onnx"], "hands in no model"),
        (["nothing", "--step", "1", "-o", "a.onnx"], "nothing"),
        (["none.edl", "-o", "a.onnx"], "cannot read none.edl"),
        (["quantize-a-model", "--step", "1"], "--output"),
        (["quantize-a-model", "--step", "1", "-o", "a.pt"], "--format"),
        (["quantize-a-model", "--step", "1", "-o", "a.onnx", "--format", "pickle"], "pickle"),
      ] {
        let (status, output) = run([Package.codelab, "export"] + arguments, folder: course)
        #expect(status == 2 && output.contains(complaint), "\(arguments): \(output)")
      }
      #expect(!exists("a.onnx"))
    }

    /// Work that is not done gives no file.
    @Test func whatDoesNotRunIsNotWritten() {
      let (status, output) = export("quantize-a-model", "--step", "phone", "-o", "a.onnx")
      #expect(status == 1 && output.contains("Not done yet"), "\(output)")
      #expect(!exists("a.onnx"))
    }

    /// A trained model goes out as a file, and from there into other formats; nothing is overwritten unasked.
    @Test func aTrainedModelGoesOut() throws {
      let named = export("quantize-a-model", "--step", "baseline", "--name", "other", "-o", "a.edl")
      #expect(named.status == 2 && named.output.contains("it hands in: baseline"), "\(named.output)")
      let model = export("quantize-a-model", "--step", "baseline", "-o", "a.edl")
      #expect(model.status == 0 && model.output.contains("computes in float"), "\(model.output)")
      for format in ["onnx", "safetensors"] {
        let (status, output) = export("a.edl", "-o", "a.\(format)")
        #expect(status == 0 && exists("a.\(format)"), "\(output)")
      }
      #expect(export("a.edl", "-o", "arrays", "--format", "npy").status == 0)
      #expect(exists("arrays/dense_1.weight.npy"))
      let again = export("a.edl", "-o", "a.onnx")
      #expect(again.status == 2 && again.output.contains("--force"), "\(again.output)")
      #expect(export("a.edl", "-o", "a.onnx", "--force").status == 0)
      let left = try FileManager.default.contentsOfDirectory(atPath: course.path).filter {
        $0.hasPrefix("a.")
      }
      #expect(left.sorted() == ["a.edl", "a.onnx", "a.safetensors"])
    }
  }
}
