"""Writes losses.json: losses and their gradients by the logits, by PyTorch, for LossTests.swift.

Needs torch (2.15 was used).

    python3 losses.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(0)
rows, classes = 5, 4
logits = 3 * torch.randn(rows, classes)
teacher = 3 * torch.randn(rows, classes)
targets = F.softmax(torch.randn(rows, classes), dim=1)
labels = torch.tensor([3, 0, 2, 2, 1])
temperature, share = 4.0, 0.3


def distillation(z):
    soft = F.cross_entropy(z / temperature, F.softmax(teacher / temperature, dim=1))
    return share * F.cross_entropy(z, labels) + (1 - share) * temperature**2 * soft


losses = {
    "crossEntropy": lambda z: F.cross_entropy(z, labels),
    "smoothedCrossEntropy": lambda z: F.cross_entropy(z, labels, label_smoothing=0.1),
    "softCrossEntropy": lambda z: F.cross_entropy(z, targets),
    "binaryCrossEntropy": lambda z: F.binary_cross_entropy_with_logits(z, targets),
    "meanSquaredError": lambda z: F.mse_loss(z, targets),
    "distillation": distillation,
}


def run(loss):
    z = logits.clone().requires_grad_()
    value = loss(z)
    value.backward()
    return {"value": value.item(), "gradient": z.grad.flatten().tolist()}


output = {
    "shape": [rows, classes],
    "logits": logits.flatten().tolist(),
    "teacher": teacher.flatten().tolist(),
    "targets": targets.flatten().tolist(),
    "labels": labels.tolist(),
    "losses": {name: run(loss) for name, loss in losses.items()},
}
pathlib.Path(__file__).with_name("losses.json").write_text(json.dumps(output, indent=1) + "\n")
