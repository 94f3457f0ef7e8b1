"""Reads the array files of a folder with PyTorch or NumPy and writes them anew, for PeerRoundTripTests.swift.

Every NAME.safetensors and NAME.npy becomes a file of the same name in the folder `again`. Without PyTorch, safetensors
files go through NumPy. Prints which it was.

    python3 round_trip.py FOLDER
"""

import pathlib
import sys

import numpy as np

try:
    from safetensors.torch import load_file, save_file

    print("pytorch")
except ImportError:
    from safetensors.numpy import load_file, save_file

    print("numpy")

folder = pathlib.Path(sys.argv[1])
again = folder / "again"
again.mkdir()
for path in folder.glob("*.safetensors"):
    save_file(load_file(path), again / path.name)
for path in folder.glob("*.npy"):
    np.save(again / path.name, np.load(path))
