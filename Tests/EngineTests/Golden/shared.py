"""What the scripts of stored runs have in common. Needs torch (2.15 was used)."""

import math

import torch


def noise(shape, scale, phase, offset=0.0):
    """Numbers that look random, in offset - scale ... offset + scale; the tests compute the same."""
    values = []
    for i in range(math.prod(shape)):
        bits = (i + 1_000_003 * phase + 1) * 2_654_435_761 % 2**32
        bits = (bits ^ bits >> 16) * 2_246_822_519 % 2**32
        bits ^= bits >> 13
        values.append(offset + scale * (bits / 2**31 - 1))
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def ten_losses(loss_of_batch, learned, learning_rate):
    """The losses of ten steps of Adam, in the form of Keras, on one batch; `learned` has parameters by name."""
    moments = {name: (torch.zeros_like(w), torch.zeros_like(w)) for name, w in learned.items()}
    losses = []
    for step in range(1, 11):
        loss = loss_of_batch()
        losses.append(loss.item())
        loss.backward()
        rate = learning_rate * math.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        with torch.no_grad():
            for name, w in learned.items():
                m, v = moments[name]
                m.mul_(0.9).add_(w.grad, alpha=1 - 0.9)
                v.mul_(0.999).addcmul_(w.grad, w.grad, value=1 - 0.999)
                w -= rate * m / (v.sqrt() + 1e-7)
                w.grad = None
    return losses


def run(operands, function):
    """Operands, the result, a cotangent, and the gradient of sum(result * cotangent) by each operand."""
    operands = [x.clone().requires_grad_(True) for x in operands]
    y = function(*operands)
    cotangent = torch.randn(y.shape)
    gradients = torch.autograd.grad((y * cotangent).sum(), operands)
    return {
        "operands": [tensor(x) for x in operands],
        "result": tensor(y),
        "cotangent": tensor(cotangent),
        "gradients": [tensor(g) for g in gradients],
    }


def tensor(x):
    return {"shape": list(x.shape), "values": [round(v, 8) for v in x.detach().flatten().tolist()]}


def zrn(x):
    """The gates of a GRU: columns z, r, n become r, z, n, and the other way round."""
    z, r, n = x.chunk(3, -1)
    return torch.cat([r, z, n], -1)
