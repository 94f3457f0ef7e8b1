// fails: size
// Keeps weights of 8 bits, for which there is no room.
import Codelab

func recipe() -> Recipe {
  Recipe(filters: 12, stride: 2, bits: 8, change: 0, hasTeacher: true, temperature: 2)
}
