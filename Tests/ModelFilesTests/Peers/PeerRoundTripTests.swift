import Foundation
import ModelFiles
import Testing

@Suite struct PeerRoundTripTests {
  /// What PyTorch (or NumPy) read from our files and wrote again is what we wrote.
  @Test(.needsPeers) func arraysComeBackFromPeers() throws {
    try Peers.withFolder { folder in
      // PyTorch's own safetensors writer has no unsigned 32-bit numbers in older versions.
      var file = SafeTensors(goldenArrays, metadata: ["note": "a"])
      file.arrays["words"] = nil
      try Data(file.bytes).write(to: folder.appendingPathComponent("all.safetensors"))
      for (name, array) in goldenArrays {
        try Data(NumPyFile.encode(array)).write(to: folder.appendingPathComponent("\(name).npy"))
      }
      let library = try Peers.run("round_trip.py", on: folder)
      #expect(["pytorch\n", "numpy\n"].contains(library))
      func again(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appendingPathComponent("again/\(name)")))
      }
      #expect(try SafeTensors(again("all.safetensors")).arrays == file.arrays)
      for (name, array) in goldenArrays { #expect(try NumPyFile.decode(again("\(name).npy")) == array) }
    }
  }
}
