"""LiteRT with XNNPACK: models are written as .tflite flatbuffers by `tflite.py`."""

import os

import numpy as np
from ai_edge_litert import __version__ as VERSION
from ai_edge_litert.interpreter import Interpreter

from networks import inputs
from tflite import encode


def inference(network, batch, threads, precision):
    """Ways to run an inference: their names and functions without arguments."""
    if any(layer.kind == "gru" for layer in network.layers):
        return
    interpreter = Interpreter(model_content=encode(network, precision == "int8"), num_threads=threads)
    interpreter.allocate_tensors()
    x = inputs(network, batch)
    detail = interpreter.get_input_details()[0]
    scale = detail["quantization"][0] or 1
    interpreter.set_tensor(detail["index"], np.clip(x / scale, -127, 127).astype(detail["dtype"])
                           if precision == "int8" else x.astype(detail["dtype"]))
    yield "XNNPACK", interpreter.invoke
