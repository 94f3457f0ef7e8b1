"""Writes calibration.json: ranges by the percentile and entropy methods, in numpy, for CalibrationTests.swift.

Needs numpy (2.x was used). Entropy after NVIDIA's published routine for TensorRT (Migacz, 2017): histograms by
np.histogram, levels by np.digitize, the divergence by the definition.

    python3 calibration.py
"""

import json
import math
import pathlib

import numpy as np

BINS, LEVELS = 2048, 128


def histogram(x):
    """Bins whose width is the least power of two with which 2,048 of them reach max|x|."""
    width = 2.0 ** (math.frexp(np.abs(x).max())[1] - 11)
    edges = np.arange(-BINS, BINS + 1) * width
    negative = -np.histogram(-x[x < 0], -edges[BINS::-1])[0][::-1]
    positive = np.histogram(x[x > 0], edges[BINS:])[0]
    return edges, -negative, positive, width


def percentile(x, share):
    edges, negative, positive, _ = histogram(x)
    zeros = (x == 0).sum()
    # The cumulative count at each edge; at 0 it jumps by the number of zeros.
    left = np.concatenate([[0], np.cumsum(negative)])
    right = left[-1] + zeros + np.concatenate([[0], np.cumsum(positive)])
    places = np.concatenate([edges[: BINS + 1], edges[BINS:]])
    counts = np.concatenate([left, right]).astype(float)
    cut = x.size * (100 - share) / 200

    def place(rank):
        index = np.searchsorted(counts, rank)  # the first edge with at least so many before it
        low, high = counts[index - 1], counts[index]
        return places[index - 1] + (places[index] - places[index - 1]) * (rank - low) / (high - low)

    return [float(max(place(cut), x.min())), float(min(place(x.size - cut), x.max()))]


def entropy(x):
    edges, negative, positive, width = histogram(x)
    bins = (positive + negative[::-1]).astype(float)
    used = np.nonzero(bins)[0][-1] + 1
    best = (math.inf, used)
    for i in range(used, LEVELS - 1, -1):
        space = np.linspace(0, i, LEVELS + 1)
        level = np.digitize(np.arange(i) + 1e-9, space) - 1
        p = bins[:i].copy()
        occupied = p > 0
        sums = np.bincount(level, p, LEVELS)
        members = np.bincount(level, occupied, LEVELS)
        q = np.where(occupied, sums[level] / np.maximum(members[level], 1), 0)
        p[-1] += bins[i:].sum()
        if (q[p > 0] == 0).any():
            continue
        p, q = p / p.sum(), q / q.sum()
        divergence = (p[p > 0] * np.log(p[p > 0] / q[p > 0])).sum()
        if divergence < best[0]:
            best = (divergence, i)
    threshold = best[1] * width
    return [max(-threshold, float(x.min())), min(threshold, float(x.max()))]


def bells(count):
    """Integers in -2^16...2^16, roughly normal, by a linear congruential generator: CalibrationTests.swift repeats it."""
    state = 1

    def draw():
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return state >> 16

    return np.array([sum(draw() for _ in range(4)) - 2**16 for _ in range(count)])


bell = bells(6000)
squares = np.sign(bell) * (bell * bell >> 9)
tensors = {
    "normal": bell / 2**15,
    "heavy": squares / 2**18,
    "relu": np.maximum(bell + 4000, 0) / 2**15,
    "skewed": (np.abs(squares) - 100_000) / 2**14,
    "negative": -np.abs(bell) / 2**25,
}
cases = {
    name: {"percentile": percentile(x, 99.9), "entropy": entropy(x)} for name, x in tensors.items()
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
