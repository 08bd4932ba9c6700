"""Makes each file operation of every command fail, and checks what is left. `make faults` calls it. It needs only Python.

Whatever fails: no run traps or hangs, every output is whole, the old one or the new, nothing is left behind, and either
the run succeeds with the bytes of a run without faults, or it ends with a documented code and names a file and a reason.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import queue
import random
import re
import sys
import tempfile
import time

from commands import COMMANDS, prepare
from faults import Fault, Workshop
from judge import Judge, cases, documented_codes
import folder as folders

# The calls to test when outputs are new, and when they are refused. All other calls are tested when outputs are overwritten.
FRESH = {"mkdir", "opendir", "kill"}
REFUSED = {"stat", "open", "opendir", "readdir", "realpath", "lock"}


def chosen_faults(options, prepared, workshop):
    """The cases of all commands with all faults, or with every n-th fault."""
    for command in COMMANDS:
        if not command.name.startswith(options.only or ""):
            continue
        faults = []
        found = cases(command, prepared, workshop)
        for case, kinds in zip(found, [FRESH if len(found) > 1 else None, None, REFUSED]):
            faults += [(case, fault) for fault in Fault.all(case.counts)
                       if kinds is None or kinds & {fault.error, *([] if fault.is_lasting else fault.calls)}]
        random.Random(f"{options.seed} {command.name}").shuffle(faults)
        yield command, faults[:(len(faults) + options.every - 1) // options.every]


def check(program, library, root, options):
    begin = time.monotonic()
    first = Workshop(program, library, root / "first")
    prepare(first)
    prepared = folders.without_partial(folders.contents(first.folder))
    judge = Judge(documented_codes(program))
    workshops = queue.SimpleQueue()
    for index in range(options.jobs):
        workshops.put(Workshop(program, library, root / str(index)))

    def attempt(case, fault):
        workshop = workshops.get()
        try:
            run = workshop.run(case.line, case.before, fault)
            problems = judge.problems(case, fault, run) + judge.later_problems(case, run, workshop)
            return case, fault, re.sub(r"\d+", "#", folders.PARTIAL.sub(r"\1.partial", run.place)), problems
        finally:
            workshops.put(workshop)

    count, problem_count = 0, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as executor:
        for command, faults in chosen_faults(options, prepared, first):
            found = collections.defaultdict(list)
            for case, fault, place, problems in executor.map(lambda pair: attempt(*pair), faults):
                for problem in problems:
                    found[case.name, fault.kind, place, re.sub(r"\d+", "#", problem)].append((fault.at, problem))
            print(f"{command.name}: {len(faults)} faults, {len(found)} problems", flush=True)
            for (name, kind, place, _), places in sorted(found.items()):
                at, problem = min(places)
                print(f"  {name}: {kind}, call {at}{' and others' if len(places) > 1 else ''} ({place}): {problem}")
            count, problem_count = count + len(faults), problem_count + len(found)
    print(f"{count} faults in {time.monotonic() - begin:.0f} s, {problem_count} problems")
    return 1 if problem_count else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("library")
    parser.add_argument("--every", type=int, default=1, help="try one in n faults alone")
    parser.add_argument("--seed", default="0", help="chooses which")
    parser.add_argument("--only", help="commands whose names begin like this")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    program, library = (pathlib.Path(path).resolve() for path in (options.program, options.library))
    # A file system in memory is faster than a disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="grisaille-faults-", dir=memory) as root:
        return check(program, library, pathlib.Path(root).resolve(), options)


if __name__ == "__main__":
    sys.exit(main())
