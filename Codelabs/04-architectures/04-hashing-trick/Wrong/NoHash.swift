// fails: row
// Takes the remainder of the number itself.
import Codelab
import Foundation

func row(of number: UInt32, size: Int) -> Int {
  Int(number) % size
}
