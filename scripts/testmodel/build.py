"""The whole model, from nothing to a folder that Vosk loads."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from scripts.testmodel import MARKER
from scripts.testmodel.examples import examples
from scripts.testmodel.features import MFCC_CONF
from scripts.testmodel.graph import phone_classes, write_graphs
from scripts.testmodel.kaldi_files import write_acoustic_model
from scripts.testmodel.network import OFFSETS, Network, train
from scripts.testmodel.phones import PhoneSet
from scripts.testmodel.speech import Speaker
from scripts.testmodel.tongue import Tongue, tongue
from scripts.testmodel.words import lexicon

SEED = 1
UNKNOWN_BIAS = 1.7
"""How much likelier [unk] is made, in nats for each frame: at 0 it is hardly ever heard, at 2.5 too often."""
MODEL_CONF = """--min-active=200
--max-active=3000
--beam=13.0
--lattice-beam=6.0
--acoustic-scale=0.4
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""
MARKER_TEXT = """This model was made from a few synthetic voices for the tests of this project.
It does not understand people: the coach uses it only where it is named by its path.
"""


def build(folder: Path, progress: Callable[[str], None], *, code: str = "en", replace: bool = False) -> None:
    """Make the model of a language in `folder`, where it appears only when complete; an older one stays until then.

    Raises OSError if the folder cannot be written, if it exists and is not to be replaced, or if espeak-ng is missing.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(unfinished, tongue(code), progress)
        unfinished.chmod(0o755)
        if replace:
            shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write(folder: Path, tongue: Tongue, progress: Callable[[str], None]) -> None:
    for name in ("am", "conf", "graph"):
        (folder / name).mkdir()
    speaker = Speaker()
    known = lexicon(speaker, tongue)
    progress(f"{len(known)} words")
    spoken = list(examples(speaker, SEED, tongue))
    progress(f"{len(spoken)} utterances, {sum(len(example.classes) for example in spoken) // 100} seconds")
    network = train(spoken, SEED, tongue.phones, progress)
    favoured = _favour_unknown(network, tongue.phones)
    write_acoustic_model(folder / "am" / "final.mdl", phone_classes(tongue.phones), favoured, OFFSETS)
    write_graphs(folder / "graph", known, tongue)
    (folder / "conf" / "mfcc.conf").write_text(MFCC_CONF)
    (folder / "conf" / "model.conf").write_text(MODEL_CONF)
    (folder / MARKER).write_text(MARKER_TEXT)


def _favour_unknown(network: Network, phones: PhoneSet) -> Network:
    """The recogniser divides by the priors, so a smaller one makes its class likelier."""
    priors = network.priors.copy()
    priors[phones.class_of["SPN"]] *= np.exp(-UNKNOWN_BIAS)
    return Network(network.layers, priors)
