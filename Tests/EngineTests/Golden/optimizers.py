"""Writes optimizers.json: a parameter after each of five steps, by PyTorch, for OptimizerTests.swift.

The gradient at w is 2 (w - target) * scale, which both sides compute. Needs torch (2.15 was used).

    python3 optimizers.py
"""

import json
import pathlib

import torch

start = [1.0, -2.0, 0.5, 3.0]
target = torch.tensor([0.0, 1.0, 0.25, -1.0])
scale = torch.tensor([1.0, 0.1, 5.0, 0.01])

optimizers = {
    "sgd": lambda w: torch.optim.SGD(w, lr=0.05),
    "momentum": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9),
    "nesterov": lambda w: torch.optim.SGD(w, lr=0.05, momentum=0.9, nesterov=True),
    # So small an epsilon that it does not matter where it stands: PyTorch adds it after the bias correction.
    "adam": lambda w: torch.optim.Adam(w, lr=0.05, eps=1e-12),
    "adamW": lambda w: torch.optim.AdamW(w, lr=0.05, eps=1e-12, weight_decay=0.1),
}


def run(make):
    w = torch.tensor(start, requires_grad=True)
    optimizer = make([w])
    values = []
    for _ in range(5):
        w.grad = (2 * (w - target) * scale).detach()
        optimizer.step()
        values.append(w.tolist())
    return values


output = {name: run(make) for name, make in optimizers.items()}
pathlib.Path(__file__).with_name("optimizers.json").write_text(json.dumps(output, indent=1) + "\n")
