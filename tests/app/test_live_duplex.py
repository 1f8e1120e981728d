"""The real program, talked over on a private virtual sound card that hears the speaker as loud as the user."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from coach.clock import RATE
from coach.language.intents import Intent
from coach.sound import wav
from coach.speaking.pyttsx_voice import HEART, NATURAL, PyttsxVoice
from tests.coach_process import CoachProcess, Line, begun, environment, heard, note
from tests.recorded import Wave, both, place
from tests.sound.virtual_card import VirtualCard
from tests.spoken import User, breaks

WORDS = {"pause": Intent.PAUSE, "that hurts": Intent.HURTS, "next": Intent.NEXT}
INSTRUCTION = "With light fingers"
ROUTINE = """
format = 1
name = "Talked over"
changeover = "Now take the other one."
closing = "That was all."

[[steps]]
id = "explore"
title = "explore"
kind = "motion"
zone = "heel"
seconds = 30
instruction = ["With light fingers, explore the heel and the arch, and find the spots that are a little sore or tense."]
"""

TIMES = 2
"""How often a word that stops nothing may be said: as loud as the echo, one in ten is not understood at first."""
SESSIONS = 3
"""How many sessions may be held until the machine feeds the card in time throughout one."""


@dataclass(slots=True)
class TalkedOver:
    """What happened, and how long after each word it was decided; seconds."""

    log: list[Line]
    latencies: dict[str, float]
    backdated: dict[str, float]


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each word in the natural voice, as loud as the coach: how softer ones are heard is measured, not asserted."""
    folder = tmp_path_factory.mktemp("user")
    paths = {word: folder / f"{word}.wav" for word in WORDS}
    voice = PyttsxVoice(HEART, driver=NATURAL, patience=10.0)
    for word, path in paths.items():
        wav.write(path, voice.clip(word, 170).sound)
    voice.close()
    return paths


class BrokenSessionError(Exception):
    """The card was not fed in time: after a gap what comes back is another while than it was before."""


@pytest.fixture(scope="module")
def session(user: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> TalkedOver:
    """The first session in which the card was always fed in time, or else the last."""
    for more in reversed(range(SESSIONS)):
        folder = tmp_path_factory.mktemp("duplex")
        try:
            return _session(user, folder, bool(more))
        except BrokenSessionError:
            continue
    raise AssertionError("no session was the last")


def _session(user: dict[str, Path], folder: Path, again: bool) -> TalkedOver:
    """Raises BrokenSessionError, where one may be held `again`."""
    routine, own = folder / "talked-over.toml", folder / "own.wav"
    routine.write_text(ROUTINE)
    options = ("--plain", "--routine", str(routine), "--record", str(own))
    with (
        VirtualCard(echo_db=0.0) as card,
        CoachProcess(environment(folder, card.env), folder, *options) as coach,
    ):
        try:
            _talk_over(coach, User(card, coach, own, least=0.2), user)
        except AssertionError as error:
            if again and breaks(coach.errors):
                raise BrokenSessionError from error
            raise
        if again and breaks(coach.errors):
            raise BrokenSessionError
        return _measured(coach.log(), both(own), user)


def _talk_over(coach: CoachProcess, person: User, user: dict[str, Path]) -> None:
    """Through the interview by keys, then every word over the same instruction, soon after it has begun."""
    coach.wait_for(begun("any severe pain"))
    coach.type(*["no"] * 5, "both", "left", "skip", "skip")

    def over_the_instruction(word: str, done: Callable[[Line], bool], times: int = 1) -> None:
        for more in reversed(range(times)):
            coach.wait_for(begun(INSTRUCTION))
            time.sleep(1.6)
            try:
                person.say(user[word], done)
                break
            except AssertionError:
                if not more:
                    raise
                coach.type("repeat")

    over_the_instruction("pause", note("paused"), TIMES)
    coach.type("continue", "repeat")  # A pause after the instruction goes on in the middle of the step.
    over_the_instruction("that hurts", heard("it hurts"))
    coach.wait_for(begun("sharp, or just strong"))
    coach.type("no", "go on", "repeat")
    over_the_instruction("next", heard("next"), TIMES)
    coach.type("end session", "yes")
    coach.end(60)


def _measured(log: list[Line], own: Wave, user: dict[str, Path]) -> TalkedOver:
    found = TalkedOver(log, {}, {})
    for said, event in zip(WORDS, (line["event"] for line in log if by_voice(line)), strict=False):
        word = wav.read(user[said]).astype(float)
        start, _ = place(word, own[:, 1], event["at"] - len(word) - RATE // 2, 1.0)
        found.latencies[said] = (event["at"] - start - len(word)) / RATE
        found.backdated[said] = (event["start"] - start) / RATE
    return found


def by_voice(line: Line) -> bool:
    return line["event"]["kind"] == "Heard" and not line["event"]["by_key"]


def test_what_is_said_over_the_coach_is_done_and_nothing_else(session: TalkedOver) -> None:
    understood = [line["event"]["match"]["intent"] for line in session.log if by_voice(line)]
    assert understood == [str(intent) for intent in WORDS.values()]


def test_it_is_decided_soon_and_dated_back_to_where_the_word_began(
    session: TalkedOver, record_property: Callable[[str, object], None]
) -> None:
    for word in WORDS:
        decided, dated = session.latencies[word], session.backdated[word]
        record_property(word, f"decided {decided:.3f} s after it, its beginning dated {dated:+.3f} s off")
    assert max(session.latencies.values()) < 0.7
    assert max(map(abs, session.backdated.values())) < 0.2
