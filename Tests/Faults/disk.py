"""Runs every command on a disk with 0, 1, 2, … free pages. `make faults` calls it. It needs only Python."""

import argparse
import pathlib
import sys
import time

from commands import COMMANDS, prepare
from faults import CHANGING, Fault, Workshop
from judge import Judge, cases, documented_codes
import folder as folders

PAGE = 4096


class SmallDisk(Workshop):
    """A workshop in a small file system. A file outside the folder takes up the other pages."""

    @property
    def filler(self):
        return self.folder.parent / "filler"

    def fill(self, pages):
        with open(self.filler, "wb", buffering=0) as file:
            try:
                while file.write(bytes(PAGE)) == PAGE:
                    pass
            except OSError:
                pass
            file.truncate((file.tell() // PAGE - pages) * PAGE)

    def attempt(self, case, pages):
        folders.restore(self.folder, case.before)
        self.fill(pages)
        run = self.run(case.line)
        self.filler.unlink()
        run.was_struck, run.place = True, f"write on a disk with {pages} pages left"
        return run


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("library")
    parser.add_argument("disk")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--only")
    options = parser.parse_args()
    begin = time.monotonic()
    disk = SmallDisk(options.program, options.library, pathlib.Path(options.disk))
    prepare(disk)
    prepared = folders.without_partial(folders.contents(disk.folder))
    judge = Judge(documented_codes(options.program))
    count, problem_count = 0, 0
    for index, command in enumerate(COMMANDS):
        if not command.name.startswith(options.only or ""):
            continue
        for case in cases(command, prepared, disk)[:2]:
            pages = index % options.every
            while True:
                run = disk.attempt(case, pages)
                for problem in judge.problems(case, Fault(CHANGING, pages, "ENOSPC", True), run):
                    print(f"  {case.name}, {pages} pages left: {problem}")
                    problem_count += 1
                count += 1
                if run.code == 0 or pages > 200:
                    break
                pages += options.every
    print(f"{count} runs on a full disk in {time.monotonic() - begin:.0f} s, {problem_count} problems")
    return 1 if problem_count else 0


if __name__ == "__main__":
    sys.exit(main())
