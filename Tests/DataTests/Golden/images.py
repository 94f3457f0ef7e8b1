"""Writes images.json: PNG files as Pillow encodes them, and the samples they must decode to.

Run with Python 3 and Pillow (13.0 was used):  python images.py
"""

import base64
import io
import json
import pathlib
import struct
import zlib

from PIL import Image

folder = pathlib.Path(__file__).parent
photograph = Image.open(folder / "../../../Datasets/images/rocket.ppm")
# An odd size, with sky, rocket and ground in it, so that the encoder chooses several filters.
color = photograph.resize((37, 23))


def saved(image):
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_every_filter(image):
    """Color rows with the filters 0 to 4 in turn, cut into several chunks; Pillow never chooses the filter 3."""
    width = 3 * image.width
    samples, above, rows = image.tobytes(), bytes(width), b""
    for y in range(image.height):
        row = samples[y * width : (y + 1) * width]
        rows += bytes([y % 5])
        for i in range(width):
            left, corner = (row[i - 3], above[i - 3]) if i >= 3 else (0, 0)
            up = above[i]
            estimate = left + up - corner
            nearest = min((left, up, corner), key=lambda value: abs(estimate - value))  # the first wins a draw
            rows += bytes([(row[i] - (0, left, up, (left + up) // 2, nearest)[y % 5]) % 256])
        above = row
    packed = zlib.compress(rows)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0))
    text = chunk(b"tEXt", b"Comment\0not read")
    data = b"".join(chunk(b"IDAT", packed[i : i + 500]) for i in range(0, len(packed), 500))
    return b"\x89PNG\r\n\x1a\n" + header + text + data + chunk(b"IEND", b"")


def entry(image, png=None):
    png = png or saved(image)
    assert Image.open(io.BytesIO(png)).convert(image.mode).tobytes() == image.tobytes()
    kept = image.convert("RGB") if image.mode in ("P", "RGBA") else image.convert("L") if image.mode == "LA" else image
    return {
        "png": base64.b64encode(png).decode(),
        "height": image.height,
        "width": image.width,
        "channels": len(kept.getbands()),
        "samples": list(kept.tobytes()),
    }


alpha = Image.linear_gradient("L").resize(color.size)
with_alpha = color.copy()
with_alpha.putalpha(alpha)
gray_alpha = color.convert("L")
gray_alpha.putalpha(alpha)
images = {
    "gray": color.convert("L"),
    "rgb": color,
    "palette": color.quantize(200),
    "grayAlpha": gray_alpha,
    "rgbAlpha": with_alpha,
    "onePixel": color.crop((3, 3, 4, 4)),
}
golden = {name: entry(image) for name, image in images.items()}
golden["everyFilter"] = entry(color, with_every_filter(color))
(folder / "images.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
