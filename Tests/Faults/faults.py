"""Runs the program with calls that fail."""

import errno
import os
import signal
import struct
import subprocess

import folder as folders

# The same as `enum call` and `struct report` in faults.c.
CALLS = ["open", "create", "read", "write", "fsync", "close", "rename", "mmap", "stat", "mkdir", "opendir", "readdir",
         "unlink", "ftruncate", "lock", "chmod", "realpath"]
REPORT = struct.Struct(f"{len(CALLS)}QQQ512s")

# The errors that each call can have.
ERRORS = {
    "open": ["EIO", "EMFILE", "EACCES", "ENOMEM", "EINTR"],
    "create": ["EIO", "ENOSPC", "EMFILE", "EACCES", "EINTR"],
    "read": ["EIO", "EINTR", "short"],
    "write": ["EIO", "ENOSPC", "EINTR", "short"],
    "fsync": ["EIO", "ENOSPC", "EINTR"],
    "close": ["EIO", "ENOSPC", "EINTR"],
    "rename": ["EIO", "ENOSPC", "EACCES"],
    "mmap": ["ENOMEM", "EACCES"],
    "stat": ["EIO", "EACCES"],
    "mkdir": ["EIO", "ENOSPC", "EACCES"],
    "opendir": ["EIO", "EMFILE", "EACCES", "ENOMEM", "EINTR"],
    "readdir": ["EIO"],
    "unlink": ["EIO", "EACCES"],
    "ftruncate": ["EIO", "ENOSPC", "EINTR"],
    "lock": ["EIO", "EINTR"],
    "chmod": ["EIO", "EACCES"],
    "realpath": ["EIO", "EACCES"],
}
# Errors that persist: a full disk, a missing disk, a process without free descriptors.
LASTING = [
    ("ENOSPC", ["create", "write", "fsync", "mkdir", "ftruncate"]),
    ("EIO", CALLS),
    ("EMFILE", ["open", "create", "opendir"]),
]
# The calls before which a process can be killed.
CHANGING = ["create", "write", "fsync", "close", "rename", "unlink", "mkdir", "ftruncate"]
TIME_LIMIT = 30


class Fault:
    """Which calls fail, which is the first of them, and how."""

    def __init__(self, calls, at, error, is_lasting=False):
        self.calls, self.at, self.error, self.is_lasting = calls, at, error, is_lasting

    @property
    def kind(self):
        calls = "any call" if self.calls == CALLS else "/".join(self.calls)
        return f"{self.error} of {calls}{' from there on' if self.is_lasting else ''}"

    @property
    def is_survived(self):
        """Whether the program must repeat the call: it is interrupted, or transfers only part of the bytes."""
        return self.error in ("EINTR", "short")

    def environment(self):
        number = getattr(errno, self.error, None)
        settings = {"FAULTS_CALLS": ",".join(self.calls), "FAULTS_AT": str(self.at),
                    "FAULTS_ERROR": self.error if number is None else str(number)}
        return settings | ({"FAULTS_LASTING": "1"} if self.is_lasting else {})

    @staticmethod
    def all(counts):
        """All faults of a run with these numbers of calls."""
        for call, errors in ERRORS.items():
            for error in errors:
                yield from (Fault([call], at + 1, error) for at in range(counts[call]))
        for error, calls in LASTING:
            yield from (Fault(calls, at + 1, error, True) for at in range(sum(counts[call] for call in calls)))
        yield from (Fault(CHANGING, at + 1, "kill") for at in range(sum(counts[call] for call in CHANGING)))


class Run:
    """How a run ended: its exit code (None if it hung), its messages, and the content of its folder."""

    def __init__(self, code, output, messages, report, folder):
        self.code = code
        self.output, self.messages = (text.decode(errors="replace") for text in (output, messages))
        self.tree = folders.contents(folder)
        values = REPORT.unpack(report)
        self.counts = dict(zip(CALLS, values))
        self.was_struck = values[-2] > 0
        # The first call that failed and its path, as in `read images/a.png`.
        self.place = values[-1].split(b"\0")[0].decode(errors="replace").replace(f"{folder}/", "")

    @property
    def was_killed(self):
        return self.code == -signal.SIGKILL and self.was_struck


class Workshop:
    """A folder for one run after another."""

    def __init__(self, program, library, root):
        self.program, self.library = program, library
        self.folder, self.report = root / "work", root / "report"
        self.folder.mkdir(parents=True)

    def run(self, line, before=None, fault=None):
        """Runs the program on the current content of the folder, or on the given content."""
        if before is not None:
            folders.restore(self.folder, before)
        self.report.write_bytes(bytes(REPORT.size))
        environment = os.environ | {
            "LD_PRELOAD": str(self.library), "FAULTS_FOLDER": str(self.folder), "FAULTS_REPORT": str(self.report),
        } | (fault.environment() if fault else {})
        process = subprocess.Popen(
            [self.program, *line], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            output, messages = process.communicate(timeout=TIME_LIMIT)
            code = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, messages = process.communicate()
            code = None
        return Run(code, output, messages, self.report.read_bytes(), self.folder)
