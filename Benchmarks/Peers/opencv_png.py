#!/usr/bin/env python3
"""Reads a folder of PNGs with OpenCV, in threads and in processes, and prints a line of JSON for each and for the faster.

With --hash also the SHA-256 of all samples, in the order of the relative paths' bytes: that of the file which
`grisaille-bench --phase png --pixels` writes.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import cv2


def listing(folder):
    """All PNGs except hidden ones and those in hidden folders."""
    paths = []
    for parent, folders, files in os.walk(os.fsencode(folder)):
        folders[:] = [name for name in folders if not name.startswith(b".")]
        paths += [os.path.join(parent, name) for name in files
                  if name.lower().endswith(b".png") and not name.startswith(b".")]
    return [os.fsdecode(path) for path in sorted(paths)]


def read(path):
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if image is None:
        raise ValueError(f"{path}: OpenCV can't read it")
    return image


def read_and_count(path):
    """The work of a process. It doesn't return pixels, because copying them would take time."""
    return read(path).size


def rate(run, paths, seconds):
    """Images per second: the median over repetitions after one that doesn't count."""
    run()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return len(paths) / statistics.median(times)


def in_threads(paths, threads, seconds):
    if threads == 1:
        return rate(lambda: [read(path) for path in paths], paths, seconds)
    # Parts of some hundred images, because handing over a single image takes as long as reading it.
    parts = [paths[start:start + 100] for start in range(0, len(paths), 100)]
    with ThreadPoolExecutor(threads) as pool:
        return rate(lambda: list(pool.map(lambda part: [read(path) for path in part], parts)), paths, seconds)


def in_processes(paths, threads, seconds):
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(threads, mp_context=context) as pool:
        return rate(lambda: list(pool.map(read_and_count, paths, chunksize=100)), paths, seconds)


def sample_hash(paths):
    digest = hashlib.sha256()
    for path in paths:
        image = read(path)
        digest.update(image.astype(image.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--hash", action="store_true", help="also print the hash of all samples")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    paths = listing(options.folder)
    if not paths:
        parser.error(f"{options.folder}: no PNG lies in it")
    common = {"phase": "png", "threads": options.threads, "images": len(paths)}
    best = 0
    for mode, measure in (("threads", in_threads), ("processes", in_processes)):
        result = round(measure(paths, options.threads, options.seconds), 1)
        best = max(best, result)
        print(json.dumps({**common, "mode": mode, "imagesPerSecond": result}), flush=True)
    last = {**common, "mode": "best", "png": best}
    if options.hash:
        last["sha256"] = sample_hash(paths)
    print(json.dumps(last))


if __name__ == "__main__":
    sys.exit(main())
