"""Writes jpeg.json: JPEG files as Pillow encodes them, and the samples that Pillow decodes from them.

Run with Python 3 and Pillow (13.0 was used):  python jpeg.py
"""

import base64
import io
import json
import pathlib

from PIL import Image

folder = pathlib.Path(__file__).parent
# An odd size, so that blocks and the halves of colors do not fit.
color = Image.open(folder / "../../../Datasets/images/rocket.ppm").resize((37, 23))


def entry(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    decoded = Image.open(io.BytesIO(file.getvalue()))
    return {
        "jpeg": base64.b64encode(file.getvalue()).decode(),
        "height": image.height,
        "width": image.width,
        "channels": len(image.getbands()),
        "samples": list(decoded.tobytes()),
        "encoded": list(image.tobytes()),
    }


golden = {
    "gray": entry(color.convert("L"), quality=90),
    "everyColor": entry(color, quality=95, subsampling="4:4:4"),
    "halfTheColors": entry(color, quality=90, subsampling="4:2:2"),
    "quarterOfTheColors": entry(color, quality=85, subsampling="4:2:0", optimize=True),
    "progressive": entry(color, quality=85, progressive=True),
    "restarts": entry(color, quality=85, restart_marker_blocks=2),
    "print": entry(color.convert("CMYK"), quality=85),
}
(folder / "jpeg.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
