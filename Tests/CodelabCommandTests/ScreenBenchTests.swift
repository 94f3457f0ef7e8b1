import Codelab
import Foundation
import Testing

@testable import CodelabCommand

@Test func theWorstKeyIsHeldAgainstTheTarget() throws {
  let late = ScreenReport.Row("keys", worstOf: [0.001, 0.002, 0.09], target: 0.05)
  #expect(!late.isMet && late.value == 0.09 && late.median == 0.002 && late.count == 3)
  let frames = ScreenReport.Row("frames", medianOf: [0.0004, 0.0005, 0.02], target: 1e-3)
  #expect(frames.isMet && frames.value == 0.0005)
  #expect(!ScreenReport.Row("nothing", worstOf: [], target: 1).isMet, "what was not measured is not met")
  let report = ScreenReport(
    machine: Machine(processor: "p", cores: 2, kernels: "k"),
    rows: [late, .init("idle", 0.00002, unit: .fraction, target: 1e-4)])
  #expect(
    report.text.contains("keys") && report.text.contains("<= 50.00 ms") && report.text.contains("missed"))
  #expect(report.text.contains("0.002 %") && report.text.contains("<= 0.01 %"))
  let json = String(decoding: try Wire.encode(report), as: UTF8.self)
  #expect(json.contains("\"schema\":\"codelab.bench.screen/1\"") && json.contains("\"isMet\":false"))
}

@Test func aProgramInAPlayedTerminalGetsKeysAndIsSeen() throws {
  let script = "stty -echo; echo ready; read answer; test -t 0 && echo \"got $answer in $PWD\"; exec sleep 60"
  let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
  var terminal: PseudoTerminal? = try PseudoTerminal("/bin/sh", ["-c", script], folder: folder)
  #expect(terminal?.wait(for: "ready", seconds: 20) != nil)
  terminal?.press("42\n")
  #expect(terminal?.wait(for: "got 42 in \(folder.path)", seconds: 20) != nil)
  #expect(terminal?.wait(for: "what is not there", seconds: 0.05) == nil)
  let used = terminal?.processorTime ?? .nan
  #expect(used > 0 && used < 20)
  let pid = try #require(terminal?.pid)
  terminal = nil
  #expect(kill(pid, 0) == -1, "it is ended and reaped with the terminal")
}
