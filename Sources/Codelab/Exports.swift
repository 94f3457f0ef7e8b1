// A lesson and a learner's file write `import Codelab` and have the whole engine.
@_exported import Data
@_exported import Engine
@_exported import ModelFiles
