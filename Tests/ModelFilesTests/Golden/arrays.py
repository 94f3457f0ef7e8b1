"""Writes array files with NumPy and safetensors, for NumPyTests.swift and SafeTensorsTests.swift.

Needs numpy (2.4 was used) and safetensors (0.8).

    python3 arrays.py
"""

import pathlib

import numpy as np
from safetensors.numpy import save_file

here = pathlib.Path(__file__).parent
arrays = {
    "floats": np.array([[1.5, -2.25, 3e-40], [np.float32(0.1), -0.0, 3.4028235e38]], np.float32),
    "bytes": np.array([[-128, 127], [0, 1]], np.int8),
    "unsigned": np.array([0, 255, 7], np.uint8),
    "ints": np.array([[[-2147483648, 2147483647]]], np.int32),
    "words": np.array([4294967295, 0], np.uint32),
    "longs": np.array(-(2**63), np.int64),
    "nothing": np.zeros((0, 3), np.float32),
}
for name, array in arrays.items():
    np.save(here / f"{name}.npy", array)
np.save(here / "fortran.npy", np.asfortranarray(np.arange(24, dtype=np.int32).reshape(2, 3, 4)))
with open(here / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, np.arange(5, dtype=np.float32), version=(2, 0))
np.save(here / "doubles.npy", np.arange(3, dtype=np.float64))
np.save(here / "big.npy", np.arange(3, dtype=">f4"))
save_file(arrays, here / "arrays.safetensors", metadata={"note": 'quote " backslash \\ line \n é'})
