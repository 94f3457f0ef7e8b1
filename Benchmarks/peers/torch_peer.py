"""PyTorch: eager and frozen TorchScript inference, and training steps with Adam."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from networks import VOCABULARY, inputs, labels

VERSION = torch.__version__


class LastState(nn.Module):
    """A GRU that gives its last state."""

    def __init__(self, features, units):
        super().__init__()
        self.gru = nn.GRU(features, units, batch_first=True)

    def forward(self, x):
        return self.gru(x)[1][0]


class Attention(nn.Module):
    """The book's self-attention: no parameters, no scale."""

    def forward(self, x):
        return torch.bmm(torch.softmax(torch.bmm(x, x.transpose(1, 2)), dim=-1), x)


class FusedAttention(nn.Module):
    """The same through PyTorch's fused kernel."""

    def forward(self, x):
        x = x.unsqueeze(1)
        return functional.scaled_dot_product_attention(x, x, x, scale=1.0).squeeze(1)


class Transpose(nn.Module):
    """[length, features] as PyTorch's convolutions want it."""

    def forward(self, x):
        return x.transpose(1, 2)


def modules(network, attention):
    """The layers of a network as PyTorch modules, batch normalization included."""
    result, shape = [], network.input
    for layer in network.layers:
        k, n, s, c = layer.kernel, layer.outputs, layer.stride, shape[-1]
        padding = k // 2 if layer.same else 0
        if layer.kind == "conv":
            result.append(nn.Conv2d(c, n, k, s, padding, bias=layer.bias))
            shape = (*((e + 2 * padding - k) // s + 1 for e in shape[:2]), n)
        elif layer.kind == "depthwise":
            result.append(nn.Conv2d(c, c, k, s, padding, groups=c, bias=layer.bias))
            shape = (*((e + 2 * padding - k) // s + 1 for e in shape[:2]), c)
        elif layer.kind == "transposed":
            result.append(nn.ConvTranspose2d(c, n, k, s, 1, output_padding=1, bias=layer.bias))
            shape = (*(e * s for e in shape[:2]), n)
        elif layer.kind == "conv1d":
            if len(result) == 0:
                result.append(Transpose())
            result.append(nn.Conv1d(c, n, k, s, padding, bias=layer.bias))
            shape = (shape[0], n)
        elif layer.kind == "flatten":
            result.append(nn.Flatten())
            shape = (int(np.prod(shape)),)
        elif layer.kind == "dense":
            result.append(nn.Linear(c, n))
            shape = (n,)
        elif layer.kind == "embedding":
            result.append(nn.Embedding(VOCABULARY, n))
            shape = (shape[0], n)
        elif layer.kind == "gru":
            result.append(LastState(c, n))
            shape = (n,)
        elif layer.kind == "attention":
            result.append(attention())
        images = len(shape) == 3
        if layer.norm:
            result.append(nn.BatchNorm2d(shape[-1]) if images else nn.BatchNorm1d(shape[-1]))
        if layer.relu:
            result.append(nn.ReLU(inplace=True))
        if layer.pool > 1:
            result.append(nn.MaxPool2d(layer.pool) if images else nn.MaxPool1d(layer.pool))
            shape = (*(e // layer.pool for e in shape[:-1]), shape[-1])
        if layer.dropout:
            result.append(nn.Dropout(layer.dropout))
    return nn.Sequential(*result)


def data(network, batch, channels_last):
    x = torch.from_numpy(inputs(network, batch))
    if network.tokens:
        return x.long()
    if len(network.input) == 3:
        x = x.permute(0, 3, 1, 2)
        return x.contiguous(memory_format=torch.channels_last if channels_last else torch.contiguous_format)
    return x


def layouts(network):
    return [True, False] if len(network.input) == 3 else [False]


def attentions(network):
    return [Attention, FusedAttention] if any(l.kind == "attention" for l in network.layers) else [Attention]


def words(*parts):
    return ", ".join(p for p in parts if p)


def build(network, attention, channels_last):
    model = modules(network, attention)
    return model.to(memory_format=torch.channels_last) if channels_last else model


def inference(network, batch, threads, precision):
    """Ways to run an inference: their names and functions without arguments."""
    if precision != "float":
        return
    torch.set_num_threads(threads)
    for attention in attentions(network):
        for last in layouts(network):
            model, x = build(network, attention, last).eval(), data(network, batch, last)
            setting = words("channels last" if last else "", "fused attention" if attention is FusedAttention else "")

            def eager(model=model, x=x):
                with torch.inference_mode():
                    model(x)

            yield words("eager", setting), eager
            with torch.no_grad():
                frozen = torch.jit.optimize_for_inference(torch.jit.trace(model, x))

            def scripted(frozen=frozen, x=x):
                with torch.inference_mode():
                    frozen(x)

            yield words("frozen TorchScript", setting), scripted


def training(network, batch, threads):
    """Ways to run a training step: forward, cross-entropy, backward, Adam."""
    torch.set_num_threads(threads)
    for attention in attentions(network):
        for last in layouts(network):
            model, x = build(network, attention, last).train(), data(network, batch, last)
            y = torch.from_numpy(labels(network, batch))
            optimizer = torch.optim.Adam(model.parameters(), eps=1e-7, fused=True)
            setting = words("channels last" if last else "", "fused attention" if attention is FusedAttention else "")

            def step(model=model, x=x, y=y, optimizer=optimizer):
                optimizer.zero_grad(set_to_none=True)
                functional.cross_entropy(model(x), y).backward()
                optimizer.step()

            yield words("eager, fused Adam", setting), step
