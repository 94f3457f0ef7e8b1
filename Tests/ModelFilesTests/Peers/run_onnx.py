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
# Without it, signed activations are computed in floats between the integers on x86.
options.add_session_config_entry("session.qdqisint8allowed", "1")

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = {
        value.name: np.load(path.with_suffix(f".input.{index}.npy"))
        for index, value in enumerate(session.get_inputs())
    }
    np.save(path.with_suffix(".output.npy"), session.run(["output"], inputs)[0])
