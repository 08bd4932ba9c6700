"""Opens the program's files with NumPy, safetensors and Pillow, and compares its k-DPP with DPPy's. `make interop` calls it."""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from dppy.finite_dpps import FiniteDPP
from PIL import Image
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

program, model = sys.argv[1:]


def run(*arguments):
    return subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


def check_model():
    with safe_open(model, "numpy") as file:
        metadata = file.metadata()
        names = list(file.keys())
        parameters = sum(file.get_tensor(name).size for name in names)
        assert all(file.get_tensor(name).dtype == np.float32 for name in names)
    configuration = json.loads(metadata["configuration"])
    assert {"architecture", "imageSize", "bitDepth", "latentCount", "likelihood"} <= configuration.keys()
    assert json.loads(metadata["training"])["images"] > 0
    described = json.loads(run("info", model, "--json"))
    assert described["parameters"] == parameters, "all parameters are in the file"
    return configuration


def check_rewritten_model(folder):
    """Checks that a file that Python's safetensors rewrote is the same model."""
    copy = folder / "rewritten.safetensors"
    with safe_open(model, "numpy") as file:
        save_file(load_file(model), copy, metadata=file.metadata())
    for name, path in (("first", model), ("second", copy)):
        run("sample", "--model", path, "--count", 2, "--output", folder / name, "--quiet")
    for image in sorted((folder / "first").glob("*.png")):
        assert image.read_bytes() == (folder / "second" / image.name).read_bytes()


def check_arrays(folder, configuration):
    run("phantoms", "--output", folder / "images", "--count", 3, "--quiet")
    run("encode", folder / "images", "--model", model, "--output", folder / "latents.npy", "--log-variance", "--quiet")
    means = np.load(folder / "latents.npy")
    assert means.shape == (9, configuration["latentCount"]) and means.dtype == np.float32
    assert np.isfinite(means).all() and np.load(folder / "latents.log-variance.npy").shape == means.shape
    # Arrays and images that Python wrote give the same latents.
    paths = sorted((folder / "images").glob("*/*.png"))
    pixels = np.stack([np.asarray(Image.open(path)) for path in paths])
    assert pixels.shape == (9, 64, 64) and pixels.dtype == np.uint8
    np.save(folder / "pixels.npy", pixels)
    run("encode", folder / "pixels.npy", "--model", model, "--output", folder / "again.npy", "--quiet")
    assert (np.load(folder / "again.npy") == means).all()
    (folder / "pillow").mkdir()
    for index, image in enumerate(pixels):
        Image.fromarray(image).save(folder / "pillow" / f"{index:02}.png", optimize=True)
    run("encode", folder / "pillow", "--model", model, "--output", folder / "pillow.npy", "--quiet")
    assert (np.load(folder / "pillow.npy") == means).all()
    np.save(folder / "doubles.npy", means.astype(np.float64))
    run("decode", folder / "doubles.npy", "--model", model, "--output", folder / "decoded", "--quiet")
    assert len(list((folder / "decoded").glob("*.png"))) == 9
    return paths


def check_layouts(folder):
    """Checks that arrays of other types and orders, and in archives, give the same latents."""
    pixels, means = np.load(folder / "pixels.npy"), np.load(folder / "again.npy")
    arrays = {
        "int16": pixels.astype(np.int16),
        "big-endian": pixels.astype(">u4"),
        "fortran": np.asfortranarray(pixels),
        "channel": pixels[..., None],
        "colour-last": np.stack([pixels] * 3, axis=-1),
        "colour-first": np.stack([pixels] * 3, axis=1),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    np.savez(folder / "stored.npz", images=pixels, labels=np.arange(len(pixels)))
    np.savez_compressed(folder / "deflated.npz", train=pixels, test=pixels[::-1])
    for name in [*(f"{name}.npy" for name in arrays), "stored.npz", "stored.npz:images", "deflated.npz:train"]:
        run("encode", folder / name, "--model", model, "--output", folder / "layout.npy", "--quiet", "--force")
        assert (np.load(folder / "layout.npy") == means).all(), name


def check_images(folder, paths):
    run("phantoms", "--output", folder / "deep", "--count", 1, "--size", 32, "--bit-depth", 16, "--quiet")
    for path in (folder / "deep").glob("*/*.png"):
        assert np.asarray(Image.open(path)).max() > 255, "16 bits are used"
    animation = folder / "walk.png"
    run("interpolate", paths[0], paths[1], "--model", model, "--steps", 5, "--output", folder / "frames",
        "--animation", animation, "--quiet")
    with Image.open(animation) as image:
        assert image.is_animated and image.n_frames == 8
        for index in range(5):
            image.seek(index)
            frame = np.asarray(Image.open(folder / "frames" / f"frame-{index:05}.png"))
            assert (np.asarray(image.convert("L")) == frame).all()


def check_selection(folder):
    """Checks that the probabilities of selected samples are the frequencies with which DPPy selects them.

    Plain samples are the first candidates, so the pool is known; at --diversity 1 the kernel is that of the similarities, by
    the median distance, of what the latents' first 16 principal components are when each has unit variance. An item's weight
    is the sixth power of the determinant's gain when greedy selection comes to it, as a share of the gain of the last one
    that is wanted, at most 1.
    """
    pool, count, draws = 24, 5, 4000
    run("sample", "--model", model, "--count", pool, "--seed", 9, "--output", folder / "pool", "--quiet")
    run("sample", "--model", model, "--count", count, "--seed", 9, "--diversity", 1, "--pool", pool, "--features", "latent",
        "--output", folder / "chosen", "--quiet")
    latents = np.load(folder / "pool" / "latents.npy").astype(np.float64)
    directions, spread, _ = np.linalg.svd(latents - latents.mean(0), full_matrices=False)
    features = directions[:, : min(16, (spread > 1e-3 * spread[0]).sum())] * np.sqrt(pool)
    distances = np.linalg.norm(features[:, None] - features[None], axis=2)
    pairs = np.sort(distances[np.triu_indices(pool, 1)])
    similarities = np.exp(-0.5 * (distances / pairs[len(pairs) // 2]) ** 2)
    left, taken, gains = similarities.copy(), [], np.zeros(pool)
    while len(taken) < pool:
        item = np.argmax(np.where(np.isin(np.arange(pool), taken), -1, left.diagonal()))
        gains[item] = left[item, item]
        taken.append(item)
        left -= np.outer(left[item], left[item]) / left[item, item]
    weights = np.minimum(1, gains / gains[taken[count - 1]]) ** 6
    process = FiniteDPP("likelihood", L=weights[:, None] * similarities * weights)
    generator = np.random.RandomState(1)
    frequencies = np.zeros(pool)
    for _ in range(draws):
        frequencies[process.sample_exact_k_dpp(size=count, random_state=generator)] += 1 / draws
    with open(folder / "chosen" / "samples.csv") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count
    for row in rows:
        probability = float(row["inclusion_probability"])
        spread = np.sqrt(probability * (1 - probability) / draws)
        assert abs(frequencies[int(row["candidate"])] - probability) < 5 * spread, row


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    configuration = check_model()
    check_rewritten_model(folder)
    paths = check_arrays(folder, configuration)
    check_layouts(folder)
    check_images(folder, paths)
    check_selection(folder)
print("NumPy, safetensors and Pillow open the program's files, and it opens theirs; DPPy chooses as it does")
