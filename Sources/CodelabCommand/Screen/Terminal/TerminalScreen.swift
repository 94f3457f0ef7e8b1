import CTerminal
import TerminalUI

/// The terminal while the screen has it: draws grids and reports what was pressed.
///
/// Closing it, also by leaving the scope, gives the terminal back as it was.
struct TerminalScreen: ~Copyable {
  private var shown: Grid?

  /// Takes the terminal over.
  ///
  /// - Throws: ``TerminalError`` if there is none, or it cannot show a screen; then nothing has changed.
  ///
  /// - Parameter isSynchronized: Whether terminals that can are told where a frame begins and ends.
  init(isSynchronized: Bool) throws(TerminalError) {
    let status = ct_open(ct_options(mouse: false, synchronized: isSynchronized))
    guard status == CT_OK else { throw TerminalError(text: String(cString: ct_status_message(status))) }
  }

  deinit { ct_close() }

  /// The current size.
  var size: Size {
    let size = ct_get_size()
    return Size(width: Int(size.columns), height: Int(size.rows))
  }

  /// The theme that fits the terminal and the reader's wishes.
  func theme(_ choice: ScreenOptions.ThemeChoice, environment: [String: String]) -> Theme {
    let capabilities = ct_get_capabilities()
    let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return Theme(
      depth: ColorDepth(colors: Int(capabilities.colors), noColor: noColor),
      isDark: choice.isDark(environment: environment), glyphs: capabilities.utf8 ? .unicode : .ascii)
  }

  /// Shows a grid, writing only the cells that changed.
  mutating func draw(_ grid: Grid) {
    let runs = grid.diff(from: shown)
    guard !runs.isEmpty else { return }
    for run in runs {
      var column = run.column
      for cell in run.cells {
        var text = cell.text
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { characters in
            ct_put(
              Int32(run.row), Int32(column), characters.baseAddress, characters.count, Int32(cell.width),
              ct_style(cell.style))
          }
        }
        column += max(1, cell.width)
      }
    }
    ct_flush()
    shown = grid
  }

  /// Writes every cell anew with the next drawing.
  mutating func repaint() {
    ct_repaint()
    shown = nil
  }

  /// Gives the terminal back for a while, for another program.
  func leave() { ct_leave() }

  /// Takes the terminal over again after ``leave()``.
  mutating func enter() {
    ct_enter()
    shown = nil
  }

  /// Asks the terminal to put text on the clipboard.
  func copy(_ text: String) { ct_copy(text, text.utf8.count) }

  /// Switches reports of the mouse on or off.
  func setMouse(_ isOn: Bool) { ct_set_mouse(isOn) }

  /// Stops the process, as Ctrl-Z asks, until it is continued.
  mutating func suspend() {
    ct_suspend()
    shown = nil
  }

  /// The next thing the terminal reports, without waiting.
  func nextInput() -> Input? {
    var event = ct_event()
    while ct_next_event(&event) {
      if let input = Input(event) { return input }
    }
    return nil
  }

  /// Waits until there is input, one of the descriptors can be read, or the time is over.
  func wait(for descriptors: [Int32], milliseconds: Int?) {
    var ready = [Bool](repeating: false, count: descriptors.count)
    _ = ct_wait(descriptors, &ready, Int32(descriptors.count), Int32(clamping: milliseconds ?? -1))
  }

  /// Gives the terminal back and ends the process by a signal.
  func die(signal: Int32) {
    ct_die(signal)
  }
}

/// Why there is no screen.
struct TerminalError: Error {
  /// The reason, in words.
  let text: String
}

/// What the terminal reports.
enum Input {
  /// A key, the mouse or pasted text.
  case message(Message)
  case resized
  case terminated(signal: Int32)

  /// The rows that one notch of the wheel scrolls.
  private static let wheelRows = 3

  /// What an event means here, if anything.
  fileprivate init?(_ event: ct_event) {
    let x = Int(event.column), y = Int(event.row)
    switch event.kind {
    case CT_EVENT_RESIZE: self = .resized
    case CT_EVENT_TERMINATE: self = .terminated(signal: Int32(event.code))
    case CT_EVENT_PASTED:
      guard let scalar = Unicode.Scalar(event.code) else { return nil }
      self = .message(.pasted(Character(scalar)))
    case CT_EVENT_MOUSE_PRESS: self = .message(.clicked(x: x, y: y))
    case CT_EVENT_WHEEL_UP: self = .message(.scrolled(x: x, y: y, rows: -Self.wheelRows))
    case CT_EVENT_WHEEL_DOWN: self = .message(.scrolled(x: x, y: y, rows: Self.wheelRows))
    default:
      guard let key = Key(event) else { return nil }
      self = .message(.key(key))
    }
  }
}

extension Key {
  fileprivate init?(_ event: ct_event) {
    switch event.kind {
    case CT_EVENT_CHARACTER:
      guard let scalar = Unicode.Scalar(event.code) else { return nil }
      self = .character(Character(scalar))
    case CT_EVENT_CONTROL:
      guard let scalar = Unicode.Scalar(event.code) else { return nil }
      self = .control(Character(scalar))
    case CT_EVENT_UP: self = .up
    case CT_EVENT_DOWN: self = .down
    case CT_EVENT_LEFT: self = .left
    case CT_EVENT_RIGHT: self = .right
    case CT_EVENT_PAGE_UP: self = .pageUp
    case CT_EVENT_PAGE_DOWN: self = .pageDown
    case CT_EVENT_HOME: self = .home
    case CT_EVENT_END: self = .end
    case CT_EVENT_ENTER: self = .enter
    case CT_EVENT_ESCAPE: self = .escape
    case CT_EVENT_TAB: self = .tab
    case CT_EVENT_BACK_TAB: self = .backTab
    case CT_EVENT_BACKSPACE: self = .backspace
    case CT_EVENT_DELETE: self = .delete
    default: return nil
    }
  }
}

extension ct_style {
  /// A style as the terminal takes it.
  fileprivate init(_ style: Style) {
    self.init(
      foreground: Self.index(style.foreground), background: Self.index(style.background),
      attributes: style.attributes.rawValue)
  }

  private static func index(_ color: Color) -> Int16 {
    switch color {
    case .standard: -1
    case .indexed(let index): Int16(index)
    }
  }
}
