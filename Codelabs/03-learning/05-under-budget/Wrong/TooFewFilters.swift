// fails: accuracy
// Makes the network too small to learn.
import Codelab

func recipe() -> Recipe {
  Recipe(filters: 2, stride: 2, bits: 4, change: 0, hasTeacher: true, temperature: 2)
}
