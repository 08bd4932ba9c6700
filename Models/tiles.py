#!/usr/bin/env python3
"""Cuts the training images of Models/autoencoder.safetensors into tiles of 128x128 pixels with 8 bits.

    python tiles.py --mednist DIR --radiographs DIR --phantoms DIR --output DIR

Needs NumPy, Pillow and scikit-image, whose images it takes too. The same input gives the same files. The microscopy images
of scikit-image and all of pydicom's are left out: they are the foreign images on which the model is judged (see README.md).
"""
import argparse
import pathlib

import numpy as np
import skimage
from PIL import Image

SIDE = 128
HELD_BACK = {"cell.png", "ihc.png", "microaneurysms.png", "retina.jpg"}
# Line drawings, and a file that isn't an image.
LEFT_OUT = {"chessboard_GRAY.png", "chessboard_RGB.png", "horse.png", "logo.png", "color.png", "phantom.png"}


def grey(path):
    return np.asarray(Image.open(path).convert("L"), dtype=np.float32)


def halved(image):
    height, width = (side // 2 * 2 for side in image.shape)
    return image[:height, :width].reshape(height // 2, 2, width // 2, 2).mean((1, 3))


def crops(image, count, random):
    height, width = image.shape
    for _ in range(count):
        top, left = random.integers(0, height - SIDE + 1), random.integers(0, width - SIDE + 1)
        yield image[top : top + SIDE, left : left + SIDE]


def grid(image):
    for top in range(0, image.shape[0] - SIDE + 1, SIDE // 2):
        for left in range(0, image.shape[1] - SIDE + 1, SIDE // 2):
            yield image[top : top + SIDE, left : left + SIDE]


def varied(tile, random):
    """The tile with another exposure, or its negative: scans use their grey levels in many ways."""
    kind = random.random()
    if kind < 0.1:
        return 255 - tile
    if kind < 0.4:
        low, high = random.uniform(0, 80), random.uniform(160, 255)
        return low + tile * (high - low) / 255
    return tile


def tiles(arguments, random):
    """Pairs of a source's name and a tile."""
    for path in sorted(arguments.radiographs.rglob("*.png")):
        image = grey(path)
        yield "radiograph", halved(image)
        for crop in crops(image, 2, random):
            yield "radiograph", crop
    for folder in sorted(folder for folder in arguments.mednist.iterdir() if folder.is_dir()):
        images = [grey(path) for path in sorted(folder.glob("*.png"))]
        for first in range(0, len(images) - 3, 5):
            # Four images of a class side by side: tiles have one size.
            yield "mednist", np.block([images[first : first + 2], images[first + 2 : first + 4]])
    for path in sorted(arguments.phantoms.rglob("*.png")):
        image = grey(path)
        yield "phantom", halved(image)
        for crop in crops(image, 1, random):
            yield "phantom", crop
    folder = pathlib.Path(skimage.__file__).parent / "data"
    for path in sorted(folder.iterdir()):
        if path.suffix not in {".png", ".jpg"} or path.name in HELD_BACK | LEFT_OUT:
            continue
        image = grey(path)
        while min(image.shape) >= SIDE:
            for crop in grid(image):
                yield "photograph", crop
            image = halved(image)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("mednist", "radiographs", "phantoms", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True, metavar="DIR")
    arguments = parser.parse_args()
    random = np.random.default_rng(1)
    arguments.output.mkdir(parents=True)
    counts = {}
    for source, tile in tiles(arguments, random):
        number = counts[source] = counts.get(source, 0) + 1
        pixels = np.clip(np.rint(varied(tile, random)), 0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(arguments.output / f"{source}-{number:05}.png")
    print(", ".join(f"{count} of {source}s" for source, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
