"""Writes integers.json: int8 operations by ONNX Runtime, for IntegerGoldenTests.swift.

Needs onnx, onnxruntime (1.32 was used) and numpy.

    python3 integers.py
"""

import json
import pathlib

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(1)


def integers(*shape):
    return rng.integers(-128, 128, shape).astype(np.int8)


a, b = integers(300), integers(300)
image = integers(1, 9, 6, 7)  # [batch, channels, height, width]
rows = integers(15, 20)
constants = {
    "a_scale": np.float32(0.021), "a_zero": np.int8(3),
    "b_scale": np.float32(0.0173), "b_zero": np.int8(-7),
    "sum_scale": np.float32(0.031), "sum_zero": np.int8(5),
    "product_scale": np.float32(0.0123), "unit_scale": np.float32(1 / 256), "unit_zero": np.int8(-128),
    "row_scale": np.float32(0.05),
}


def run(operator, inputs, arrays, **attributes):
    node = helper.make_node(operator, inputs, ["y"], domain="com.microsoft", **attributes)
    graph = helper.make_graph(
        [node],
        operator,
        [helper.make_tensor_value_info(name, TensorProto.INT8, x.shape) for name, x in arrays.items()],
        [helper.make_tensor_value_info("y", TensorProto.INT8, None)],
        [numpy_helper.from_array(constants[name], name) for name in dict.fromkeys(inputs) if name in constants],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(graph, opset_imports=versions, ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, arrays)[0]


both = ["a", "a_scale", "a_zero", "b", "b_scale", "b_zero"]
one = ["a", "a_scale", "a_zero"]
results = {
    "add": run("QLinearAdd", both + ["sum_scale", "sum_zero"], {"a": a, "b": b}),
    "multiply": run("QLinearMul", both + ["product_scale", "sum_zero"], {"a": a, "b": b}),
    "concatenate": run("QLinearConcat", ["sum_scale", "sum_zero"] + both, {"a": a, "b": b}, axis=0),
    "sigmoid": run("QLinearSigmoid", one + ["unit_scale", "unit_zero"], {"a": a}),
    "averagePool": run(
        "QLinearAveragePool", one + ["b_scale", "sum_zero"], {"a": image}, kernel_shape=[3, 2], strides=[2, 2]
    ).transpose(0, 2, 3, 1),
    "globalAverage": run("QLinearGlobalAveragePool", one + ["b_scale", "sum_zero"], {"a": image}, channels_last=0),
    "softmax": run(
        "QLinearSoftmax", ["a", "row_scale", "a_zero", "unit_scale", "unit_zero"], {"a": rows}, axis=-1, opset=13
    ),
}
inputs = {"a": a, "b": b, "image": image.transpose(0, 2, 3, 1), "rows": rows}
stored = {name: value.ravel().tolist() for name, value in {**inputs, **results}.items()}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(stored) + "\n")
