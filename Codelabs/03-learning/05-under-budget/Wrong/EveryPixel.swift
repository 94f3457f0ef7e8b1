// fails: latency
// Looks at every row and column.
import Codelab

func recipe() -> Recipe {
  Recipe(filters: 12, stride: 1, bits: 4, change: 0, hasTeacher: true, temperature: 2)
}
