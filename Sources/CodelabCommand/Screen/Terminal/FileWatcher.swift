import Foundation

/// Tells when one file is saved, also by editors that write another file and rename it into place.
///
/// It watches the file's folder, costs nothing while nothing happens, and never waits: the owner selects on
/// ``descriptor`` and then asks ``wasChanged()``.
final class FileWatcher {
  /// The file.
  let file: URL
  /// Becomes readable when something happened in the folder.
  let descriptor: Int32

  #if os(Linux)
    /// Watches a file in a folder that exists; nil if the system allows no more watches.
    init?(_ file: URL) {
      self.file = file
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      // Not the moment when the file is opened or shortened, but that when it is whole: closed or renamed.
      let events = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO)
      let folder = file.deletingLastPathComponent().path
      guard descriptor >= 0, inotify_add_watch(descriptor, folder, events) >= 0 else {
        if descriptor >= 0 { close(descriptor) }
        return nil
      }
    }

    deinit { close(descriptor) }

    /// Takes what happened, and says whether it happened to the file.
    func wasChanged() -> Bool {
      let name = file.lastPathComponent
      var found = false
      let header = MemoryLayout<inotify_event>.size
      while true {
        let bytes = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, count in
          count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
        if bytes.isEmpty { return found }
        bytes.withUnsafeBytes { bytes in
          var offset = 0
          while offset + header <= bytes.count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let end = offset + header + Int(event.len)
            let text = bytes[(offset + header)..<min(end, bytes.count)].prefix { $0 != 0 }
            // What was lost in an overflow may have been the file.
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 || String(decoding: text, as: UTF8.self) == name {
              found = true
            }
            offset = end
          }
        }
      }
    }
  #else
    private var opened: Int32 = -1
    private let folder: Int32

    /// Watches a file in a folder that exists; nil if the system allows no more watches.
    init?(_ file: URL) {
      self.file = file
      descriptor = kqueue()
      folder = open(file.deletingLastPathComponent().path, O_EVTONLY | O_CLOEXEC)
      guard descriptor >= 0, folder >= 0 else {
        if descriptor >= 0 { close(descriptor) }
        if folder >= 0 { close(folder) }
        return nil
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      watch(folder)
      openFile()
    }

    deinit {
      if opened >= 0 { close(opened) }
      close(folder)
      close(descriptor)
    }

    /// Takes what happened, and says whether it happened to the file.
    func wasChanged() -> Bool {
      var events = [kevent](repeating: kevent(), count: 16)
      var now = timespec()
      let count = kevent(descriptor, nil, 0, &events, Int32(events.count), &now)
      guard count > 0 else { return false }
      let isFile = events.prefix(Int(count)).contains { $0.ident == UInt(max(0, opened)) }
      // A file renamed into place is another one than that which is open.
      var old = stat(), new = stat()
      let isReplaced =
        stat(file.path, &new) == 0
        && (opened < 0 || fstat(opened, &old) != 0 || old.st_ino != new.st_ino)
      if isReplaced { openFile() }
      return isFile || isReplaced
    }

    private func openFile() {
      if opened >= 0 { close(opened) }
      opened = open(file.path, O_EVTONLY | O_CLOEXEC)
      if opened >= 0 { watch(opened) }
    }

    private func watch(_ watched: Int32) {
      var change = kevent(
        ident: UInt(watched), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_CLEAR),
        fflags: UInt32(NOTE_WRITE | NOTE_EXTEND | NOTE_RENAME | NOTE_DELETE), data: 0, udata: nil)
      _ = kevent(descriptor, &change, 1, nil, 0, nil)
    }
  #endif
}
