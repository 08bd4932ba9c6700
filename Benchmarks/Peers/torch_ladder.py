#!/usr/bin/env python3
"""The workload ladder-64 of grisaille-bench in PyTorch: only a training step. Prints a line of JSON per mode.

The last line has the best rate over the modes. The network is the same: 2×2 pixels folded into channels, five levels of a
width, bottleneck blocks, groups of latents with priors given those above, and a mixture of three discretised logistics.
"""

import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WIDTH, COMPONENTS, SIDE, BATCH = 40, 3, 64, 32
# The side of each level, its blocks in the encoder, its groups in the decoder, and the latents of a group per position.
LEVELS = [(32, 1, 2, 6), (16, 2, 3, 6), (8, 2, 3, 6), (4, 1, 2, 6), (1, 1, 1, 32)]
MODES = ("fused", "channels_last", "compiled")
WARM_UP = 3
FEWEST = 7


def bottleneck(inputs, outputs, kernel):
    middle = WIDTH // 2
    return nn.Sequential(
        nn.SiLU(), nn.Conv2d(inputs, middle, 1), nn.SiLU(), nn.Conv2d(middle, middle, kernel, padding=kernel // 2),
        nn.SiLU(), nn.Conv2d(middle, outputs, 1),
    )


class Group(nn.Module):
    def __init__(self, latents, kernel):
        super().__init__()
        self.latents = latents
        self.prior = bottleneck(WIDTH, 2 * latents + WIDTH, kernel)
        self.posterior = bottleneck(2 * WIDTH, 2 * latents, kernel)
        self.projection = nn.Conv2d(latents, WIDTH, 1)
        self.block = bottleneck(WIDTH, WIDTH, kernel)

    def forward(self, state, evidence):
        prior_mean, prior_log, addend = self.prior(state).split([self.latents, self.latents, WIDTH], 1)
        mean, log = self.posterior(torch.cat([state, evidence], 1)).chunk(2, 1)
        prior_log, log = prior_log.clamp(-8, 4), log.clamp(-8, 4)
        drawn = mean + (log / 2).exp() * torch.randn_like(mean)
        rate = ((log.exp() + (mean - prior_mean).square()) * (-prior_log).exp() + prior_log - log - 1).sum() / 2
        state = state + addend + self.projection(drawn)
        return state + self.block(state), rate


class Ladder(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(4, WIDTH, 3, padding=1)
        kernels = [3 if side > 1 else 1 for side, *_ in LEVELS]
        self.up = nn.ModuleList(
            nn.ModuleList(bottleneck(WIDTH, WIDTH, kernel) for _ in range(blocks))
            for kernel, (_, blocks, _, _) in zip(kernels, LEVELS))
        self.down = nn.ModuleList(
            nn.ModuleList(Group(latents, kernel) for _ in range(groups))
            for kernel, (_, _, groups, latents) in zip(kernels, LEVELS))
        self.positions = nn.ParameterList(nn.Parameter(torch.zeros(1, WIDTH, side, side)) for side, *_ in LEVELS)
        self.last = nn.Sequential(
            nn.SiLU(), nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.SiLU(), nn.Conv2d(WIDTH, 4 * 3 * COMPONENTS, 1))

    def loss(self, levels):
        """The negative ELBO in nats per image, with one draw from each posterior."""
        state, evidence = self.first(functional.pixel_unshuffle(levels / 127.5 - 1, 2)), []
        for (side, *_), blocks in zip(LEVELS, self.up):
            if state.shape[-1] != side:
                state = functional.avg_pool2d(state, state.shape[-1] // side)
            for block in blocks:
                state = state + block(state)
            evidence.append(state)
        state, rate = None, 0
        for (side, *_), groups, position, found in reversed(list(zip(LEVELS, self.down, self.positions, evidence))):
            state = position.expand(len(levels), -1, -1, -1) if state is None else (
                functional.interpolate(state, size=side) + position)
            for group in groups:
                state, added = group(state, found)
                rate = rate + added
        return (distortion(self.last(state), levels) + rate) / len(levels)


def distortion(outputs, levels):
    """The sum of -log of the mixture's probability of each level. The end levels contain the tails."""
    levels = functional.pixel_unshuffle(levels, 2)[:, :, None]
    logits, means, log_scales = outputs.unflatten(1, (4, 3 * COMPONENTS)).split(COMPONENTS, 2)
    precision = (-(log_scales - 3).clamp(-7, 3)).exp()
    centred, half = 2 * levels / 255 - 1 - means, 1 / 255
    above, below = (centred + half) * precision, (centred - half) * precision
    inside = functional.logsigmoid(above) + functional.logsigmoid(-below) + torch.log1p(
        -torch.exp(-2 * half * precision) + 1e-12)
    logs = torch.where(levels == 0, functional.logsigmoid(above),
                       torch.where(levels == 255, functional.logsigmoid(-below), inside))
    return -torch.logsumexp(functional.log_softmax(logits, 2) + logs, 2).sum()


def images_per_second(mode, seconds):
    torch.manual_seed(0)
    model = Ladder()
    levels = torch.randint(0, 256, (BATCH, 1, SIDE, SIDE)).float()
    if mode == "channels_last":
        model = model.to(memory_format=torch.channels_last)
        levels = levels.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
    loss = torch.compile(model.loss) if mode == "compiled" else model.loss

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(levels).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()

    for _ in range(WARM_UP):
        step()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < FEWEST or time.perf_counter() < end:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return BATCH / statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5, help="a mode")
    parser.add_argument("--modes", default=",".join(MODES))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    common = {"workload": "ladder-64", "threads": options.threads}
    best = 0
    for mode in set(options.modes.split(",")) & set(MODES):
        try:
            rate = round(images_per_second(mode, options.seconds), 1)
        except Exception as error:  # A failure of one mode must not affect the others.
            print(f"mode {mode}: {error}", file=sys.stderr)
            continue
        best = max(best, rate)
        print(json.dumps({**common, "mode": mode, "phase": "train", "imagesPerSecond": rate}), flush=True)
    print(json.dumps({**common, "mode": "best", **({"train": best} if best else {})}))
    return 0 if best else 1


if __name__ == "__main__":
    sys.exit(main())
