import Engine

extension SafeTensors {
  /// The parameters of a model, with a note of how this engine lays them out.
  ///
  /// ```swift
  /// let file = SafeTensors(state: model.state)          // save file.bytes
  /// try model.restore(SafeTensors(bytes).state())       // a model of the same layers
  /// ```
  /// - Precondition: no two tensors have one name.
  public init(state: [NamedTensor]) {
    self.init(
      Dictionary(uniqueKeysWithValues: state.map { ($0.name, NumericArray($0.tensor)) }),
      metadata: Self.layoutNotes)
  }

  /// The arrays as named tensors, which `Model.restore(_:)` takes: it names what is missing, left over or misshapen.
  ///
  /// - Throws: `SafeTensorsError` for an array that does not hold 32-bit floats.
  public func state() throws(SafeTensorsError) -> [NamedTensor] {
    var state: [NamedTensor] = []
    for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
      guard let tensor = array.tensor else {
        throw .tensor(name, reason: "a model's parameters are 32-bit floats (F32)")
      }
      state.append(NamedTensor(name: name, tensor: tensor))
    }
    return state
  }

  /// How parameters are laid out, for those who read the file elsewhere.
  static let layoutNotes = [
    "producer": "codelab",
    "layout":
      "values [batch, height, width, channels]; dense weights [in, out]; "
      + "convolution weights [height, width, in, out], of sequences [length, in, out], "
      + "depthwise [height, width, channels]; gates of a GRU z, r, n, of an LSTM i, f, g, o",
  ]
}
