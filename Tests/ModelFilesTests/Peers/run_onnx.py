"""Runs ONNX files in ONNX Runtime, for ONNXRuntimeTests.swift.

For each NAME.onnx in a folder: checks it as the format demands, runs it on NAME.input.0.npy and so on, and writes the
result to NAME.output.npy.

    python3 run_onnx.py FOLDER
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

options = onnxruntime.SessionOptions()
options.log_severity_level = 3
# Without 8-bit dot products, the fast kernels for x86 cut off sums of two products at 16 bits.
options.add_session_config_entry("session.x64quantprecision", "1")

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = {
        value.name: np.load(path.with_suffix(f".input.{index}.npy"))
        for index, value in enumerate(session.get_inputs())
    }
    np.save(path.with_suffix(".output.npy"), session.run(["output"], inputs)[0])
