// fails: asked
// Asks the teacher about the original image.
import Codelab

func taught(
  _ images: [[Float]], change: ([Float]) -> [Float], teacher: ([Float]) -> [Float]
) -> [Taught] {
  images.map { image in
    Taught(image: change(image), logits: teacher(image))
  }
}
