"""Reads the content of a folder, and compares it after a run."""

import json
import os
import pathlib
import re
import shutil
import stat

# Seconds differ between runs.
HISTORY = ".history.csv"
# A run whose picture can't be written goes on without it.
PICTURE = ".progress.svg"
# Temporary files and claims, which killed processes leave.
PARTIAL = re.compile(r"(^|/)\.grisaille-[^/]*\.(partial|lock)$")


def contents(root):
    """The bytes of each regular file by its path within the folder."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if not stat.S_ISREG(os.lstat(path).st_mode):
                continue
            with open(path, "rb") as file:
                found[os.path.relpath(path, root)] = file.read()
    return found


def restore(root, wanted):
    """Replaces the content of the folder with the given files."""
    present = contents(root)
    for name in present.keys() - wanted.keys():
        os.unlink(os.path.join(root, name))
    for name, data in wanted.items():
        if present.get(name) != data:
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for folder, _, _ in os.walk(root, topdown=False):
        is_wanted = any(name.startswith(os.path.relpath(folder, root) + "/") for name in wanted)
        if folder != str(root) and not is_wanted:
            shutil.rmtree(folder)


def without_partial(tree):
    return {name: data for name, data in tree.items() if not PARTIAL.search(name)}


def age_partial(root, seconds):
    """Makes temporary files as old as those of a process that ended long ago."""
    for name in contents(root):
        if PARTIAL.search(name):
            path = os.path.join(root, name)
            then = os.stat(path).st_mtime - seconds
            os.utime(path, (then, then))


def is_whole(name, data):
    """Whether a file can be a complete earlier version of a model or history."""
    if name.endswith(HISTORY):
        return data.endswith(b"\n")
    end = 8 + int.from_bytes(data[:8], "little")
    try:
        header = json.loads(data[8:end])
    except ValueError:
        return False
    return len(data) == end + max(entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")


def same(name, data, other):
    """Whether two files of this name are the same except for measured times. A picture may be missing."""
    if name.endswith(PICTURE):
        return data is None or other is None or data == other or data.endswith(b"</svg>\n")
    if data is None or other is None or not name.endswith(HISTORY):
        return data == other
    return history(data) == history(other)


def history(data):
    """The cells of a history without the seconds."""
    return [line.split(b",")[:2] + line.split(b",")[3:] for line in data.splitlines()]
