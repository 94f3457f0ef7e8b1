"""Writes network.json: a network of 8-bit integers by ONNX Runtime, for IntegerNetworkTests.swift.

A convolution with stride and padding, a depthwise one, max pooling, a convolution of kernel 1 and a dense layer;
weights have one scale an output. Images are stored as [height, width, channels], weights in this package's order.
Weights are at most 63 in magnitude, so that no sum of two products leaves 16 bits: on processors without dot
products ONNX Runtime saturates there.

Needs onnx, onnxruntime (1.32 was used) and numpy.

    python3 network.py
"""

import json
import pathlib

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

rng = np.random.default_rng(2)
nodes, constants, stored = [], [], []


def constant(name, array):
    constants.append(numpy_helper.from_array(np.asarray(array), name))
    return name


def quantization(name, scale, zero):
    return [constant(f"{name}_scale", np.float32(scale)), constant(f"{name}_zero", np.int8(zero))]


def product(name, x, shape, layout, y, relu, **attributes):
    """A layer with a weight; `layout` gives its axes in ONNX's order from those of `shape`."""
    outputs = shape[-1]
    weight = rng.integers(-63, 64, shape).astype(np.int8)
    scales = rng.uniform(0.002, 0.02, outputs).astype(np.float32)
    bias = rng.integers(-3000, 3000, outputs).astype(np.int32)
    arranged = weight.transpose(layout) if name != "depthwise" else weight.transpose(2, 0, 1)[:, None]
    inputs = [x[0]] + quantization(f"{name}_x", *x[1]) + [
        constant(f"{name}_w", np.ascontiguousarray(arranged)), constant(f"{name}_ws", scales),
        constant(f"{name}_wz", np.zeros(outputs, np.int8))]
    if name == "dense":
        node = helper.make_node(
            "QGemm", inputs + [constant("dense_b", bias)] + quantization("dense_y", *y), [name],
            domain="com.microsoft", transB=0)
    else:
        node = helper.make_node(
            "QLinearConv", inputs + quantization(f"{name}_y", *y) + [constant(f"{name}_b", bias)], [name], **attributes)
    nodes.append(node)
    stored.append({
        "name": name, "shape": list(shape), "weight": weight.ravel().tolist(), "scales": scales.tolist(),
        "bias": bias.tolist(), "scale": float(np.float32(y[0])), "zero": y[1], "relu": relu})
    return name, y


image = rng.integers(-128, 128, (1, 3, 11, 9)).astype(np.int8)
x = ("image", (0.02, 3))
# ReLU: the zero point of its results is -128, so that the clamp to 8 bits is the one to 0.
x = product("conv", x, (3, 3, 3, 20), (3, 2, 0, 1), (0.06, -128), True, strides=[2, 2], pads=[1, 1, 1, 1])
x = product("depthwise", x, (3, 3, 20), None, (0.15, 11), False, pads=[1, 1, 1, 1], group=20)
nodes.append(helper.make_node("MaxPool", [x[0]], ["pool"], kernel_shape=[2, 2], strides=[2, 2]))
x = product("pointwise", ("pool", x[1]), (1, 1, 20, 17), (3, 2, 0, 1), (0.2, -128), True)
nodes.append(helper.make_node("Transpose", [x[0]], ["rows"], perm=[0, 2, 3, 1]))
nodes.append(helper.make_node("Flatten", ["rows"], ["flat"]))
x = product("dense", ("flat", x[1]), (3 * 2 * 17, 7), (0, 1), (0.9, -5), False)

names = [layer["name"] for layer in stored]
graph = helper.make_graph(
    nodes, "network", [helper.make_tensor_value_info("image", TensorProto.INT8, image.shape)],
    [helper.make_tensor_value_info(name, TensorProto.INT8, None) for name in names], constants)
versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
model = helper.make_model(graph, opset_imports=versions, ir_version=8)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
for layer, result in zip(stored, session.run(names, {"image": image})):
    layer["result"] = (result.transpose(0, 2, 3, 1) if result.ndim == 4 else result).ravel().tolist()
    print(layer["name"], result.shape, result.min(), result.max(), len(np.unique(result)))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"image": image.transpose(0, 2, 3, 1).ravel().tolist(), "layers": stored}) + "\n")
