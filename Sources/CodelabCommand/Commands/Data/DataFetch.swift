import ArgumentParser
import Fetching
import Foundation

/// Gets a set from the network.
struct DataFetch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Get a set from the network.",
    discussion: """
      What was interrupted goes on where it stopped. A set appears only when it is whole and its digests are right; where no
      digest is published, that of the first fetch is recorded and compared from then on. A proxy is taken from HTTPS_PROXY
      and NO_PROXY. The folder is CODELAB_DATA, or else codelab/data in your folder for caches.
      """)

  @Argument(help: "The sets, as 'codelab data list' names them.")
  var names: [String]

  @Option(
    help: ArgumentHelp(
      "Another place that has the same files, as https://example.org/mnist/.", valueName: "address"))
  var from: String?

  func run() throws {
    let catalog = try DataCatalog.current()
    let sets = try names.map(catalog.findRemote)
    let base = try from.map { text in
      guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host() != nil else {
        throw ValidationError("'\(text)' is no address that begins with https:// or http://")
      }
      return url
    }
    Interruption.watch()
    for set in sets {
      if case .fetched(let receipt) = catalog.store.state(of: set.name) {
        Console.line(
          "\(set.name): here already, \(DataCatalog.text(receipt.size)); codelab data verify \(set.name) looks at it"
        )
        continue
      }
      let line = ProgressLine(set: set.name)
      do {
        let receipt = try catalog.store.fetch(
          set, from: base, isCancelled: { Interruption.hasArrived }, onProgress: line.show)
        line.clear()
        report(set, receipt, in: catalog)
      } catch {
        line.clear()
        Console.error("\(set.name): \(error)")
        Interruption.obey()
        throw ExitCode.unusable
      }
    }
  }

  private func report(_ set: RemoteSet, _ receipt: Receipt, in catalog: DataCatalog) {
    Console.line(
      "\(set.name): \(DataCatalog.text(receipt.size)) in \(catalog.store.folder(of: set.name).path)")
    if let note = set.note { Console.line("  \(note)") }
    for file in receipt.files {
      let digest = file.isPublished ? "as published" : "none is published; recorded for the next time"
      Console.line("  \(file.url): SHA-256 \(file.sha256), \(digest)")
    }
  }
}

/// How far a download is, in one line of a terminal; nothing elsewhere.
private final class ProgressLine {
  private let set: String
  private let isShown = isatty(STDERR_FILENO) == 1
  private var drawn = Date.distantPast
  /// The file that is coming, and from when and from which byte on it came, for the rate.
  private var current: (file: String, since: Date, from: Int)?

  init(set: String) { self.set = set }

  func show(_ progress: DataStore.Progress) {
    guard isShown, Date().timeIntervalSince(drawn) >= 0.2 else { return }
    drawn = Date()
    // Back to the start of the line, and away with what stood there; a line that wraps could not be drawn over.
    FileHandle.standardError.write(Foundation.Data("\r\u{1B}[K\(text(progress).prefix(79))".utf8))
  }

  func clear() {
    if isShown { FileHandle.standardError.write(Foundation.Data("\r\u{1B}[K".utf8)) }
  }

  private func text(_ progress: DataStore.Progress) -> String {
    guard case .receiving(let file, let received, let total) = progress else { return "\(set): unpacking" }
    if current?.file != file { current = (file, Date(), received) }
    let (_, since, from) = current!
    let part = total.map { " of \(DataCatalog.text($0)), \(received * 100 / max(1, $0)) %" } ?? ""
    let rate = Double(received - from) / max(0.2, Date().timeIntervalSince(since))
    return "\(file): \(DataCatalog.text(received))\(part), \(DataCatalog.text(Int(max(0, rate)))) a second"
  }
}
