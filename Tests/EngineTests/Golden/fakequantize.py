"""Writes fakequantize.json: fake quantization and its gradients, by PyTorch, for FakeQuantizeTests.swift.

Needs torch (2.15 was used). PyTorch passes gradients on half a step beyond the range, where values still round into it;
here, as in TensorFlow, the range itself is the border, so those elements are left out.

    python3 fakequantize.py
"""

import json
import math
import pathlib

import torch

torch.manual_seed(0)


def activations(low, high, bits):
    """Affine, with the range nudged so that 0 is exact; the integers are signed."""
    smallest, largest = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    scale = (max(high, 0) - min(low, 0)) / (largest - smallest)
    place = smallest - min(low, 0) / scale
    zero = min(max(int(math.copysign(math.floor(abs(place) + 0.5), place)), smallest), largest)
    x = 3 * torch.randn(200)
    steps = x / scale + zero
    beyond = torch.minimum((steps - smallest).abs(), (steps - largest).abs()) < 0.51
    x = x[~beyond].requires_grad_()
    y = torch.fake_quantize_per_tensor_affine(x, scale, zero, smallest, largest)
    dy = torch.randn(len(x))
    y.backward(dy)
    return {
        "low": low,
        "high": high,
        "bits": bits,
        "x": x.tolist(),
        "y": y.tolist(),
        "dy": dy.tolist(),
        "dx": x.grad.tolist(),
    }


def weights(bits):
    """Symmetric, one scale for each index of the last axis."""
    limit = 2 ** (bits - 1) - 1
    w = torch.randn(6, 5)
    scales = w.abs().amax(dim=0) / limit
    zeros = torch.zeros(5, dtype=torch.int32)
    y = torch.fake_quantize_per_channel_affine(w, scales, zeros, 1, -limit, limit)
    return {"bits": bits, "w": w.flatten().tolist(), "y": y.flatten().tolist()}


run = {
    "activations": [
        activations(low, high, bits)
        for low, high, bits in [(-2.3, 4.1, 8), (0, 6, 8), (-1, 1, 4), (0.5, 3, 3), (-5, -1, 2)]
    ],
    "weights": [weights(bits) for bits in (2, 3, 4, 8)],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(run))
