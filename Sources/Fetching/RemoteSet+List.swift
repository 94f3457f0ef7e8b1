extension RemoteSet {
  /// The sets that can be fetched.
  ///
  /// Lengths and digests are those that TensorFlow Datasets publishes in its tables of checksums; those of AG News belong to
  /// the named revision of its repository. None is published for DBPedia.
  public static let all: [RemoteSet] = [
    mnistLike(
      "mnist", "handwritten digits, 28 by 28 gray, 10 classes: 60,000 and 10,000",
      origin: "Y. LeCun, C. Cortes and C. Burges, 1998", license: "CC BY-SA 3.0",
      base: "https://storage.googleapis.com/cvdf-datasets/mnist/",
      files: [
        (9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        (28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        (1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        (4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ]),
    mnistLike(
      "fashion-mnist", "pieces of clothing, 28 by 28 gray, 10 classes: 60,000 and 10,000",
      origin: "H. Xiao, K. Rasul and R. Vollgraf, 2017", license: "MIT",
      base: "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      files: [
        (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
      ]),
    RemoteSet(
      name: "speech-commands", summary: "spoken words, 35 classes: 105,829 recordings of a second",
      origin: "P. Warden, 2018, version 0.02", license: "CC BY 4.0",
      files: [
        RemoteFile(
          "https://storage.googleapis.com/download.tensorflow.org/data/speech_commands_v0.02.tar.gz",
          packing: .tar(dropping: nil), size: 2_428_923_189,
          sha256: "af14739ee7dc311471de98f5f9d2c9191b18aedfe957f4a6ff791c709868ff58")
      ], unpackedLimit: 6 << 30),
    RemoteSet(
      name: "ag-news", summary: "news in 4 classes: 120,000 and 7,600",
      origin: "A. Gulli; X. Zhang, J. Zhao and Y. LeCun, 2015",
      license: "for research and non-commercial use",
      files: [
        ("train.csv", "76a0a2d2f92b286371fe4d4044640910a04a803fdd2538e0f3f29a5c6f6b672e"),
        ("test.csv", "521465c2428ed7f02f8d6db6ffdd4b5447c1c701962353eb2c40d548c3c85699"),
      ].map { name, digest in
        RemoteFile(
          "https://raw.githubusercontent.com/mhjabreel/CharCnn_Keras/"
            + "555590db4219b1243abb1918effd6a7425a2d75f/data/ag_news_csv/\(name)", sha256: digest)
      }),
    RemoteSet(
      name: "dbpedia", summary: "beginnings of encyclopedia articles in 14 classes: 560,000 and 70,000",
      origin: "J. Lehmann et al.; X. Zhang, J. Zhao and Y. LeCun, 2015", license: "CC BY-SA 3.0 and GFDL",
      files: [
        RemoteFile(
          "https://s3.amazonaws.com/fast-ai-nlp/dbpedia_csv.tgz", packing: .tar(dropping: "dbpedia_csv"))
      ]),
    RemoteSet(
      name: "imdb", summary: "film reviews, negative or positive: 25,000 and 25,000",
      origin: "A. Maas et al., 2011", license: "none stated; cite the paper",
      files: [
        RemoteFile(
          "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
          packing: .tar(dropping: "aclImdb"),
          sha256: "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe")
      ]),
    RemoteSet(
      name: "oxford-pets",
      summary: "photographs of cats and dogs with a class for each pixel: 3,680 and 3,669",
      origin: "O. Parkhi et al., 2012", license: "CC BY-SA 4.0",
      files: [
        RemoteFile(
          "https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz", packing: .tar(dropping: nil),
          size: 791_918_971, sha256: "67195c5e1c01f1ab5f9b6a5d22b8c27a580d896ece458917e61d459337fa318d"),
        RemoteFile(
          "https://www.robots.ox.ac.uk/~vgg/data/pets/data/annotations.tar.gz", packing: .tar(dropping: nil),
          size: 19_173_078, sha256: "52425fb6de5c424942b7626b428656fcbd798db970a937df61750c0f1d358e91"),
      ], unpackedLimit: 2 << 30,
      note:
        "its images are JPEG, read by libturbojpeg where it is installed (Debian: libturbojpeg0); else, in its folder "
        + "images, run: mogrify -format ppm *.jpg"
    ),
  ]

  /// A set in the four files of MNIST.
  private static func mnistLike(
    _ name: String, _ summary: String, origin: String, license: String, base: String,
    files: [(size: Int, sha256: String)]
  ) -> RemoteSet {
    let names = [
      "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz",
    ]
    return RemoteSet(
      name: name, summary: summary, origin: origin, license: license,
      files: zip(names, files).map { RemoteFile(base + $0, size: $1.size, sha256: $1.sha256) })
  }
}
