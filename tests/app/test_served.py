"""Asserts coach.app.served: who listens beside a server, and who decides the safety words."""

from pathlib import Path

import pytest

from coach.app.parts import Places
from coach.app.served import _safety_of, choose_served
from coach.hearing.engines.moonshine_recogniser import MoonshineRecogniser
from coach.hearing.engines.recogniser import Hypothesis
from coach.language.catalogues import load_language
from coach.servers.address import address

SAFE = ("stop", "oh stop it", "stob", "that hurts a lot")
OTHER = ("next", "how long", "")
ABSENT = address("unix:///nowhere/speech.sock")


@pytest.mark.parametrize(
    ("code", "decides"), [("en", "moonshine tiny-en"), ("de", "moonshine tiny-en (English safety words only)")]
)
def test_safety_words_are_decided_here_in_every_language(tmp_path: Path, code: str, decides: str) -> None:
    where = Places(tmp_path / "cache", tmp_path / "data", None)
    chosen = choose_served(where, load_language(code), None, ABSENT)
    assert chosen.line.endswith(f"{decides} on this machine decides the safety words.")
    chosen.recogniser.close()


def test_what_may_be_a_safety_word_never_waits_for_the_server() -> None:
    local = MoonshineRecogniser()
    is_safety = _safety_of(load_language("en"), local)
    local.close()
    heard = {text: is_safety(Hypothesis(text, 0, 1, final=False)) for text in (*SAFE, *OTHER)}
    assert heard == dict.fromkeys(SAFE, True) | dict.fromkeys(OTHER, False)
