"""The networks of the book as plain lists of layers, with weights, for every peer alike.

Weights are random: the time of an inference does not depend on their values. Batch normalization
is folded for inference, as a converter does, so a convolution here has a weight and a bias only.
"""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Layer:
    """A layer with what is fused into it.

    kind: "conv", "depthwise", "transposed" (images), "conv1d" (sequences), "flatten", "dense",
    "embedding", "gru", "attention". The padding of a convolution is "valid" or TensorFlow's "same".
    """

    kind: str
    outputs: int = 0
    kernel: int = 1
    stride: int = 1
    same: bool = False
    bias: bool = True
    norm: bool = False
    relu: bool = False
    pool: int = 1
    dropout: float = 0.0


@dataclass
class Network:
    """Layers, the shape of one input without the batch axis, and the number of classes.

    `per_pixel`: each pixel has a label, else each input has one. `tokens`: the input holds token ids.
    """

    name: str
    input: tuple
    classes: int
    layers: list = field(default_factory=list)
    per_pixel: bool = False
    tokens: bool = False


VOCABULARY = 5000


def digits():
    """Chapter 2: 28x28x1 to 10 logits; 35,210 parameters, 2,440,960 multiply-adds."""
    return Network("digits", (28, 28, 1), 10, [
        Layer("conv", 32, kernel=3, norm=True, relu=True, pool=2),
        Layer("conv", 64, kernel=3, norm=True, relu=True, pool=2),
        Layer("flatten", dropout=0.2),
        Layer("dense", 10)])


def pets(separable, divisor):
    """Chapter 4: 128x128x3 to three classes a pixel; 25,117,196 or 8,444,236 parameters at full width."""
    name = ("pets-separable" if separable else "pets") + ("" if divisor == 1 else f"-{divisor}")
    network = Network(name, (128, 128, 3), 3, per_pixel=True)
    inputs = None
    blocks = [(32, 2), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)]
    for outputs, stride in blocks + [(512, 1)] * 5 + [(1024, 2)]:
        outputs //= divisor
        if separable and inputs:
            network.layers += [
                Layer("depthwise", inputs, kernel=3, stride=stride, same=True, norm=True, relu=True),
                Layer("conv", outputs, norm=True, relu=True)]
        else:
            network.layers.append(
                Layer("conv", outputs, kernel=3, stride=stride, same=True, norm=True, relu=True))
        inputs = outputs
    for outputs in [512, 256, 128, 64]:
        network.layers.append(Layer(
            "transposed", outputs // divisor, kernel=3, stride=2, same=True, bias=False, norm=True, relu=True))
    network.layers.append(
        Layer("transposed", 3, kernel=3, stride=2, same=True, bias=False, norm=True))
    return network


def speech():
    """Chapter 3, width 1: a 124x129 spectrogram to 12 commands."""
    network = Network("speech", (124, 129), 12)
    for outputs in [32, 64, 128]:
        network.layers += [
            Layer("conv1d", outputs, kernel=9, same=True, norm=True, relu=True),
            Layer("conv1d", outputs, kernel=9, same=True, norm=True, relu=True, pool=4, dropout=0.1)]
    network.layers += [Layer("flatten"), Layer("dense", 512, relu=True), Layer("dense", 12)]
    return network


def news_gru():
    """Chapter 4: 64 tokens to 4 classes through a recurrent layer; 334,836 parameters."""
    return Network("news-gru", (64,), 4, [
        Layer("embedding", 62), Layer("gru", 64), Layer("dense", 4)], tokens=True)


def news_attention():
    """Chapter 4: 64 tokens to 4 classes through self-attention; 336,388 parameters."""
    return Network("news-attention", (64,), 4, [
        Layer("embedding", 64), Layer("attention"), Layer("flatten"), Layer("dense", 4)], tokens=True)


def network(name):
    """The network of a name."""
    return {
        "digits": digits,
        "pets": lambda: pets(False, 1),
        "pets-4": lambda: pets(False, 4),
        "pets-separable": lambda: pets(True, 1),
        "pets-separable-4": lambda: pets(True, 4),
        "speech": speech,
        "news-gru": news_gru,
        "news-attention": news_attention,
    }[name]()


@dataclass
class Step:
    """A layer whose shapes and numbers are known. Images are [height, width, channels]."""

    layer: Layer
    input: tuple
    output: tuple
    pooled: tuple
    weight: np.ndarray = None
    bias: np.ndarray = None
    recurrent: np.ndarray = None


def steps(network):
    """Each layer with its shapes and random weights.

    Weights: conv [kh, kw, in, out], depthwise [kh, kw, channels], transposed [kh, kw, in, out],
    conv1d [k, in, out], dense [in, out], gru [in, 3 units] in the order z, r, n.
    """
    random = np.random.default_rng(7)
    result, shape = [], network.input

    def weight(*dimensions, inputs):
        return (random.standard_normal(dimensions) * (2 / inputs) ** 0.5).astype(np.float32)

    for layer in network.layers:
        k, n, step = layer.kernel, layer.outputs, Step(layer, shape, shape, shape)
        c = shape[-1]
        window = 0 if layer.same else k - 1
        if layer.kind == "conv":
            step.output = tuple((e - window - 1) // layer.stride + 1 for e in shape[:2]) + (n,)
            step.weight = weight(k, k, c, n, inputs=k * k * c)
        elif layer.kind == "depthwise":
            step.output = tuple((e - window - 1) // layer.stride + 1 for e in shape[:2]) + (c,)
            step.weight = weight(k, k, c, inputs=k * k)
        elif layer.kind == "transposed":
            step.output = tuple(e * layer.stride for e in shape[:2]) + (n,)
            step.weight = weight(k, k, c, n, inputs=k * k * c / layer.stride ** 2)
        elif layer.kind == "conv1d":
            step.output = (shape[0] - window, n)
            step.weight = weight(k, c, n, inputs=k * c)
        elif layer.kind == "flatten":
            step.output = (int(np.prod(shape)),)
        elif layer.kind == "dense":
            step.output = (n,)
            step.weight = weight(c, n, inputs=c)
        elif layer.kind == "embedding":
            step.output = (shape[0], n)
            step.weight = weight(VOCABULARY, n, inputs=8)
        elif layer.kind == "gru":
            step.output = (n,)
            step.weight = weight(c, 3 * n, inputs=2 * c)
            step.recurrent = weight(n, 3 * n, inputs=2 * n)
            step.bias = np.zeros(6 * n, np.float32)
        elif layer.kind == "attention":
            step.output = shape
        if step.weight is not None and layer.kind not in ("embedding", "gru"):
            step.bias = (random.standard_normal(step.output[-1]) * 0.1).astype(np.float32)
        step.pooled = tuple(e // layer.pool for e in step.output[:-1]) + step.output[-1:]
        shape = step.pooled
        result.append(step)
    return result


def inputs(network, batch):
    """Random inputs: values in [-1, 1], or token ids (float32; a peer makes integers of them)."""
    random = np.random.default_rng(1)
    if network.tokens:
        return random.integers(1, VOCABULARY, (batch, *network.input)).astype(np.float32)
    return random.uniform(-1, 1, (batch, *network.input)).astype(np.float32)


def labels(network, batch):
    """Random labels: one for each input, or for each pixel."""
    shape = (batch, *network.input[:2]) if network.per_pixel else (batch,)
    return np.random.default_rng(2).integers(0, network.classes, shape)


def same_zeros(extent, kernel, stride):
    """Zeros before and after one axis under TensorFlow's "same" padding."""
    total = max(0, ((extent - 1) // stride) * stride + kernel - extent)
    return total // 2, total - total // 2
