"""Writes training.json: what PyTorch computes for two small runs that TrainingGoldenTests.swift repeats.

Needs torch (2.15 was used). Weights and images come from a hash that both sides compute, so that only results
are stored.

    python3 training.py
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

from shared import noise, ten_losses


def parameters(convolutions, dense):
    """Parameters by name; weights in the layouts of the engine, [kh, kw, in, out] and [in, out]."""
    result = {}
    for number, (kernel, inputs, outputs) in enumerate(convolutions, start=1):
        scale = math.sqrt(6 / (kernel * kernel * (inputs + outputs)))
        result[f"conv2d_{number}/weight"] = noise([kernel, kernel, inputs, outputs], scale, number)
        result[f"conv2d_{number}/bias"] = noise([outputs], 0.1, number)
        # Scales of both signs: pooling must come after normalization.
        result[f"batchNorm_{number}/gamma"] = noise([outputs], 1.0, number, 0.5)
        result[f"batchNorm_{number}/beta"] = noise([outputs], 0.3, number)
        result[f"batchNorm_{number}/movingMean"] = noise([outputs], 0.2, number)
        result[f"batchNorm_{number}/movingVariance"] = noise([outputs], 0.5, number, 1.0)
    result["dense_1/weight"] = noise(dense, math.sqrt(6 / sum(dense)), 9)
    result["dense_1/bias"] = noise(dense[1:], 0.1, 9)
    return result


def logits(images, p, training):
    x = images.permute(0, 3, 1, 2)
    for number in (1, 2):
        weight = p[f"conv2d_{number}/weight"].permute(3, 2, 0, 1)
        x = F.conv2d(x, weight, p[f"conv2d_{number}/bias"])
        mean, variance = p[f"batchNorm_{number}/movingMean"], p[f"batchNorm_{number}/movingVariance"]
        gamma, beta = p[f"batchNorm_{number}/gamma"], p[f"batchNorm_{number}/beta"]
        x = F.batch_norm(x, mean.clone(), variance.clone(), gamma, beta, training, eps=1e-3)
        x = F.max_pool2d(F.relu(x), 2)
    x = x.permute(0, 2, 3, 1).flatten(1)  # channels last, as the engine flattens
    return x @ p["dense_1/weight"] + p["dense_1/bias"]


def trainable(p):
    return {name: value.requires_grad_() for name, value in p.items() if "moving" not in name}


def small():
    """One pass of a network with odd extents: outputs, loss and all gradients."""
    p = parameters([(3, 3, 5), (2, 5, 7)], [7, 4])
    learned = trainable(p)
    images, labels = noise([6, 9, 11, 3], 1.0, 0), torch.tensor([0, 1, 2, 3, 1, 0])
    output = logits(images, p, training=True)
    loss = F.cross_entropy(output, labels)
    loss.backward()
    return {
        "trainingLogits": output.detach().flatten().tolist(),
        "inferenceLogits": logits(images, p, training=False).detach().flatten().tolist(),
        "loss": loss.item(),
        "gradients": {name: value.grad.flatten().tolist() for name, value in learned.items()},
    }


def digits():
    """The losses of ten steps of Adam, in the form of Keras, on one batch for the network of chapter 2."""
    p = parameters([(3, 1, 32), (3, 32, 64)], [1600, 10])
    learned = trainable(p)
    images, labels = noise([16, 28, 28, 1], 1.0, 0), torch.arange(16) * 7 % 10
    return ten_losses(lambda: F.cross_entropy(logits(images, p, training=True), labels), learned, 5e-4)


torch.manual_seed(0)
output = {"small": small(), "digitLosses": digits()}
pathlib.Path(__file__).with_name("training.json").write_text(json.dumps(output, indent=1) + "\n")
