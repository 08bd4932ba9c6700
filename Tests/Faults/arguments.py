"""Gives every option of every command invalid values. `make faults` calls it. It needs only Python.

No run traps or hangs, what it read is as it was, nothing is left behind, and it either succeeds or ends with a documented
code and an error message that shows no control characters.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import queue
import random
import re
import subprocess
import sys
import tempfile
import time

from commands import COMMANDS, prepare
from faults import Workshop
from judge import documented_codes
import folder as folders

LONG = "n" * 300
PATHS = ["", "images", "a.png", "a.png/inside", "latents.npy", "labels.csv", "model.safetensors", "empty", "noise", "/dev/null",
         "/dev/full", "fifo", "dangling", "loop", "loop/inside", "missing", "missing/deeper/file", LONG, f"{LONG}/inside",
         "-name", "--", ".", "..", "/", "control\x1b[31m\r\nname", "\x7f\x9b", "labels.csv:", "labels.csv:none", ":size",
         "empty:size", "fifo:size", "/dev/null:a"]
NUMBERS = ["", "-1", "-0", "0", "nan", "inf", "-inf", "1e999", "1e-320", "1e300", "99999999999999999999",
           "9223372036854775807", "-9223372036854775808", "0x10", "1,2", "0,0", ",", "1x1", "0x0", "-1x-1", "1x1x1",
           "99999999x99999999", "1:1:1", "0:1:0", "nan:nan:3", "-1:1:9223372036854775807", "\x1b[31m"]
# Reading all images of the system would take too long.
IMAGES = [path for path in PATHS if path not in ("/", "..")]
# These options set the length of a run, which may be endless.
ENDLESS = {"minutes", "epochs"}


def options(program):
    """The options of each command, with the values to give them."""
    text = subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=True).stdout
    found = {}

    def visit(command, words):
        found[words] = [(argument["names"][0]["name"], values(argument)) for argument in command.get("arguments", [])
                        if argument["kind"] == "option"]
        for part in command.get("subcommands", []):
            visit(part, (*words, part["commandName"]))

    visit(json.loads(text)["command"], ())
    return found


def values(argument):
    if argument.get("allValues"):
        return ["", "none of these", "\x1b[31m"]
    if argument["valueName"] == "images":
        return IMAGES
    is_number = re.fullmatch(r"n|x|λ|bits|size|temperature|n,n,…|x\|x:x:n", argument["valueName"])
    return NUMBERS if is_number else PATHS


def without(words, option):
    """A command line without an option and its value."""
    if f"--{option}" not in words:
        return words
    place = words.index(f"--{option}")
    return words[:place] + words[place + 2:]


def lines(command, known):
    """The command lines with one invalid value each."""
    words = without(command.words, "threads")
    if "--force" in words:
        # It would overwrite its model.
        words = (*(word for word in words if word != "--force"), "--output", "written.safetensors")
    count = next(count for count in (2, 1) if words[:count] in known)
    for option, hostile in known[words[:count]]:
        for value in hostile:
            if option in ENDLESS and value in ("1e300", "9223372036854775807", "inf"):
                continue
            line = (*without(words, option), f"--{option}={value}")
            yield line
            if hostile is not NUMBERS and "--force" not in line:
                yield (*line, "--force")
    for place in range(count, len(words)):
        if words[place].startswith("--"):
            break
        yield from ((*words[:place], value, *words[place + 1:]) for value in IMAGES)


def add_special(folder):
    """Creates files that aren't regular files, again if a run replaced them."""
    for name, make in (("fifo", os.mkfifo), ("dangling", lambda path: os.symlink("nothing", path)),
                       ("loop", lambda path: os.symlink("loop", path))):
        path = folder / name
        if not os.path.lexists(path):
            make(path)


def problems(line, run, before, codes):
    if run.code is None:
        yield "hangs"
        return
    if run.code < 0 or run.code >= 128 or "Fatal error" in run.messages:
        yield f"traps with {run.code}: {run.messages[-300:]!r}"
        return
    if run.code not in codes:
        yield f"ends with the undocumented code {run.code}"
    if run.code != 0 and not re.search("^(error|Error): ", run.messages, re.IGNORECASE | re.MULTILINE):
        yield f"ends with {run.code} without an error message: {run.messages[-200:]!r}"
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", run.messages):
        yield f"prints control characters: {run.messages[:300]!r}"
    if any(folders.PARTIAL.search(name) for name in run.tree):
        yield "leaves a file in the making"
    # With --force, a command may overwrite a file and the tables beside it, or the files in a folder.
    given = line[-2].split("=")[1] if line[-1] == "--force" else None
    changed = [name for name in before if run.tree.get(name) != before[name]
               and not (given == "." or given and name.startswith(given.split(".")[0]))]
    if changed:
        yield f"changes {', '.join(changed[:3])}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("library")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--only")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="grisaille-arguments-", dir=memory) as root:
        return check(pathlib.Path(root).resolve(), chosen)


def check(root, chosen):
    begin = time.monotonic()
    program, library = (pathlib.Path(path).resolve() for path in (chosen.program, chosen.library))
    first = Workshop(program, library, root / "first")
    prepare(first)
    before = folders.without_partial(folders.contents(first.folder)) | {"empty": b"", "noise": bytes(range(256)) * 8}
    codes, known = documented_codes(program), options(program)
    workshops = queue.SimpleQueue()
    for index in range(chosen.jobs):
        workshops.put(Workshop(program, library, root / str(index)))

    def attempt(line):
        workshop = workshops.get()
        try:
            folders.restore(workshop.folder, before)
            add_special(workshop.folder)
            run = workshop.run(line)
            return line, [*problems(line, run, before, codes)]
        finally:
            workshops.put(workshop)

    all_lines = [line for command in COMMANDS if command.name.startswith(chosen.only or "") and not command.is_resuming
                 for line in lines(command, known)]
    random.Random(chosen.seed).shuffle(all_lines)
    all_lines = all_lines[::chosen.every]
    problem_count = 0
    with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as executor:
        for line, found in executor.map(attempt, all_lines):
            for problem in found:
                print(f"  {' '.join(map(repr, line))}: {problem}", flush=True)
            problem_count += len(found)
    print(f"{len(all_lines)} lines in {time.monotonic() - begin:.0f} s, {problem_count} problems")
    return 1 if problem_count else 0


if __name__ == "__main__":
    sys.exit(main())
