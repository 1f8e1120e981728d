"""How the debug log words what was heard, and why it was refused."""

import logging

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.hearing import trace
from coach.hearing.ear import Ear
from coach.hearing.engines.recogniser import Candidate, Hypothesis, Understands, nothing_more
from coach.language.intents import FEET, Intent, Live, Match
from coach.sound.edge import Block, Samples
from tests.english import ENGLISH

QUIET = np.zeros(BLOCK, np.int16)


class Prompter:
    """A recogniser that hears what it is told to."""

    name, open_vocabulary, speaking = "prompter", True, False

    def __init__(self, *heard: Hypothesis) -> None:
        self._heard = list(heard)

    def listen_for(self, phrases: object, sayings: object = (), understands: Understands = nothing_more) -> None: ...

    def feed(self, sound: Samples, *more: object) -> list[Hypothesis]:
        heard, self._heard = self._heard, []
        return heard

    def reset(self) -> None: ...

    def close(self) -> None: ...


def told(caplog: pytest.LogCaptureFixture, heard: Hypothesis, live: Live, own: tuple[str, ...] = ()) -> str:
    """What the log says of `heard`."""
    ear = Ear(Prompter(heard), ENGLISH.phrasebook, lambda start, end: own)
    ear.listen(live)
    with caplog.at_level(logging.DEBUG, "coach"):
        ear.hear(Block(0, QUIET, QUIET))
    return caplog.text


def final(text: str, *likely: Candidate) -> Hypothesis:
    return Hypothesis(text, 0, BLOCK, final=True, likely=likely)


def test_a_word_of_another_state_is_refused_with_what_may_be_said(caplog: pytest.LogCaptureFixture) -> None:
    text = told(caplog, final("elephant"), Live(answers=FEET))
    assert 'refused final "elephant" (0.00-0.02 s, confidence 1.00): it is nothing that may be said now' in text
    assert "now: commands; answers both, left, right" in text


def test_an_unlikely_phrase_is_refused_with_each_bar_that_it_missed(caplog: pytest.LogCaptureFixture) -> None:
    rivals = Candidate("pause", -5.4, 4.25), Candidate("help", -5.9, 4.75)
    text = told(caplog, final("elephant", *rivals), Live(timed=True))
    assert "log probability -5.4, needs more than -5.0" in text
    assert "4.2 behind what the engine wrote, needs less than 4.0" in text
    assert "0.5 ahead of another meaning, needs more than 2.0" in text
    assert 'possible: "pause" -5.4 (4.2 behind), "help" -5.9 (4.8 behind)' in text


def test_the_coachs_own_words_are_named_where_they_mask_a_command(caplog: pytest.LogCaptureFixture) -> None:
    text = told(caplog, final("pause"), Live(timed=True), ("say", "pause", "now"))
    assert "own words: now, pause, say" in text
    assert 'it would be pause ("pause")' in text


def test_what_waits_is_told_with_what_it_waits_for(caplog: pytest.LogCaptureFixture) -> None:
    partial = Hypothesis("switch", 0, BLOCK - 1, final=False)
    text = told(caplog, partial, Live(timed=True))
    assert 'refused partial "switch"' in text
    assert "waits" in text


def test_what_is_understood_is_told(caplog: pytest.LogCaptureFixture) -> None:
    text = told(caplog, final("pause"), Live(timed=True))
    assert 'understood final "pause" (0.00-0.02 s, confidence 1.00) as pause ("pause")' in text


def test_nothing_is_worded_while_nobody_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("heard", "refusal", "phase", "changed", "meaning"):
        monkeypatch.setattr(trace, name, None)  # Whoever called it would fail.
    ear = Ear(Prompter(final("elephant")), ENGLISH.phrasebook)
    ear.listen(Live(timed=True))
    assert ear.hear(Block(0, QUIET, QUIET)) == []


def test_a_phase_is_told_in_words() -> None:
    live = Live(paused=True, before=FEET, signs=frozenset({"fever"}))
    assert trace.phase(live) == "commands; paused; corrections both, left, right; signs fever"
    assert trace.phase(Live(commands=False)) == "nothing may be said"


def test_a_meaning_is_told_with_its_answer() -> None:
    assert trace.meaning(Match(Intent.ANSWER, "left foot", answer="left")) == 'answer left ("left foot")'


def test_audio_time_is_told_where_the_recogniser_began_later() -> None:
    assert "(1.00-1.02 s" in trace.heard(final("x"), RATE)
