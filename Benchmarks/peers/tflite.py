"""Writes a network as a .tflite model: float, or int8 with one scale a weight channel."""

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from networks import steps

SCALE = 4 / 127
TYPES = {"float32": schema.TensorType.FLOAT32, "int8": schema.TensorType.INT8,
         "int32": schema.TensorType.INT32}
OPERATORS = schema.BuiltinOperator
OPTIONS = schema.BuiltinOptions


class Writer:
    """Collects tensors, buffers and operators of one subgraph."""

    def __init__(self):
        self.tensors, self.operators, self.codes = [], [], []
        self.buffers = [schema.BufferT()]

    def tensor(self, shape, kind, data=None, scales=None, axis=0):
        tensor = schema.TensorT()
        tensor.name = f"t{len(self.tensors)}".encode()
        tensor.shape = [int(e) for e in shape]
        tensor.type = TYPES[kind]
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
            tensor.buffer = len(self.buffers)
            self.buffers.append(buffer)
        if scales is not None:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = np.asarray(scales, np.float32)
            tensor.quantization.zeroPoint = np.zeros(len(scales), np.int64)
            tensor.quantization.quantizedDimension = axis
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def operator(self, code, version, inputs, output, options, kind):
        operator = schema.OperatorT()
        if (code, version) not in self.codes:
            self.codes.append((code, version))
        operator.opcodeIndex = self.codes.index((code, version))
        operator.inputs, operator.outputs = inputs, [output]
        operator.builtinOptions, operator.builtinOptionsType = options, kind
        self.operators.append(operator)

    def encoded(self, input, output):
        graph = schema.SubGraphT()
        graph.tensors, graph.operators = self.tensors, self.operators
        graph.inputs, graph.outputs = [input], [output]
        model = schema.ModelT()
        model.version, model.subgraphs, model.buffers = 3, [graph], self.buffers
        model.operatorCodes = []
        for code, version in self.codes:
            entry = schema.OperatorCodeT()
            entry.builtinCode, entry.version = code, version
            entry.deprecatedBuiltinCode = min(code, 127)
            model.operatorCodes.append(entry)
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def options(kind, **fields):
    """The options of an operator, by field name."""
    result = getattr(schema, kind + "T")()
    for name, value in fields.items():
        setattr(result, name, value)
    return result, getattr(OPTIONS, kind)


def litert_weight(step):
    """The weight in LiteRT's order and the axis of its output channels."""
    w = step.weight
    if step.layer.kind == "conv":
        return w.transpose(3, 0, 1, 2), 0
    if step.layer.kind == "depthwise":
        return w[None], 3
    if step.layer.kind == "transposed":
        return w.transpose(3, 0, 1, 2), 0
    if step.layer.kind == "conv1d":
        return w.transpose(2, 0, 1)[:, None], 0
    return w.T, 0


def weights(writer, step, integers):
    """Adds the weight and bias of a layer."""
    w, axis = litert_weight(step)
    if not integers:
        return [writer.tensor(w.shape, "float32", w), writer.tensor(step.bias.shape, "float32", step.bias)]
    scales = np.abs(w).max(axis=tuple(a for a in range(w.ndim) if a != axis)) / 127
    broadcast = scales.reshape([-1 if a == axis else 1 for a in range(w.ndim)])
    quantized = np.round(w / broadcast).astype(np.int8)
    bias = np.round(step.bias / (scales * SCALE)).astype(np.int32)
    return [writer.tensor(w.shape, "int8", quantized, scales, axis),
            writer.tensor(bias.shape, "int32", bias, scales * SCALE)]


def product(writer, step, x, output, integers):
    """A convolution or dense layer with its ReLU."""
    layer = step.layer
    padding = schema.Padding.SAME if layer.same else schema.Padding.VALID
    relu = schema.ActivationFunctionType.RELU if layer.relu else schema.ActivationFunctionType.NONE
    reads = weights(writer, step, integers)
    window = dict(strideH=layer.stride, strideW=layer.stride, padding=padding, fusedActivationFunction=relu)
    if layer.kind == "conv1d":
        window["strideH"] = 1
    if layer.kind in ("conv", "conv1d"):
        writer.operator(OPERATORS.CONV_2D, 3, [x] + reads, output, *options(
            "Conv2DOptions", dilationHFactor=1, dilationWFactor=1, **window))
    elif layer.kind == "depthwise":
        writer.operator(OPERATORS.DEPTHWISE_CONV_2D, 3, [x] + reads, output, *options(
            "DepthwiseConv2DOptions", depthMultiplier=1, dilationHFactor=1, dilationWFactor=1, **window))
    elif layer.kind == "transposed":
        shape = writer.tensor([4], "int32", np.array(writer.tensors[output].shape, np.int32))
        writer.operator(OPERATORS.TRANSPOSE_CONV, 4, [shape, reads[0], x, reads[1]], output, *options(
            "TransposeConvOptions", **window))
    else:
        writer.operator(OPERATORS.FULLY_CONNECTED, 4, [x] + reads, output, *options(
            "FullyConnectedOptions", fusedActivationFunction=relu))


def encode(network, integers):
    """The bytes of the model."""
    writer = Writer()
    scales, kind = ([SCALE], "int8") if integers else (None, "float32")
    known = steps(network)

    def shaped(shape):
        # A sequence [length, features] is an image of one row.
        return (1, 1, *shape) if network.name == "speech" and len(shape) == 2 else (1, *shape)

    first = x = writer.tensor(
        shaped(network.input), "int32" if network.tokens else kind, scales=None if network.tokens else scales)
    for step in known:
        output = writer.tensor(shaped(step.output), kind, scales=scales)
        if step.layer.kind == "flatten":
            shape = writer.tensor([2], "int32", np.array([1, *step.output], np.int32))
            writer.operator(OPERATORS.RESHAPE, 1, [x, shape], output, *options(
                "ReshapeOptions", newShape=[1, *step.output]))
        elif step.layer.kind == "embedding":
            table = writer.tensor(step.weight.shape, "float32", step.weight)
            writer.operator(OPERATORS.GATHER, 1, [table, x], output, *options("GatherOptions", axis=0))
        elif step.layer.kind == "attention":
            scores, shares = (writer.tensor((1, step.input[0], step.input[0]), kind) for _ in range(2))
            writer.operator(OPERATORS.BATCH_MATMUL, 1, [x, x], scores, *options(
                "BatchMatMulOptions", adjX=False, adjY=True))
            writer.operator(OPERATORS.SOFTMAX, 1, [scores], shares, *options("SoftmaxOptions", beta=1.0))
            writer.operator(OPERATORS.BATCH_MATMUL, 1, [shares, x], output, *options("BatchMatMulOptions"))
        else:
            product(writer, step, x, output, integers)
        x = output
        if step.layer.pool > 1:
            output = writer.tensor(shaped(step.pooled), kind, scales=scales)
            rows = 1 if len(step.output) == 2 else step.layer.pool
            writer.operator(OPERATORS.MAX_POOL_2D, 2, [x], output, *options(
                "Pool2DOptions", strideH=rows, strideW=step.layer.pool, filterHeight=rows,
                filterWidth=step.layer.pool, padding=schema.Padding.VALID))
            x = output
    return writer.encoded(first, x)
