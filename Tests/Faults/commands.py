"""The commands that are tested, and the small files that they read."""

import dataclasses
import struct

import faults

IMAGES, LABELLED, MODEL = "images", "labelled", "model.safetensors"
NETWORK = "--architecture mlp --hidden 6 --latent 3 --batch 4 --validation 0.2 --epochs 2"
FLOW = "--prior flow --flow-width 8 --flow-blocks 1"
STEPS = "--sampling-steps 1"


@dataclasses.dataclass(frozen=True)
class Command:
    """A command line without `--force`."""

    name: str
    words: tuple
    # Whether it leaves a state to resume from if it is killed.
    is_training: bool = False

    @property
    def is_resuming(self):
        return "--resume" in self.words

    @property
    def model(self):
        """The model file of a training."""
        option = "--output" if "--output" in self.words else "--model"
        return self.words[self.words.index(option) + 1]

    @property
    def state(self):
        """The file from which an interrupted training is resumed."""
        return self.model + ".training"

    @property
    def stages(self):
        """The files that a training writes several times."""
        return self.model, self.state, self.model + ".history.csv"

    @property
    def forced(self):
        """The command line that overwrites outputs."""
        return self.words if self.is_resuming or "--force" in self.words else (*self.words, "--force")

    @property
    def resumed(self):
        return self.words if self.is_resuming else (*self.words, "--resume")


def command(text, name=None, threads=1, is_training=False):
    words = text.split()
    return Command(name or words[0], (*words, "--threads", str(threads), "--quiet"), is_training)


def train(text, name="train"):
    return command(f"train {text} {NETWORK}", name, is_training=True)


COMMANDS = [
    command("phantoms --output made --count 1 --size 16 --sheet made.png"),
    train(f"{IMAGES} --model new.safetensors --conditional {FLOW}"),
    train(f"{IMAGES} --model stopped.safetensors --conditional {FLOW} --resume", "train, resumed"),
    train(f"{LABELLED} --model told.safetensors --condition labels.csv:size,side {FLOW}", "train on conditions"),
    train("pixels.npy --labels numbers.npy --model array.safetensors --prior standard", "train of an array"),
    command(f"prior fit {IMAGES} --model {MODEL} --output fitted.safetensors --epochs 1 --flow-width 8 --flow-blocks 1",
            "prior fit", is_training=True),
    command(f"prior fit {IMAGES} --model {MODEL} --prior mixture --prior-components 1 --force", "prior fit in place"),
    command(f"prior calibrate {IMAGES} --model {MODEL} --output calibrated.safetensors", "prior calibrate"),
    command(f"encode {IMAGES} --model {MODEL} --output codes.npy --log-variance", threads=2),
    command(f"decode latents.npy --model {MODEL} --output decoded --sheet decoded.png"),
    command(f"reconstruct {IMAGES} --model {MODEL} --output again", threads=2),
    command(f"sample --model {MODEL} --output samples --count 3 --sheet samples.png --novelty {IMAGES} {STEPS}"),
    command(f"sample --model {MODEL} --output varied --count 2 --diversity 0.5 --pool 6 --balance shares.csv {STEPS}",
            "sample, varied"),
    command(f"top-up uneven --model {MODEL} --output added --novel {STEPS}"),
    # With few steps this model makes images of one group alone.
    command(f"top-up {LABELLED} --model {MODEL} --output added --by labels.csv:side --to 9", "top-up by a column"),
    command(f"interpolate a.png b.png --model {MODEL} --output frames --steps 3 --strip strip.png --animation frames.png "
            f"--nearest {IMAGES} {STEPS}"),
    command(f"translate {IMAGES} --model {MODEL} --class head --output heads --sheet heads.png {STEPS}"),
    command(f"traverse a.png --model {MODEL} --output sweeps.png --steps 3 --components {IMAGES}"),
    command(f"direction fit {LABELLED} --model {MODEL} --labels labels.csv:size --output size.safetensors", "direction fit"),
    command(f"direction apply a.png --model {MODEL} --direction direction.safetensors --output larger --amount -1:1:2 "
            "--strip larger.png", "direction apply"),
    command(f"map {IMAGES} --model {MODEL} --output map.png --method pca"),
    command(f"evaluate {IMAGES} --model {MODEL}", threads=2),
    command(f"info {MODEL}"),
    command(f"compact --model {MODEL} --output compact.safetensors"),
]


def array(descr, shape, data):
    """The bytes of an `.npy` file."""
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def prepare(workshop):
    """Creates the files that the commands read, in an empty folder."""
    folder = workshop.folder

    def run(text, fault=None):
        ended = workshop.run(text.split(), fault=fault)
        assert ended.code == 0 or ended.was_killed, (text, ended.code, ended.messages)

    for images, count in ((IMAGES, 2), (LABELLED, 4)):
        run(f"phantoms --output {images} --count {count} --size 16")
        (folder / images / "labels.csv").unlink()
    names = sorted(str(path.relative_to(folder / LABELLED)) for path in (folder / LABELLED).glob("*/*.png"))
    (folder / "labels.csv").write_text("file,size,side\n" + "".join(
        f"{name},{index % 3},{'right' if 'chest' in name else 'left'}\n" for index, name in enumerate(names)))
    names = sorted(str(path.relative_to(folder / IMAGES)) for path in (folder / IMAGES).glob("*/*.png"))
    for copy, name in [("a.png", names[0]), ("b.png", names[-1])] + [(f"uneven/{name}", name) for name in names[:-1]]:
        (folder / copy).parent.mkdir(parents=True, exist_ok=True)
        (folder / copy).write_bytes((folder / IMAGES / name).read_bytes())
    (folder / "shares.csv").write_text("class,share\nhand,1\nhead,1\n")
    (folder / "pixels.npy").write_bytes(array("|u1", (6, 8, 8), bytes(index * 37 % 251 for index in range(6 * 64))))
    (folder / "numbers.npy").write_bytes(array("<i4", (6,), struct.pack("<6i", *range(6))))

    run(f"train {IMAGES} --model {MODEL} --conditional {NETWORK} {FLOW}")
    run(f"encode a.png --model {MODEL} --output latents.npy")
    run(f"direction fit {LABELLED} --model {MODEL} --labels labels.csv:size --output direction.safetensors")
    # Killed before the fourth rename, after the model, the history and the state of the first epoch were written.
    run(f"train {IMAGES} --model stopped.safetensors --conditional {NETWORK} {FLOW}", faults.Fault(["rename"], 4, "kill"))
    assert (folder / "stopped.safetensors.training").exists()
