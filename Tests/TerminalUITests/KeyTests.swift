import CTerminal
import Testing

/// The events in bytes from a terminal, in short names; those in `pieces` arrive one after the other.
private func events(_ pieces: [[UInt8]]) -> [String] {
  var names: [String] = []
  var pending: [UInt8] = []
  var inPaste = false
  func take(isAll: Bool) {
    while !pending.isEmpty {
      var event = ct_event()
      let taken = ct_parse_event(pending, pending.count, isAll, inPaste, &event)
      if taken == 0 { return }
      pending.removeFirst(taken)
      if event.kind == CT_EVENT_PASTE_START { inPaste = true }
      if event.kind == CT_EVENT_PASTE_END { inPaste = false }
      if let name = name(event) { names.append(name) }
    }
  }
  for piece in pieces {
    pending += piece
    take(isAll: false)
  }
  take(isAll: true)
  return names
}

private func name(_ event: ct_event) -> String? {
  let character = Unicode.Scalar(event.code).map(String.init) ?? "?"
  switch event.kind {
  case CT_EVENT_NONE: return nil
  case CT_EVENT_CHARACTER: return character
  case CT_EVENT_PASTED: return "paste:" + character
  case CT_EVENT_CONTROL: return "^" + character
  case CT_EVENT_MOUSE_PRESS: return "press \(event.row),\(event.column)"
  case CT_EVENT_MOUSE_RELEASE: return "release \(event.row),\(event.column)"
  default:
    let names: [UInt32: String] = [
      CT_EVENT_UP.rawValue: "up", CT_EVENT_DOWN.rawValue: "down", CT_EVENT_LEFT.rawValue: "left",
      CT_EVENT_RIGHT.rawValue: "right", CT_EVENT_PAGE_UP.rawValue: "pageUp",
      CT_EVENT_PAGE_DOWN.rawValue: "pageDown",
      CT_EVENT_HOME.rawValue: "home", CT_EVENT_END.rawValue: "end", CT_EVENT_ENTER.rawValue: "enter",
      CT_EVENT_ESCAPE.rawValue: "escape", CT_EVENT_TAB.rawValue: "tab", CT_EVENT_BACK_TAB.rawValue: "backTab",
      CT_EVENT_BACKSPACE.rawValue: "backspace", CT_EVENT_DELETE.rawValue: "delete",
      CT_EVENT_WHEEL_UP.rawValue: "wheelUp", CT_EVENT_WHEEL_DOWN.rawValue: "wheelDown",
      CT_EVENT_PASTE_START.rawValue: "paste(", CT_EVENT_PASTE_END.rawValue: ")paste",
    ]
    return names[event.kind.rawValue]
  }
}

@Suite struct KeyTests {
  @Test(arguments: [
    ("q漢é", "q 漢 é"), ("\u{3}\u{1A}\u{C}", "^c ^z ^l"),
    ("\r\n\t\u{8}\u{7F}", "enter enter tab backspace backspace"),
    ("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}[D", "up down right left"), ("\u{1B}[1;5A", "up"),
    (
      "\u{1B}[5~\u{1B}[6~\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~",
      "pageUp pageDown home end home end home end"
    ),
    ("\u{1B}[3~\u{1B}[Z", "delete backTab"), ("\u{1B}", "escape"), ("\u{1B}\u{1B}", "escape escape"),
    ("\u{1B}[Iq", "q"), ("\u{1B}[24;1Rq", "q"), ("\u{1B}[?62;22cq", "q"), ("\u{1B}[[Aq", "q"),
    ("\u{1B}[15~q", "q"),
    ("\u{1B}]11;rgb:0/0/0\u{7}q", "q"), ("\u{1B}]11;x\u{1B}\\q", "q"), ("\u{1B}P1+r\u{1B}\\q", "q"),
    ("\u{1B}qx", "x"), ("\u{1B}漢x", "x"), ("\u{1B}[M !!q", "q"),
    ("\u{1B}[<0;12;5M\u{1B}[<0;12;5m", "press 4,11 release 4,11"),
    ("\u{1B}[<64;1;1M\u{1B}[<65;1;1M", "wheelUp wheelDown"),
    ("\u{1B}[<2;1;1M\u{1B}[<0;1Mq", "q"), ("\u{1B}[99999999999999~q", "q"), ("\u{1B}[;;;;;;;;A", "up"),
    ("\u{1B}[200~q\u{1B}[A\u{3}\r\u{1B}[201~q", "paste( paste:q paste:[ paste:A paste:\n )paste q"),
  ])
  func keys(input: String, expected: String) {
    #expect(events([Array(input.utf8)]).joined(separator: " ") == expected)
    // However the bytes are torn apart, the events are the same.
    #expect(events(input.utf8.map { [$0] }).joined(separator: " ") == expected)
  }

  @Test func brokenBytesAreHarmless() {
    #expect(events([[0xFF], [0x71]]) == ["\u{FFFD}", "q"])
    #expect(events([[0xE6, 0xBC], [0x71]]) == ["\u{FFFD}", "q"])
    #expect(events([[0xE6, 0xBC]]) == [])
    #expect(events([[0xC0, 0x80]]) == ["\u{FFFD}", "\u{FFFD}"])
    #expect(events([[0xED, 0xA0, 0x80]]) == ["\u{FFFD}"])
    var state: UInt64 = 7
    for _ in 0..<2000 {
      let bytes = (0..<12).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return [0x1B, 0x5B, 0x4F, 0x3B, 0x31, 0x7E, 0x3C, 0x4D, 0xE6, 0x80, 0x00, 0x71][Int(state >> 33) % 12]
      }
      _ = events(bytes.map { [$0] })
    }
  }
}
