#!/usr/bin/env python3
"""The workloads of grisaille-bench in PyTorch, in four modes. Prints a line of JSON per phase and mode.

The last line has the best rate of each phase over the modes: what a user reaches who tries them all. A mode that this
installation can't run is reported on standard error and left out.

Phases: train (forward, loss, backward, Adam), encode (posterior means of images), decode (mean images of latents).
"""

import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

# name: side, channels, hidden, latent, batch
WORKLOADS = {"mlp-28": (28, [], 400, 20, 128), "conv-64": (64, [32, 32, 64, 64], 256, 10, 64)}
MODES = {
    "plain": "eager, Adam as it comes",
    "fused": "eager, fused Adam",
    "channels_last": "the same on channels-last memory",
    "compiled": "fused Adam, torch.compile",
}
WARM_UP = 6
FEWEST = 5


def halved(side):
    return (side + 1) // 2


class Crop(nn.Module):
    """Removes the last row and column if doubling exceeded an odd side by one."""

    def forward(self, images):
        return images[:, :, :-1, :-1]


def convolutions(side, channels):
    """Each halves the side, rounding up, and is followed by a ReLU."""
    layers = []
    for inputs, outputs in zip([1] + channels, channels):
        if side % 2:
            layers.append(nn.ZeroPad2d((0, 1, 0, 1)))
        layers += [nn.Conv2d(inputs, outputs, 4, stride=2, padding=1), nn.ReLU()]
        side = halved(side)
    return layers


def transposed_convolutions(sides, channels):
    """Doubles the sides again. There is no ReLU after the last layer."""
    layers = []
    outputs = channels[::-1][1:] + [1]
    for side, inputs, count in zip(sides[::-1], channels[::-1], outputs):
        layers.append(nn.ConvTranspose2d(inputs, count, 4, stride=2, padding=1))
        if side % 2:
            layers.append(Crop())
        layers.append(nn.ReLU())
    return layers[:-1]


class Autoencoder(nn.Module):
    """Convolutions and a dense layer, or without channels only the dense layer; the decoder mirrors the encoder."""

    def __init__(self, side, channels, hidden, latent):
        super().__init__()
        sides = [side]
        for _ in channels:
            sides.append(halved(sides[-1]))
        lowest = (channels[-1] if channels else 1, sides[-1], sides[-1])
        flat = lowest[0] * lowest[1] * lowest[2]
        self.trunk = nn.Sequential(
            *convolutions(side, channels), nn.Flatten(), nn.Linear(flat, hidden), nn.ReLU()
        )
        self.mean = nn.Linear(hidden, latent)
        self.log_variance = nn.Linear(hidden, latent)
        behind = [nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, flat)]
        if channels:
            behind.append(nn.ReLU())
        behind.append(nn.Unflatten(1, lowest))
        self.decoder = nn.Sequential(*behind, *transposed_convolutions(sides[:-1], channels))

    def encode(self, images):
        return self.mean(self.trunk(images))

    def decode(self, latents):
        return torch.sigmoid(self.decoder(latents))

    def loss(self, images):
        """The negative ELBO in nats per image, with one draw from each posterior."""
        features = self.trunk(images)
        mean, log_variance = self.mean(features), self.log_variance(features)
        latents = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        distortion = functional.binary_cross_entropy_with_logits(self.decoder(latents), images, reduction="sum")
        rate = (mean.square() + log_variance.exp() - 1 - log_variance).sum() / 2
        return (distortion + rate) / len(images)


def images_per_second(call, batch, seconds):
    """The median duration of a call, after a few that don't count."""
    for _ in range(WARM_UP):
        call()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < FEWEST or time.perf_counter() < end:
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return batch / statistics.median(times)


def measure(mode, options):
    """Yields each phase with its images per second."""
    torch.manual_seed(0)
    model = Autoencoder(options.side, options.channels, options.hidden, options.latent)
    images = torch.rand(options.batch, 1, options.side, options.side)
    latents = torch.randn(options.batch, options.latent)
    if mode == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=mode != "plain")
    wrap = torch.compile if mode == "compiled" else lambda function: function
    loss, encode, decode = wrap(model.loss), wrap(model.encode), wrap(model.decode)

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss(images).backward()
        optimizer.step()

    if "train" in options.phase:
        yield "train", images_per_second(train, options.batch, options.seconds)
    with torch.inference_mode():
        if "encode" in options.phase:
            yield "encode", images_per_second(lambda: encode(images), options.batch, options.seconds)
        if "decode" in options.phase:
            yield "decode", images_per_second(lambda: decode(latents), options.batch, options.seconds)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", choices=WORKLOADS, default="conv-64")
    parser.add_argument("--phase", nargs="+", choices=["train", "encode", "decode"],
                        default=["train", "encode", "decode"])
    parser.add_argument("--side", type=int)
    parser.add_argument("--channels", type=lambda text: [int(count) for count in text.split(",") if count],
                        help="of the convolutions, as in 32,32,64,64; empty for a dense network")
    parser.add_argument("--hidden", type=int)
    parser.add_argument("--latent", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5, help="a phase and mode")
    parser.add_argument("--modes", default=",".join(MODES),
                        help="; ".join(f"{mode}: {meaning}" for mode, meaning in MODES.items()))
    options = parser.parse_args()
    names = ("side", "channels", "hidden", "latent", "batch")
    for name, value in zip(names, WORKLOADS[options.workload]):
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.modes = options.modes.split(",")
    unknown = set(options.modes) - set(MODES)
    if unknown:
        parser.error(f"there is no mode {', '.join(sorted(unknown))}")
    return options


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    common = {"workload": options.workload, "threads": options.threads}
    best = {}
    for mode in options.modes:
        try:
            for phase, rate in measure(mode, options):
                best[phase] = max(best.get(phase, 0), round(rate, 1))
                line = {**common, "mode": mode, "phase": phase, "imagesPerSecond": round(rate, 1)}
                print(json.dumps(line), flush=True)
        except Exception as error:  # A failure of one mode must not affect the others.
            print(f"mode {mode}: {error}", file=sys.stderr)
    print(json.dumps({**common, "mode": "best", **best}))
    return 0 if best else 1


if __name__ == "__main__":
    sys.exit(main())
