import Foundation
import TestSupport
import Testing

extension EndToEnd {
  /// `codelab data`, and lessons on data that are not their own.
  @Suite(.serialized) struct DataCommandTests {
    private let course: URL
    private let store: URL

    init() throws {
      course = try Package.freshCourse()
      store = course.appending(path: "Store")
      try? FileManager.default.removeItem(at: store)
    }

    private func codelab(_ arguments: String..., environment: [String] = []) -> (
      status: Int32, output: String
    ) {
      run(["CODELAB_DATA=\(store.path)"] + environment + [Package.codelab] + arguments, folder: course)
    }

    @Test func listsWhatThereIs() {
      let (status, output) = codelab("data", "list")
      #expect(status == 0)
      for text in [
        "digits: shipped, ", "CC BY 4.0", "reviews: generated", "speech-commands: missing", "mnist: missing",
        store.path,
      ] { #expect(output.contains(text), "\(output)") }
      #expect(!output.contains("\u{1B}"))
    }

    @Test func showsSamples() {
      for (name, text) in [
        ("digits", "@@"), ("speech-commands", "said by"), ("mnist1d", "|"), ("topics", "    "),
        ("pets", "mask"),
        ("images", "rocket.ppm"),
      ] {
        let (status, output) = codelab("data", "show", name, "--count", "2", environment: ["LC_ALL=C"])
        #expect(status == 0 && output.contains(text), "\(output)")
        #expect(output.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) }, "\(output)")
        #expect(output.split(separator: "\n").allSatisfy { $0.count <= 80 })
      }
    }

    @Test func verifiesWhatIsShipped() {
      let (status, output) = codelab("data", "verify", "digits", "speech-commands", "mnist1d", "images")
      #expect(status == 0)
      for text in [
        "ok       digits: 1437 train, 360 test",
        "ok       speech-commands: 693 train, 99 validation, 198 test",
        "ok       mnist1d: 4000 train, 1000 test", "ok       images: 1 pictures",
      ] { #expect(output.contains(text), "\(output)") }
    }

    @Test func fetchesVerifiesAndShows() throws {
      let archive = tar([
        TarItem(
          path: "dbpedia_csv/train.csv", content: Array("1,Acme,\"A maker of \u{1B}[31manvils\"\n".utf8)),
        TarItem(path: "dbpedia_csv/test.csv", content: Array("9,Oz,A village\n".utf8)),
      ])
      let server = try LocalServer {
        $0.path == "/sets/dbpedia_csv.tgz" ? .init(body: archive) : .init(status: 404)
      }
      let missing = codelab("data", "fetch", "dbpedia", "--from", server.url("elsewhere"))
      #expect(missing.status == 2 && missing.output.contains("the server answered 404"), "\(missing.output)")

      let fetched = codelab("data", "fetch", "dbpedia", "--from", server.url("sets/"))
      #expect(
        fetched.status == 0 && fetched.output.contains("recorded for the next time"), "\(fetched.output)")
      #expect(!fetched.output.contains("\u{1B}"))
      #expect(codelab("data", "fetch", "dbpedia").output.contains("here already"))
      #expect(codelab("data", "list").output.contains("dbpedia: fetched, "))

      let verified = codelab("data", "verify")
      #expect(
        verified.status == 0 && verified.output.contains("dbpedia: 1 train, 1 test"), "\(verified.output)")
      let shown = codelab("data", "show", "dbpedia")
      #expect(shown.output.contains("Company") && shown.output.contains("A maker of"), "\(shown.output)")
      #expect(!shown.output.contains("\u{1B}"))

      try "10,Oz,A village\n".write(
        to: store.appending(path: "dbpedia/test.csv"), atomically: true, encoding: .utf8)
      let damaged = codelab("data", "verify", "dbpedia")
      #expect(
        damaged.status == 1
          && damaged.output.contains("PROBLEM  dbpedia: test.csv is missing or has changed"),
        "\(damaged.output)")
    }

    /// A host that does not exist, reached through a proxy that knows better.
    @Test func fetchesThroughAProxy() throws {
      let archive = tar([
        TarItem(path: "dbpedia_csv/train.csv", content: Array("1,Acme,A maker of anvils\n".utf8)),
        TarItem(path: "dbpedia_csv/test.csv", content: Array("9,Oz,A village\n".utf8)),
      ])
      let proxy = try LocalServer { _ in .init(body: archive) }
      let environment = ["http_proxy=\(proxy.url(""))", "NO_PROXY=", "no_proxy="]
      let address = "http://sets.invalid/dbpedia"
      let fetched = codelab("data", "fetch", "dbpedia", "--from", address, environment: environment)
      #expect(fetched.status == 0, "\(fetched.output)")
      #expect(proxy.requests.map(\.path) == ["\(address)/dbpedia_csv.tgz"])
    }

    @Test func badUsageIsExplained() {
      for (arguments, complaint) in [
        (["data", "show", "mnits"], "there is no set 'mnits'"),
        (["data", "fetch", "digits"], "there is no set"),
        (["data", "show", "mnist"], "codelab data fetch mnist gets it"),
        (["data", "show", "digits", "--split", "dev"], "it has train, test"),
        (["data", "show", "digits", "--count", "0"], "from 1 to 1000"),
        (["data", "fetch", "mnist", "--from", "ftp://x"], "begins with https://"),
        (["data", "fetch", "mnist", "--from", "http://127.0.0.1:1/"], "Check the network"),
        (["run", "quantize-a-model", "--data", "imdb=/tmp"], "they take mnist"),
        (["run", "quantize-a-model", "--data", "mnist=/nowhere"], "/nowhere is not a folder"),
        (["run", "quantize-a-model", "--data", "mnist"], "codelab data fetch mnist"),
      ] {
        let (status, output) = run(
          ["CODELAB_DATA=\(store.path)", Package.codelab] + arguments, folder: course)
        #expect(status == 2 && output.contains(complaint), "\(arguments): \(output)")
      }
    }

    @Test func aLessonRunsOnAWholeSet() throws {
      let folder = course.appending(path: "small mnist")
      try writeSmallMNIST(to: folder)
      let arguments = ["run", "quantize-a-model", "--step", "digits"]
      let (status, output) = run(
        [Package.codelab] + arguments + ["--data", "mnist=small mnist"], folder: course)
      #expect(status == 0, "\(output)")
      #expect(output.contains("runs on mnist: 30 images to train with, 20 to test with, from "), "\(output)")
      #expect(output.contains("training images: 30") && output.contains("chance: 10.0 %"), "\(output)")
      // A folder that the environment names stands in as well.
      try FileManager.default.createDirectory(at: store, withIntermediateDirectories: true)
      try FileManager.default.moveItem(at: folder, to: store.appending(path: "mnist"))
      let named = run(["CODELAB_DATA=\(store.path)", Package.codelab] + arguments, folder: course)
      #expect(named.output.contains("runs on mnist: 30 images"), "\(named.output)")
      let own = run([Package.codelab] + arguments, folder: course)
      #expect(own.output.contains("runs on digits: 1,437 images"), "\(own.output)")
    }
  }
}
