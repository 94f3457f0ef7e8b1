"""ONNX Runtime: float, and int8 as QuantizeLinear and DequantizeLinear around each operation (QDQ)."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from networks import inputs, same_zeros, steps

VERSION = onnxruntime.__version__
SCALE = np.float32(4 / 127)


class Writer:
    """Collects nodes and initializers; images are [1, channels, height, width] inside."""

    def __init__(self):
        self.nodes, self.initializers, self.count = [], [], 0

    def name(self):
        self.count += 1
        return f"v{self.count}"

    def constant(self, array):
        name = self.name()
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def op(self, kind, *reads, **attributes):
        name = self.name()
        outputs = attributes.pop("outputs", None) or [name]
        self.nodes.append(helper.make_node(kind, list(reads), outputs, **attributes))
        return name


def onnx_weight(step):
    """The weight in ONNX's order and the axis of its output channels."""
    w = step.weight
    if step.layer.kind == "conv":
        return w.transpose(3, 2, 0, 1), 0
    if step.layer.kind == "depthwise":
        return w.transpose(2, 0, 1)[:, None], 0
    if step.layer.kind == "transposed":
        return w.transpose(2, 3, 0, 1), 1
    if step.layer.kind == "conv1d":
        return w.transpose(2, 1, 0), 0
    return w.T, 0


def product(writer, step, x, w, b):
    """A convolution or dense layer."""
    layer = step.layer
    if layer.kind == "dense":
        return writer.op("Gemm", x, w, b, transB=1)
    extents = step.input[:-1]
    if layer.kind == "transposed":
        crop = [max(layer.kernel - layer.stride, 0)] * len(extents)
        pads = [c // 2 for c in crop] + [c - c // 2 for c in crop]
        return writer.op("ConvTranspose", x, w, b, strides=[layer.stride] * 2, pads=pads)
    zeros = [same_zeros(e, layer.kernel, layer.stride) if layer.same else (0, 0) for e in extents]
    group = step.input[-1] if layer.kind == "depthwise" else 1
    return writer.op(
        "Conv", x, w, b, strides=[layer.stride] * len(extents), group=group,
        pads=[z[0] for z in zeros] + [z[1] for z in zeros])


def other(writer, step, x):
    """A layer without a convolution or dense product."""
    kind = step.layer.kind
    if kind == "flatten":
        return writer.op("Flatten", x)
    if kind == "embedding":
        return writer.op("Gather", writer.constant(step.weight), x)
    if kind == "attention":
        scores = writer.op("MatMul", x, writer.op("Transpose", x, perm=[0, 2, 1]))
        return writer.op("MatMul", writer.op("Softmax", scores, axis=-1), x)
    units = step.layer.outputs
    last = writer.name()
    writer.op(
        "GRU", writer.op("Transpose", x, perm=[1, 0, 2]), writer.constant(step.weight.T[None]),
        writer.constant(step.recurrent.T[None]), writer.constant(step.bias[None]),
        hidden_size=units, linear_before_reset=1, outputs=["", last])
    return writer.op("Squeeze", last, writer.constant(np.array([0], np.int64)))


def float_graph(network):
    writer, x = Writer(), "input"
    for step in steps(network):
        if step.layer.kind in ("conv", "depthwise", "transposed", "conv1d", "dense"):
            x = product(
                writer, step, x, writer.constant(onnx_weight(step)[0]), writer.constant(step.bias))
        else:
            x = other(writer, step, x)
        if step.layer.relu:
            x = writer.op("Relu", x)
        if step.layer.pool > 1:
            n = len(step.output) - 1
            x = writer.op("MaxPool", x, kernel_shape=[step.layer.pool] * n, strides=[step.layer.pool] * n)
    return writer, x, TensorProto.INT64 if network.tokens else TensorProto.FLOAT


def int8_graph(network, activation):
    """Quantized from the input to the output: weights by channel, activations by tensor."""
    writer, x = Writer(), "input"
    scale, zero = writer.constant(SCALE), writer.constant(activation(0))

    def dequantized(x):
        return writer.op("DequantizeLinear", x, scale, zero)

    for step in steps(network):
        if step.layer.kind == "flatten":
            x = writer.op("QuantizeLinear", writer.op("Flatten", dequantized(x)), scale, zero)
            continue
        w, axis = onnx_weight(step)
        scales = (np.abs(w).max(axis=tuple(a for a in range(w.ndim) if a != axis)) / 127).astype(np.float32)
        broadcast = scales.reshape([-1 if a == axis else 1 for a in range(w.ndim)])
        w = writer.op(
            "DequantizeLinear", writer.constant(np.round(w / broadcast).astype(np.int8)),
            writer.constant(scales), writer.constant(np.zeros(len(scales), np.int8)), axis=axis)
        b = writer.op(
            "DequantizeLinear", writer.constant(np.round(step.bias / (scales * SCALE)).astype(np.int32)),
            writer.constant(scales * SCALE), writer.constant(np.zeros(len(scales), np.int32)), axis=0)
        x = product(writer, step, dequantized(x), w, b)
        if step.layer.relu:
            x = writer.op("Relu", x)
        x = writer.op("QuantizeLinear", x, scale, zero)
        if step.layer.pool > 1:
            n = len(step.output) - 1
            pool = writer.op(
                "MaxPool", dequantized(x), kernel_shape=[step.layer.pool] * n, strides=[step.layer.pool] * n)
            x = writer.op("QuantizeLinear", pool, scale, zero)
    return writer, x, TensorProto.UINT8 if activation is np.uint8 else TensorProto.INT8


def session(graph, shape, threads):
    writer, output, kind = graph
    result = TensorProto.FLOAT if kind == TensorProto.INT64 else kind
    model = helper.make_model(
        helper.make_graph(
            writer.nodes, "network", [helper.make_tensor_value_info("input", kind, shape)],
            [helper.make_tensor_value_info(output, result, None)], writer.initializers),
        opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]), output


def inference(network, batch, threads, precision):
    """Ways to run an inference: their names and functions without arguments."""
    x = inputs(network, batch)
    if x.ndim > 2:
        x = np.moveaxis(x, -1, 1)
    if precision == "float":
        ways = [("", float_graph(network), np.int64 if network.tokens else np.float32)]
    else:
        ways = [(f"{a.__name__} activations", int8_graph(network, a), a) for a in (np.uint8, np.int8)]
    for name, graph, kind in ways:
        array = x if precision == "float" else np.clip(x / SCALE, 0 if kind is np.uint8 else -127, 127)
        array = np.ascontiguousarray(array.astype(kind))
        run, output = session(graph, array.shape, threads)

        def plain(run=run, output=output, array=array):
            run.run([output], {"input": array})

        binding = run.io_binding()
        binding.bind_ortvalue_input("input", onnxruntime.OrtValue.ortvalue_from_numpy(array))
        first = run.run([output], {"input": array})[0]
        binding.bind_ortvalue_output(output, onnxruntime.OrtValue.ortvalue_from_numpy(first))

        def bound(run=run, binding=binding):
            run.run_with_iobinding(binding)

        separator = ", " if name else ""
        yield "run" + separator + name, plain
        yield "bound inputs and outputs" + separator + name, bound
