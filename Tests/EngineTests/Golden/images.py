"""Writes images.json: results and gradients of convolutions and pooling by PyTorch, for LayerGoldenTests.swift.

Each run has its operands, which are the input and then the layer's parameters, its result, a cotangent, and the
gradient of sum(result * cotangent) by each operand, all in the layout of the engine: images [n, h, w, c], weights
[kh, kw, in, out]. Needs torch (2.15 was used).

    python3 images.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

from shared import run

torch.manual_seed(7)


def first(x):
    """Channels to the front, as PyTorch has them."""
    return x.movedim(-1, 1)


def last(x):
    """Channels to the end."""
    return x.movedim(1, -1)


def same(x, kernel, stride):
    """Zeros in TensorFlow's convention for `same`: the extra one of an odd number is at the end."""
    padding = []
    for extent in reversed(x.shape[2:]):
        total = max(0, ((extent - 1) // stride) * stride + kernel - extent)
        padding += [total // 2, total - total // 2]
    return F.pad(x, padding)


def conv1d(stride, padding):
    def function(x, weight, bias):
        x = first(x)
        x = same(x, 4, stride) if padding == "same" else x
        return last(F.conv1d(x, weight.permute(2, 1, 0), bias, stride=stride))

    return run([torch.randn(s) for s in ([2, 9, 3], [4, 3, 5], [5])], function)


def conv2d(x, weight, bias):
    return last(F.conv2d(same(first(x), 3, 2), weight.permute(3, 2, 0, 1), bias, stride=2))


def depthwise(x, weight, bias=None):
    return last(F.conv2d(same(first(x), 3, 2), weight.permute(2, 0, 1)[:, None], bias, stride=2, groups=3))


def separable(x, weight, pointwise, bias):
    return last(F.conv2d(first(depthwise(x, weight)), pointwise.permute(3, 2, 0, 1), bias))


def transposed(kernel, **settings):
    def function(x, weight, bias):
        return last(F.conv_transpose2d(first(x), weight.permute(2, 3, 0, 1), bias, **settings))

    return run([torch.randn(s) for s in ([2, 3, 4, 3], [kernel, kernel, 3, 5], [5])], function)


image, sequence = torch.randn(2, 6, 7, 3), torch.randn(2, 9, 3)
output = {
    "conv1D": conv1d(2, "valid"),
    "conv1DSame": conv1d(1, "same"),
    "conv2DSame": run([image, torch.randn(3, 3, 3, 5), torch.randn(5)], conv2d),
    "depthwise": run([image, torch.randn(3, 3, 3), torch.randn(3)], depthwise),
    "separable": run([image, torch.randn(3, 3, 3), torch.randn(1, 1, 3, 5), torch.randn(5)], separable),
    "transposed": transposed(3, stride=2),
    "transposedSame": transposed(4, stride=2, padding=1),
    "transposedGaps": transposed(1, stride=2, output_padding=1),
    "maxPool2D": run([image], lambda x: last(F.max_pool2d(first(x), 3, stride=2))),
    "averagePool2D": run([image], lambda x: last(F.avg_pool2d(first(x), 2, stride=1))),
    "maxPool1D": run([sequence], lambda x: last(F.max_pool1d(first(x), 3))),
    "averagePool1D": run([sequence], lambda x: last(F.avg_pool1d(first(x), 4, stride=2))),
    "globalMaxPool": run([image], lambda x: x.amax((1, 2))),
    "globalAveragePool": run([sequence], lambda x: x.mean(1)),
}
pathlib.Path(__file__).with_name("images.json").write_text(json.dumps(output) + "\n")
