// fails: small
// Takes more features than fit.
import Codelab
import Foundation

func design() -> Design {
  Design(words: .projected(features: 512), width: 16, bits: 8)
}
