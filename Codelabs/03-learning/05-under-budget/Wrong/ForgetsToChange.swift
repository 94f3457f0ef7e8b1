// fails: changed
// Hands on the original image.
import Codelab

func taught(
  _ images: [[Float]], change: ([Float]) -> [Float], teacher: ([Float]) -> [Float]
) -> [Taught] {
  images.map { image in
    Taught(image: image, logits: teacher(image))
  }
}
