// fails: asked
// Changes the image once for the student and once more for the teacher.
import Codelab

func taught(
  _ images: [[Float]], change: ([Float]) -> [Float], teacher: ([Float]) -> [Float]
) -> [Taught] {
  images.map { image in
    Taught(image: change(image), logits: teacher(change(image)))
  }
}
