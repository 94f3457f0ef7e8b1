// fails: depthwise
// Adds up all channels, as a regular convolution does.
import Codelab

/// The sizes of a convolution that keeps the height and width of its image.
struct Sizes {
  /// Rows of the image.
  var height: Int
  /// Columns of the image.
  var width: Int
  /// Channels of the image.
  var channels: Int
  /// Rows and columns of a filter.
  var kernel: Int
  /// Channels of the result.
  var filters: Int
}

/// Counts the multiply-accumulates of a regular convolution.
///
/// - Returns: One for each weight, `kernel * kernel * channels * filters` of them, at each place of the image.
func regularCost(_ sizes: Sizes) -> Int {
  sizes.height * sizes.width * sizes.kernel * sizes.kernel * sizes.channels * sizes.filters
}

/// Counts the multiply-accumulates of a depthwise separable convolution.
///
/// - Returns: At each place of the image, those of the depthwise part, which slides one filter of `kernel` by `kernel` over
///   each channel; and those of the pointwise part, which makes each channel of the result a weighted sum of all
///   channels.
func separableCost(_ sizes: Sizes) -> Int {
  sizes.height * sizes.width * sizes.channels * (sizes.kernel * sizes.kernel + sizes.filters)
}

/// Slides one filter over each channel of an image, without padding.
///
/// - Parameters:
///   - image: `[height][width][channels]`: the channels of the first pixel, of the second one in its row, and so on.
///   - sizes: The sizes of image and filters; `filters` does not matter.
///   - weights: `[kernel][kernel][channels]`.
/// - Returns: `[height - kernel + 1][width - kernel + 1][channels]`: at each place, for each channel, the sum of its
///   `kernel * kernel` values times the weights of this channel.
func depthwise(_ image: [Float], _ sizes: Sizes, weights: [Float]) -> [Float] {
  let (kernel, channels) = (sizes.kernel, sizes.channels)
  var result: [Float] = []
  for row in 0...sizes.height - kernel {
    for column in 0...sizes.width - kernel {
      for channel in 0..<channels {
        var sum: Float = 0
        for y in 0..<kernel {
          for x in 0..<kernel {
            let pixel = (row + y) * sizes.width + column + x
            for other in 0..<channels {
              sum += image[pixel * channels + other] * weights[(y * kernel + x) * channels + channel]
            }
          }
        }
        result.append(sum)
      }
    }
  }
  return result
}

/// Mixes the channels of each pixel.
///
/// - Parameters:
///   - pixels: The channels of one pixel after the other.
///   - channels: How many each pixel has.
///   - weights: `[channels][filters]`: what each channel adds to each channel of the result.
/// - Returns: The channels of the result, one pixel after the other.
func pointwise(_ pixels: [Float], channels: Int, weights: [Float]) -> [Float] {
  let filters = weights.count / channels
  var result: [Float] = []
  for pixel in stride(from: 0, to: pixels.count, by: channels) {
    for filter in 0..<filters {
      var sum: Float = 0
      for channel in 0..<channels { sum += pixels[pixel + channel] * weights[channel * filters + filter] }
      result.append(sum)
    }
  }
  return result
}

/// Finds the regular convolution that does the same as a depthwise and a pointwise one together.
///
/// - Parameters:
///   - depthwise: `[kernel * kernel][channels]`.
///   - pointwise: `[channels][filters]`.
///   - channels: The number of channels.
/// - Returns: `[kernel * kernel][channels][filters]`: the weights of the regular convolution.
func combined(depthwise: [Float], pointwise: [Float], channels: Int) -> [Float] {
  let filters = pointwise.count / channels
  return depthwise.indices.flatMap { place in
    (0..<filters).map { depthwise[place] * pointwise[place % channels * filters + $0] }
  }
}
