"""Checks the result of a run in which a call failed."""

import os
import re
import subprocess

import folder as folders

# The texts for errors: those of the program if it has any, or else those of the system.
REASONS = {
    "EIO": "input/output error", "ENOSPC": "no space left", "EMFILE": "too many open files",
    "EACCES": "permission denied", "ENOMEM": "cannot allocate memory",
}


class Case:
    """A command with the content of its folder before the run and after a run without faults."""

    def __init__(self, command, name, line, before, workshop):
        self.command, self.name, self.line, self.before = command, name, line, before
        whole = workshop.run(line, before)
        assert whole.code is not None and whole.code >= 0, (line, whole.messages)
        self.code, self.after, self.output, self.counts = whole.code, whole.tree, plain(whole.output), whole.counts


def cases(command, prepared, workshop):
    """The cases of a command: without outputs, with outputs that it overwrites, and with outputs that it must refuse."""
    fresh = Case(command, command.name, command.words, prepared, workshop)
    assert fresh.code == 0, (command.name, workshop.run(command.words, prepared).messages)
    added = {name: b"the previous " + name.encode() for name in fresh.after.keys() - prepared.keys()}
    # A resumed run replaces the files of the run that it continues.
    if not added or "--resume" in command.words:
        return [fresh]
    forced = Case(command, f"{command.name}, forced", command.forced, prepared | added, workshop)
    assert forced.code == 0 and all(folders.same(name, data, forced.after.get(name)) for name, data in fresh.after.items())
    refused = Case(command, f"{command.name}, refused", command.words, prepared | added, workshop)
    assert refused.code == 73 and refused.after == refused.before, command.name
    return [fresh, forced, refused]


def plain(output):
    """The output of a command without times, and without the picture that a run may lack."""
    return re.sub(r"\d+:\d\d|[\d,.]+ (images/s|s\b)|^.*\.progress\.svg\n", "", output, flags=re.MULTILINE)


def documented_codes(program):
    text = subprocess.run([program, "help"], capture_output=True, text=True, check=True).stdout
    return {int(code) for code in re.findall(r"^ +(\d+)  ", text[text.index("EXIT CODES"):text.index("USAGE")], re.M)}


class Judge:
    """Reports what is wrong with a run."""

    def __init__(self, documented_codes):
        self.codes = documented_codes

    def problems(self, case, fault, run):
        if run.code is None:
            return ["hangs"]
        if run.was_killed:
            return [*self.files(case, run, is_partial_left=True)]
        # A temporary file that can't be removed stays.
        found = [*self.files(case, run, is_partial_left="unlink" in fault.calls)]
        if run.code < 0 or run.code >= 128 or "Fatal error" in run.messages:
            return [f"traps with {run.code}", *found]
        if run.code == case.code == 0:
            return found + [*self.success(case, run)]
        if run.code == 0:
            return [*found, f"succeeds instead of ending with {case.code}"]
        if run.was_struck and not fault.is_survived:
            return found + ([*self.failure(case, fault, run)] if run.code != case.code else [])
        return found + ([f"ends with {run.code}: {run.messages[-200:]!r}"] if run.code != case.code else [])

    def files(self, case, run, is_partial_left):
        for name, data in run.tree.items():
            if folders.PARTIAL.search(name):
                if not is_partial_left:
                    yield "leaves a file in the making"
            elif any(folders.same(name, data, tree.get(name)) for tree in (case.before, case.after)):
                continue
            elif case.command.is_training and name in case.command.stages and run.code != 0:
                if not folders.is_whole(name, data):
                    yield f"{name} isn't whole"
            else:
                yield f"{name} is neither the old one nor the new"
        for name in sorted(case.before.keys() & case.after.keys() - run.tree.keys()):
            yield f"{name} is gone"

    def success(self, case, run, with_result=True):
        tree = folders.without_partial(run.tree)
        wrong = [name for name in case.after.keys() | tree.keys()
                 if not folders.same(name, case.after.get(name), tree.get(name))]
        if wrong:
            yield f"claims success, but not all files are the new ones: {', '.join(sorted(wrong)[:3])}"
        if with_result and plain(run.output) != case.output:
            yield f"claims success with another result: {run.output[-200:]!r}"

    def failure(self, case, fault, run):
        if run.code not in self.codes:
            yield f"ends with the undocumented code {run.code}"
        lines = run.messages.splitlines()
        starts = [index for index, line in enumerate(lines) if line.startswith("error: ")]
        if not starts:
            yield f"ends with {run.code} without an error message: {run.messages[-200:]!r}"
            return
        text = "\n".join(lines[starts[0]:])
        name = os.path.basename(run.place.split(" ", 1)[1])
        known = {part for path in [*case.after, *case.line] for part in path.split("/")}
        # The program may be working on another file by then. For temporary files it names the final path.
        names = [name] if name in known and not fault.is_lasting else known | {"error: .:"}
        if not any(name in text for name in names):
            yield f"doesn't name {name}: {text[-200:]!r}"
        if not re.search(REASONS[fault.error], text, re.IGNORECASE):
            yield f"doesn't give the reason: {text[-200:]!r}"

    def later_problems(self, case, run, workshop):
        """Reports what is wrong when the command is repeated after it was killed or its training failed."""
        can_resume = case.command.is_training and case.command.state in run.tree and case.code == 0
        if case.command.is_resuming and not can_resume:
            return [*self.success(case, run, with_result=False)]
        if not run.was_killed and not (can_resume and run.code != 0):
            return []
        folders.age_partial(workshop.folder, 120)
        again = workshop.run(case.command.resumed if can_resume else case.command.forced)
        if again.code != 0:
            return [f"can't be done again: {again.messages[-200:]!r}"]
        if any(folders.PARTIAL.search(name) for name in again.tree):
            return ["done again, it leaves a file in the making of the killed run"]
        return [f"done again: {problem}" for problem in self.success(case, again, with_result=not can_resume)]
