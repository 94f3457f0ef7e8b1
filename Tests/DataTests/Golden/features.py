"""Writes features.json: short-time spectra and log-mel bands of a sound, by SciPy and NumPy, for SpectrogramTests.swift.

Needs numpy and scipy (1.17 was used).

    python3 features.py
"""

import json
import pathlib

import numpy as np
import scipy.fft
import scipy.signal

rate = 8000
random = np.random.default_rng(0)
time = np.arange(700) / rate
sound = 0.5 * scipy.signal.chirp(time, 100, time[-1], 3500) + 0.05 * random.standard_normal(len(time))
sound = np.round(sound, 6)


def magnitudes(frame, step):
    count = 1 << (frame - 1).bit_length()
    window = scipy.signal.get_window("hann", frame, fftbins=True)
    frames = np.lib.stride_tricks.sliding_window_view(sound, frame)[::step]
    return np.abs(scipy.fft.rfft(frames * window, count))


def mel(frequency):
    return 2595 * np.log10(1 + frequency / 700)


def log_mel(spectrum, bands, low, high):
    corners = np.linspace(mel(low), mel(high), bands + 2)
    pitches = mel(np.linspace(0, rate / 2, spectrum.shape[1]))
    rising = (pitches[:, None] - corners[:-2]) / (corners[1:-1] - corners[:-2])
    falling = (corners[2:] - pitches[:, None]) / (corners[2:] - corners[1:-1])
    return np.log(spectrum @ np.maximum(0, np.minimum(rising, falling)) + 1e-6)


golden = {"rate": rate, "samples": sound.tolist(), "spectra": []}
for frame, step in [(256, 128), (100, 70), (2, 300)]:
    spectrum = magnitudes(frame, step)
    golden["spectra"].append(
        {
            "frame": frame,
            "step": step,
            "frames": spectrum.shape[0],
            "bins": spectrum.shape[1],
            "values": [float(f"{value:.7g}") for value in spectrum.ravel()],
        }
    )
bands = log_mel(magnitudes(256, 128), 20, 125, 3800)
golden["logMel"] = [float(f"{value:.7g}") for value in bands.ravel()]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
