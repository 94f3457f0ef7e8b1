extension Model {
  /// The present values of all parameters, moving statistics included, in the order of the layers.
  public var state: [NamedTensor] { parameters.map { NamedTensor(name: $0.name, tensor: $0.value) } }

  /// Puts the values of a state, in any order, in place of the present ones.
  ///
  /// - Throws: `ModelError` when a tensor is missing, unknown, given twice or of another shape; the model is then
  ///   as it was.
  public func restore(_ state: [NamedTensor]) throws(ModelError) {
    var values: [String: Tensor] = [:]
    for entry in state {
      guard values.updateValue(entry.tensor, forKey: entry.name) == nil else {
        throw .unexpectedParameter(entry.name)
      }
    }
    for parameter in parameters {
      guard let value = values.removeValue(forKey: parameter.name) else {
        throw .missingParameter(parameter.name)
      }
      guard value.shape == parameter.value.shape else {
        throw .parameterShape(
          name: parameter.name, shape: value.shape, expected: parameter.value.shape)
      }
    }
    if let name = values.keys.min() { throw .unexpectedParameter(name) }
    let restored = Dictionary(uniqueKeysWithValues: state.map { ($0.name, $0.tensor) })
    for parameter in parameters { parameter.value = restored[parameter.name]! }
  }
}
