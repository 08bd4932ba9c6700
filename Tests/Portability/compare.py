"""Compares the results of the program on two processors. `make portability` calls it. It needs only Python."""

import array
import csv
import pathlib
import struct
import sys
import zlib

TOLERANCE = 1e-4


def latents(path):
    """The values of a .npy file of little-endian floats."""
    data = path.read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00" and b"'<f4'" in data[:128], path
    return array.array("f", data[10 + struct.unpack("<H", data[8:10])[0]:])


def paeth(left, above, corner):
    distances = [(abs(above - corner), left), (abs(left - corner), above), (abs(left + above - 2 * corner), corner)]
    return min(distances, key=lambda pair: pair[0])[1]


def pixels(path):
    """The samples of an 8-bit greyscale PNG that isn't interlaced."""
    data = path.read_bytes()
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert (depth, colour, data[28]) == (8, 0, 0), path
    stream, place = b"", 8
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        if kind == b"IDAT":
            stream += data[place + 8:place + 8 + size]
        place += 12 + size
    lines = zlib.decompress(stream)
    rows = [bytes(width)]
    for start in range(0, height * (width + 1), width + 1):
        row, above = bytearray(lines[start + 1:start + 1 + width]), rows[-1]
        for x in range(width):
            left, corner = (row[x - 1], above[x - 1]) if x else (0, 0)
            guess = (0, left, above[x], (left + above[x]) // 2, paeth(left, above[x], corner))[lines[start]]
            row[x] = (row[x] + guess) & 255
        rows.append(bytes(row))
    return b"".join(rows[1:])


def losses(path):
    """The losses of the epochs, without the rates, which the table rounds too much."""
    with path.open(newline="") as file:
        return [float(row[name]) for row in csv.DictReader(file)
                for name in row if name.endswith("_elbo_nats") or name.endswith("_distortion_nats")]


def main():
    first, second = map(pathlib.Path, sys.argv[1:])
    ours, theirs = latents(first / "latents.npy"), latents(second / "latents.npy")
    assert len(ours) == len(theirs) > 0
    latent_error = max(abs(a - b) for a, b in zip(ours, theirs)) / max(map(abs, ours))

    differences = []
    for part in ("decoded", "samples"):
        names = sorted(path.name for path in (first / part).glob("*.png"))
        assert names and names == sorted(path.name for path in (second / part).glob("*.png"))
        differences += [abs(a - b) for name in names
                        for a, b in zip(pixels(first / part / name), pixels(second / part / name), strict=True)]

    ours, theirs = (losses(folder / "model.safetensors.history.csv") for folder in (first, second))
    assert len(ours) == len(theirs) == 8
    loss_error = max(abs(a - b) / abs(a) for a, b in zip(ours, theirs))

    print(f"  latents within {latent_error:.1e} of the largest, losses within {loss_error:.1e}, "
          f"{sum(map(bool, differences))} of {len(differences)} decoded pixels off by up to {max(differences)}")
    assert latent_error <= TOLERANCE, "the latents differ"
    assert loss_error <= TOLERANCE, "training differs"
    assert max(differences) <= 1, "the decoded images differ"


if __name__ == "__main__":
    main()
