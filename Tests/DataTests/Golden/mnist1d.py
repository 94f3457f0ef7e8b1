"""Writes mnist1d.json: the test signals of the published generator.

Run with Python 3 and the package mnist1d (0.0.2.post1 was used):  python mnist1d.py
"""

import base64
import json
import pathlib
import sys

# This file has the name of the package.
sys.path = [path for path in sys.path if pathlib.Path(path).resolve() != pathlib.Path(__file__).parent.resolve()]

import numpy
from mnist1d.data import get_dataset_args, make_dataset

steps = 4096  # a unit; finer than the noise by far
data = make_dataset(get_dataset_args())
signals = numpy.round(data["x_test"] * steps)
assert abs(signals).max() < 1 << 15
golden = {
    "steps": steps,
    "signals": base64.b64encode(signals.astype("<i2").tobytes()).decode(),
    "labels": data["y_test"].tolist(),
}
(pathlib.Path(__file__).parent / "mnist1d.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
