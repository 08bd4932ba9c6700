#!/usr/bin/env python3
"""What `grisaille sample` does, as a script with PyTorch and Pillow: draws latents, decodes them, writes PNGs.

The decoder is that of a 64×64 `conv` model. Its weights are random unless --weights names a state dictionary: the
arithmetic is the same, and the nearly even images of random weights are the easiest to write.
"""

import argparse
import pathlib

import torch
from PIL import Image
from torch import nn


def make_decoder(latent):
    return nn.Sequential(
        nn.Linear(latent, 256), nn.ReLU(),
        nn.Linear(256, 64 * 4 * 4), nn.ReLU(),
        nn.Unflatten(1, (64, 4, 4)),
        nn.ConvTranspose2d(64, 64, 4, stride=2, padding=1), nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 32, 4, stride=2, padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 4, stride=2, padding=1), nn.Sigmoid(),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder to write to")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--latent", type=int, default=10)
    parser.add_argument("--batch", type=int, default=100, help="latents to decode at a time")
    parser.add_argument("--threads", type=int, help="PyTorch's own choice when left out")
    parser.add_argument("--weights", type=pathlib.Path, help="the decoder's state dictionary (.pt)")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    decoder = make_decoder(options.latent).eval()
    if options.weights:
        decoder.load_state_dict(torch.load(options.weights, weights_only=True))
    options.output.mkdir(parents=True, exist_ok=True)
    with torch.inference_mode():
        for first in range(0, options.count, options.batch):
            latents = torch.randn(min(options.batch, options.count - first), options.latent)
            levels = (decoder(latents)[:, 0] * 255).round().to(torch.uint8).numpy()
            for number, pixels in enumerate(levels, first):
                Image.fromarray(pixels).save(options.output / f"sample-{number:05}.png")


if __name__ == "__main__":
    main()
