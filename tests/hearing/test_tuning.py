"""Every threshold of hearing stands in one module, with its unit and its reason, and reaches the part that uses it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import get_type_hints

import numpy as np

from coach.clock import BLOCK
from coach.hearing import tuning
from coach.hearing.echo.cancelled import EchoMeter
from coach.hearing.echo.echo_taker import EchoTaker
from coach.hearing.echo.listening import ModeFinder
from coach.hearing.echo.speex import SpeexCanceller
from coach.hearing.tuning import USUAL, Modes
from coach.units import Decibels

HEARING = Path(tuning.__file__).parent
SHAPES = {
    # Formats of engines and files, and the lengths of filters and frames: they have a shape, and decide nothing.
    "FRAME", "HALF", "FULL_SCALE", "_FULL_SCALE", "EDGES", "_UNHEARD", "_HIDDEN", "_PLACES", "QUIET_BEFORE",
    "QUIET_AFTER", "_QUIET", "_LONGEST_DATA_PATH", "_NO_SOUND", "_UTF8", "_ECHO_SET_SAMPLING_RATE",
    "_PREPROCESS_SET_NOISE_SUPPRESS", "_PREPROCESS_SET_ECHO_STATE", "_CONSONANTS", "_VOWELS", "_MANNERS",
    # How a server is talked to, and how often the debug log is.
    "_WIDTH", "_PIECE", "_TAIL", "_LONGEST", "BACK_OFF", "TELL_EVERY", "GAP", "_TUNING",
}  # fmt: skip


def _numbers_with_names(path: Path) -> Iterator[str]:
    """Names that a module or a class of it gives to what holds a number."""
    tree = ast.parse(path.read_text())
    bodies = [tree.body, *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]
    for node in (node for body in bodies for node in body if isinstance(node, ast.Assign)):
        if any(isinstance(part, ast.Constant) and type(part.value) in (int, float) for part in ast.walk(node.value)):
            yield ast.unparse(node.targets[0]).strip("()").split(",")[0]


def test_no_module_of_hearing_keeps_a_threshold_of_its_own() -> None:
    paths = [path for path in HEARING.rglob("*.py") if path.name not in ("tuning.py", "moonshine_tokens.py")]
    kept = {f"{path.name}: {name}" for path in paths for name in _numbers_with_names(path) if name not in SHAPES}
    assert kept == set(), "these belong into tuning.py, with unit and measurement"


def test_every_threshold_says_what_it_is() -> None:
    bare = []
    for node in ast.walk(ast.parse((HEARING / "tuning.py").read_text())):
        if isinstance(node, ast.ClassDef) and node.name not in ("Tuning", "Bar"):
            told = {id(before) for before, after in zip(node.body, node.body[1:], strict=False) if _is_text(after)}
            named = (part for part in node.body if isinstance(part, ast.AnnAssign) and id(part) not in told)
            bare += [f"{node.name}.{ast.unparse(part.target)}" for part in named]
    assert bare == []


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_every_threshold_is_used() -> None:
    sources = "".join(path.read_text() for path in HEARING.parent.rglob("*.py") if path.name != "tuning.py")
    names = [name for part in fields(USUAL) for name in get_type_hints(type(getattr(USUAL, part.name)))]
    assert [name for name in names if not re.search(rf"\.{name}\b", sources)] == []


def test_a_threshold_reaches_the_part_that_uses_it() -> None:
    never = Modes(Decibels(99.0), Decibels(99.0), Decibels(98.0), Decibels(98.0))
    settled = SpeexCanceller(replace(USUAL, metering=replace(USUAL.metering, enough=0.02)))
    loud = np.full(BLOCK, 3000, np.int16)
    heard = settled.cancel(loud, loud)
    assert heard.settled
    assert not SpeexCanceller().cancel(loud, loud).settled
    assert not EchoMeter().weigh(loud, loud, loud, loud).settled
    usual, other = ModeFinder(), ModeFinder(tuning=never)
    told = replace(heard, usual_suppression_db=Decibels(50.0))
    assert usual.hear(told, echo_found=True) is not other.hear(told, echo_found=True)
    assert EchoTaker(settled, tuning=replace(USUAL, delay=replace(USUAL.delay, window=0.256)))._window == 4096
