import Foundation

/// The discrete Fourier transform of real numbers, `X[k] = sum over n of x[n] e^(-2 pi i k n / count)`.
///
/// Two neighbors in time make up one complex number, so a transform of half the length does the work; the halves are
/// told apart afterwards by their symmetry. The transform is that of Cooley and Tukey (1965).
struct RealFFT {
  /// How many numbers are transformed: a power of two, at least 2.
  let count: Int

  /// cos and -sin of `2 pi k / count` for k in `0..<count / 2`.
  private let cosines: [Float]
  private let sines: [Float]

  /// Prepares transforms.
  ///
  /// - Precondition: `count` is a power of two, at least 2.
  init(count: Int) {
    precondition(count >= 2 && count & (count - 1) == 0, "\(count) is not a power of two above 1")
    self.count = count
    let angles = (0..<count / 2).map { 2 * Double.pi * Double($0) / Double(count) }
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(-sin($0)) }
  }

  /// The sizes `|X[k]|` for k in `0...count / 2`; the rest of the spectrum is their mirror image.
  ///
  /// - Precondition: there are `count` samples.
  func magnitudes(_ samples: [Float]) -> [Float] {
    precondition(samples.count == count, "\(samples.count) samples for a transform of \(count)")
    let half = count / 2
    var real = (0..<half).map { samples[2 * $0] }
    var imaginary = (0..<half).map { samples[2 * $0 + 1] }
    transform(&real, &imaginary)
    return (0...half).map { k in
      let (a, b) = (k % half, (half - k) % half)
      // The transforms of the samples at even and at odd places.
      let even = (real: (real[a] + real[b]) / 2, imaginary: (imaginary[a] - imaginary[b]) / 2)
      let odd = (real: (imaginary[a] + imaginary[b]) / 2, imaginary: (real[b] - real[a]) / 2)
      let (cosine, sine) = k < half ? (cosines[k], sines[k]) : (-1, 0)
      let x = even.real + cosine * odd.real - sine * odd.imaginary
      let y = even.imaginary + cosine * odd.imaginary + sine * odd.real
      return (x * x + y * y).squareRoot()
    }
  }

  /// The transform of `count / 2` complex numbers, in place.
  private func transform(_ real: inout [Float], _ imaginary: inout [Float]) {
    let half = real.count
    // In the order of their mirrored bits, so that each step finds its operands side by side.
    var mirrored = 0
    for index in 0..<half {
      if index < mirrored {
        real.swapAt(index, mirrored)
        imaginary.swapAt(index, mirrored)
      }
      var bit = half >> 1
      while bit > 0 && mirrored & bit != 0 {
        mirrored ^= bit
        bit >>= 1
      }
      mirrored |= bit
    }
    var size = 1
    while size < half {
      // Transforms of `size` numbers become such of twice as many.
      let step = half / size
      for start in stride(from: 0, to: half, by: 2 * size) {
        for k in 0..<size {
          let (low, high) = (start + k, start + k + size)
          let (cosine, sine) = (cosines[k * step], sines[k * step])
          let x = cosine * real[high] - sine * imaginary[high]
          let y = cosine * imaginary[high] + sine * real[high]
          (real[high], imaginary[high]) = (real[low] - x, imaginary[low] - y)
          (real[low], imaginary[low]) = (real[low] + x, imaginary[low] + y)
        }
      }
      size *= 2
    }
  }
}
