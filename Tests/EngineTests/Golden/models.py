"""Writes models.json: training of two classifiers of sequences by PyTorch, which ModelGoldenTests.swift repeats.

Each has the logits of one batch and the loss before training, the gradients of that loss, and the losses of ten
steps of Adam. Weights and ids come from formulas that both sides compute, so that only results are stored; of each
gradient, its length and every seventh number. Needs torch (2.15 was used).

    python3 models.py
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

from shared import noise, ten_losses, zrn

BATCH, LENGTH, WORDS, CLASSES = 16, 12, 40, 4

labels = torch.arange(BATCH) * 7 % CLASSES


def token_ids():
    """Ids from 1; sentence n has 5 + n % 8 words and ends in padding, which has the id 0."""
    n, i = torch.arange(BATCH)[:, None], torch.arange(LENGTH)
    return (1 + (11 * n + 7 * i + i * i) % (WORDS - 1)) * (i < 5 + n % 8)


def parameters(shapes):
    """Parameters by name: weights as Glorot would spread them, and the rest within 0.1, or 0.5 for a table."""
    result = {}
    for phase, (name, shape) in enumerate(shapes.items(), start=1):
        spread = {"table": 0.5, "weight": math.sqrt(6 / sum(shape)), "recurrent": math.sqrt(6 / sum(shape))}
        result[name] = noise(shape, spread.get(name.split("/")[1], 0.1), phase).requires_grad_()
    return result


def gru(p):
    """Embedding(40, width: 62), GRU(64), Dense(4); padding is read like any other word."""
    module = torch.nn.GRU(62, 64, batch_first=True)
    weights = {
        "weight_ih_l0": zrn(p["gru_1/weight"]).T,
        "weight_hh_l0": zrn(p["gru_1/recurrent"]).T,
        "bias_ih_l0": zrn(p["gru_1/bias"]),
        "bias_hh_l0": zrn(p["gru_1/recurrentBias"]),
    }
    x = F.embedding(token_ids(), p["embedding_1/table"])
    states, _ = torch.func.functional_call(module, weights, (x,))
    return states[:, -1] @ p["dense_1/weight"] + p["dense_1/bias"]


def attention(p):
    """Embedding(40, width: 32), SelfAttention(scale: 0.5) with a mask of the padding, Flatten, Dense(4)."""
    ids = token_ids()
    x = F.embedding(ids, p["embedding_1/table"])
    y = F.scaled_dot_product_attention(x, x, x, attn_mask=(ids != 0)[:, None, :], scale=0.5)
    return y.flatten(1) @ p["dense_1/weight"] + p["dense_1/bias"]


def training(network, shapes):
    p = parameters(shapes)
    logits = network(p)
    loss = F.cross_entropy(logits, labels)
    gradients = dict(zip(p, torch.autograd.grad(loss, p.values())))
    return {
        "logits": rounded(logits),
        "gradients": {
            name: {"length": g.double().norm().item(), "everySeventh": rounded(g.flatten()[::7])}
            for name, g in gradients.items()
        },
        "losses": ten_losses(lambda: F.cross_entropy(network(p), labels), p, 5e-3),
    }


def rounded(x):
    return [float(f"{v:.7g}") for v in x.detach().flatten().tolist()]


output = {
    "gru": training(
        gru,
        {
            "embedding_1/table": [WORDS, 62],
            "gru_1/weight": [62, 192],
            "gru_1/recurrent": [64, 192],
            "gru_1/bias": [192],
            "gru_1/recurrentBias": [192],
            "dense_1/weight": [64, CLASSES],
            "dense_1/bias": [CLASSES],
        },
    ),
    "attention": training(
        attention,
        {
            "embedding_1/table": [WORDS, 32],
            "dense_1/weight": [LENGTH * 32, CLASSES],
            "dense_1/bias": [CLASSES],
        },
    ),
}
pathlib.Path(__file__).with_name("models.json").write_text(json.dumps(output) + "\n")
