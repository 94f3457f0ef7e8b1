// LessonKit
import Yams
