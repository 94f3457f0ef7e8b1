"""Writes sequences.json: results and gradients of layers for sequences by PyTorch, for LayerGoldenTests.swift.

Each run has its operands, which are the input and then the layer's parameters, its result, a cotangent, and the
gradient of sum(result * cotangent) by each operand, all in the layout of the engine: weights [in, out], GRU gates
in the order z, r, n. Needs torch (2.15 was used).

    python3 sequences.py
"""

import json
import pathlib

import torch

from shared import run, zrn

torch.manual_seed(7)


def recurrent(module, parameters, x, reverse):
    if reverse:
        x = x.flip(1)
    y, _ = torch.func.functional_call(module, parameters, (x,))
    return y.flip(1) if reverse else y


def gru(reverse):
    module = torch.nn.GRU(5, 4, batch_first=True)

    def function(x, weight, recurrent_weight, bias, recurrent_bias):
        parameters = {
            "weight_ih_l0": zrn(weight).T,
            "weight_hh_l0": zrn(recurrent_weight).T,
            "bias_ih_l0": zrn(bias),
            "bias_hh_l0": zrn(recurrent_bias),
        }
        return recurrent(module, parameters, x, reverse)

    shapes = [[3, 6, 5], [5, 12], [4, 12], [12], [12]]
    return run([torch.randn(s) for s in shapes], function)


def lstm(reverse):
    module = torch.nn.LSTM(5, 4, batch_first=True)

    def function(x, weight, recurrent_weight, bias):
        parameters = {
            "weight_ih_l0": weight.T,
            "weight_hh_l0": recurrent_weight.T,
            "bias_ih_l0": bias,
            "bias_hh_l0": torch.zeros_like(bias),
        }
        return recurrent(module, parameters, x, reverse)

    shapes = [[3, 6, 5], [5, 16], [4, 16], [16]]
    return run([torch.randn(s) for s in shapes], function)


mask = torch.tensor([[1, 1, 1, 1, 0], [1, 1, 0, 0, 0]])


def attention():
    """Query, key, value and output projections with biases; two heads; padding at the end."""
    module = torch.nn.MultiheadAttention(6, 2, batch_first=True)

    def function(x, q, q_bias, k, k_bias, v, v_bias, o, o_bias):
        parameters = {
            "in_proj_weight": torch.cat([q.T, k.T, v.T]),
            "in_proj_bias": torch.cat([q_bias, k_bias, v_bias]),
            "out_proj.weight": o.T,
            "out_proj.bias": o_bias,
        }
        return torch.func.functional_call(
            module, parameters, (x, x, x), {"key_padding_mask": mask == 0, "need_weights": False}
        )[0]

    shapes = [[2, 5, 6]] + [[6, 6], [6]] * 4
    return run([torch.randn(s) for s in shapes], function)


def layer_norm(x, gamma, beta):
    return torch.nn.functional.layer_norm(x, [7], gamma, beta, eps=1e-3)


elements = torch.cat([torch.linspace(-9, 9, 37), torch.randn(20)]).reshape(3, 19)
output = {
    "gru": gru(False),
    "gruReversed": gru(True),
    "lstm": lstm(False),
    "lstmReversed": lstm(True),
    "attention": attention(),
    "layerNorm": run([torch.randn(3, 4, 7), torch.randn(7), torch.randn(7)], layer_norm),
    "softmax": run([torch.randn(3, 4, 7) * 3], lambda x: torch.softmax(x, -1)),
    "gelu": run([elements], torch.nn.functional.gelu),
    "silu": run([elements], torch.nn.functional.silu),
    "relu6": run([elements], torch.nn.functional.relu6),
    "tanh": run([elements], torch.tanh),
    "sigmoid": run([elements], torch.sigmoid),
}
pathlib.Path(__file__).with_name("sequences.json").write_text(json.dumps(output) + "\n")
