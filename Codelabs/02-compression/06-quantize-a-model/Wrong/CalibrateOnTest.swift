// fails: calibration
// Calibrates on the test images, as the book's project does.
import Codelab

func calibrationImages(training: Dataset, test: Dataset) -> Tensor {
  test.images.rows(0..<min(300, test.count))
}
