"""One queue, one loop: driven by an edge that takes no time, with the real session, mixer and a silent voice."""

import threading
import time
from collections.abc import Callable

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.errors import HearingError
from coach.hearing.ear import Ear
from coach.hearing.engines.recogniser import Hypothesis
from coach.language.intents import Intent, Match
from coach.routines.routine import Kind, Routine, Step, Zone
from coach.running.runner import Runner
from coach.session.effects import Effect
from coach.session.events import Event, Heard, MicrophoneFound, MicrophoneLost, NearlyHeard, Part, PartFails, PartWorks
from coach.session.session import Session
from coach.sound.edge import Block, Play, Samples, Settled
from coach.speaking.ahead import AheadVoice
from coach.speaking.mixer import Mark
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip
from coach.units import Decibels
from tests.english import ENGLISH

STEP = Step("press", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=5)


class QuickEdge:
    """A SoundEdge that gives `seconds` of silence as fast as they are read."""

    stalled = False

    def __init__(
        self,
        seconds: float,
        alive: Callable[[int], bool] = lambda at: True,
        sounds: Callable[[int], bool] = lambda at: True,
    ) -> None:
        self._longest, self._alive, self._sounds = seconds * RATE, alive, sounds
        self._at = 0
        self.closed = False

    def open(self, play: Play, settled: Settled) -> None:
        self._play, self._settled = play, settled

    def read(self) -> Block | None:
        self._settled()
        if self.closed or self._at >= self._longest:
            return None
        at, self._at = self._at, self._at + BLOCK
        silence = np.zeros(BLOCK, np.int16)
        return Block(at, silence, self._play(BLOCK), self._alive(at), self._sounds(at))

    def close(self) -> None:
        self.closed = True


class DyingRecogniser:
    """A recogniser whose engine stops working after a second; the real ones cannot be made to."""

    name = "dying"
    open_vocabulary = True
    speaking = False

    def __init__(self) -> None:
        self._fed = 0

    def listen_for(self, phrases: object, *more: object) -> None: ...

    def feed(
        self,
        sound: Samples,
        expected_echo: float = 0.0,
        telling: Samples | None = None,
        residual: Samples | None = None,
    ) -> list[Hypothesis]:
        self._fed += len(sound)
        if self._fed > RATE:
            raise HearingError("it died")
        return []

    def reset(self) -> None: ...

    def close(self) -> None: ...


class Told:
    """An observer."""

    def __init__(self) -> None:
        self.events: list[Event | Mark] = []

    def __call__(self, at: int, event: Event | Mark, effects: object) -> None:
        self.events.append(event)

    def kinds(self) -> list[type]:
        return [type(event) for event in self.events]


def made(ear: Ear | None = None, on_deaf: Callable[[HearingError], None] | None = None) -> tuple[Runner, Told]:
    runner, told = Runner(Session(Routine("Short", (STEP,), ("Next.",)), ENGLISH), SilentVoice(), ear, on_deaf), Told()
    runner.observe(told)
    return runner, told


def test_the_end_of_the_sound_ends_the_run_and_closes_the_edge() -> None:
    runner, _ = made()
    edge = QuickEdge(1)
    runner.open(edge)
    assert runner.run() == "sound ended"
    assert edge.closed


def test_running_without_an_edge_is_our_own_mistake() -> None:
    runner, _ = made()
    with pytest.raises(ValueError, match="open a sound edge"):
        runner.run()


@pytest.mark.parametrize("reason", ["interrupted", "terminated"])
def test_an_interruption_from_another_thread_ends_it_with_its_reason(reason: str) -> None:
    runner, _ = made()
    runner.open(QuickEdge(10_000))
    threading.Timer(0.2, runner.interrupt, (reason,)).start()
    assert runner.run() == reason


def test_a_failure_from_another_thread_is_raised_and_closes_the_edge() -> None:
    runner, _ = made()
    edge = QuickEdge(10_000)
    runner.open(edge)
    runner.fail(HearingError("told"))
    with pytest.raises(HearingError, match="told"):
        runner.run()
    assert edge.closed


def test_an_exception_of_an_observer_is_raised_and_closes_the_edge() -> None:
    runner, _ = made()
    edge = QuickEdge(10_000)
    runner.open(edge)
    runner.observe(lambda at, event, effects: print(1 // 0))  # noqa: T201 - never comes to print
    with pytest.raises(ZeroDivisionError):
        runner.run()
    assert edge.closed


def test_keys_pressed_before_their_question_sounds_answer_nothing() -> None:
    """Seven times N as the first question is opened: it had not begun to sound."""
    session, told = Session(Routine("Short", (STEP,), ("Next.",)), ENGLISH), Told()
    runner = Runner(session, SilentVoice(), None)
    runner.observe(told)
    unknown: list[str] = []
    pressed = threading.Event()

    def press(at: int, event: Event | Mark, effects: object) -> None:
        if runner_asks(effects) and not pressed.is_set():
            pressed.set()
            for key in (*"nnnnnnn", "\x07"):
                runner.press_key(key, unknown.append)

    runner.observe(press)
    runner.open(QuickEdge(60))
    runner.run()
    heard = [event.match for event in told.events if isinstance(event, Heard)]
    assert [match.answer or match.phrase for match in heard] == ["no"] * 7
    assert session.answers == {}
    assert unknown == ["\x07"]


def runner_asks(effects: object) -> bool:
    return isinstance(effects, list) and any(
        getattr(getattr(effect, "live", None), "answers", ()) for effect in effects
    )


def test_a_key_pressed_as_a_phrase_is_heard_at_once() -> None:
    runner, told = made()
    runner.press(Match(Intent.REPEAT, "repeat"))
    runner.open(QuickEdge(1))
    runner.run()
    assert Heard in told.kinds()


def test_a_microphone_that_comes_and_goes_is_told_but_not_its_first_state() -> None:
    runner, told = made(Ear(DyingRecogniser(), ENGLISH.phrasebook), lambda error: None)
    runner.open(QuickEdge(0.9, alive=lambda at: not 0.3 <= at / RATE < 0.6))
    runner.run()
    kinds = [kind for kind in told.kinds() if kind in {MicrophoneFound, MicrophoneLost}]
    assert kinds == [MicrophoneLost, MicrophoneFound]


def test_a_speaker_that_is_lost_and_found_is_told_of_without_an_ear_too() -> None:
    runner, told = made()
    runner.open(QuickEdge(0.9, sounds=lambda at: not 0.3 < at / RATE < 0.6))
    runner.run()
    parts = [event for event in told.events if isinstance(event, PartFails | PartWorks)]
    assert [(type(event), event.part) for event in parts] == [(PartFails, Part.SPEAKER), (PartWorks, Part.SPEAKER)]
    assert 0.3 < parts[0].at / RATE < 0.35


def test_a_speaker_that_was_never_there_is_not_told_of_as_lost() -> None:
    runner, told = made()
    runner.open(QuickEdge(0.9, sounds=lambda at: False))
    runner.run()
    assert PartFails not in told.kinds()


def test_without_an_ear_nobody_asks_for_the_microphone() -> None:
    runner, told = made()
    runner.open(QuickEdge(0.9, alive=lambda at: at / RATE < 0.3))
    runner.run()
    assert MicrophoneLost not in told.kinds()


def test_a_recogniser_that_dies_leaves_a_session_by_keys() -> None:
    deaf: list[HearingError] = []
    runner, told = made(Ear(DyingRecogniser(), ENGLISH.phrasebook), deaf.append)
    runner.open(QuickEdge(3))
    assert runner.run() == "sound ended"
    assert [str(error) for error in deaf] == ["it died"]
    assert [event.part for event in told.events if isinstance(event, PartFails)] == [Part.HEARING]


def test_a_recogniser_that_dies_ends_a_rehearsal() -> None:
    runner, _ = made(Ear(DyingRecogniser(), ENGLISH.phrasebook))
    edge = QuickEdge(3)
    runner.open(edge)
    with pytest.raises(HearingError, match="it died"):
        runner.run()
    assert edge.closed


def test_observers_are_told_of_effects_in_the_order_of_time() -> None:
    runner, told = made()
    effects_told: list[list[Effect]] = []
    runner.observe(lambda at, event, effects: effects_told.append(list(effects)))
    runner.open(QuickEdge(30))
    runner.run()
    times = [event.at for event in told.events]
    assert times == sorted(times)
    assert len(effects_told) == len(told.events)


# --- what must not wait, and what is contained ------------------------------------------------------------------------


class SofteningEar(Ear):
    """An ear that asks for a soft voice in every block."""

    softening_db = Decibels(-12.0)


@pytest.mark.parametrize("dies", [False, True])
def test_the_voice_comes_back_to_its_level_once_nobody_listens(dies: bool) -> None:
    runner, _ = made(SofteningEar(DyingRecogniser(), ENGLISH.phrasebook), lambda error: None)
    runner.open(QuickEdge(3, alive=lambda at: dies or at < RATE // 2))
    softened: list[Decibels] = []
    soften = runner.mixer.soften

    def note(decibels: Decibels) -> None:
        softened.append(decibels)
        soften(decibels)

    runner.mixer.soften = note  # type: ignore[method-assign]
    runner.run()
    assert -12.0 in softened
    assert softened[-1] == 0.0


def test_a_mistake_costs_only_what_it_was_made_in_where_somebody_is_told_of_it() -> None:
    faults: list[Exception] = []
    runner = Runner(
        Session(Routine("Short", (STEP,), ("Next.",)), ENGLISH), SilentVoice(), None, on_fault=faults.append
    )
    told = Told()
    runner.observe(lambda at, event, effects: print(1 // 0))  # noqa: T201 - never comes to print
    runner.observe(told)
    runner.every_second(lambda at: print(1 // 0))  # noqa: T201
    runner.open(QuickEdge(5))
    assert runner.run() == "sound ended"
    assert len(faults) >= len(told.events) + 4
    assert told.events


def test_an_ear_that_makes_a_mistake_in_every_block_is_given_up_as_deaf() -> None:
    class Mistaken(Ear):
        def hear(self, block: Block) -> list[Heard | NearlyHeard]:
            raise ZeroDivisionError

    deaf: list[HearingError] = []
    faults: list[Exception] = []
    ear = Mistaken(DyingRecogniser(), ENGLISH.phrasebook)
    runner = Runner(Session(Routine("Short", (STEP,), ()), ENGLISH), SilentVoice(), ear, deaf.append, faults.append)
    runner.open(QuickEdge(5))
    assert runner.run() == "sound ended"
    assert len(deaf) == 1
    assert len(faults) == 50


def test_a_safety_key_silences_at_once_though_the_loop_is_busy_and_any_other_waits_for_its_turn() -> None:
    runner, _ = made()
    edge = QuickEdge(1)
    runner.open(edge)
    runner.mixer.say(1, [Clip("long", np.full(RATE, 1000, np.int16))])
    assert edge._play(BLOCK).all()
    runner.press_key("n", lambda key: None)
    assert edge._play(BLOCK).all()
    runner.press_key("s", lambda key: None)
    assert edge._play(BLOCK)[-1] == 0
    assert not edge._play(BLOCK).any()


def test_what_a_voice_renders_ahead_is_not_waited_for() -> None:
    hung = threading.Event()

    class Hanging(SilentVoice):
        def clip(self, text: str, rate: int) -> Clip:
            hung.wait(20)
            return super().clip(text, rate)

    voice = AheadVoice(Hanging(), lambda problem: None, patience=20)
    runner = Runner(Session(Routine("Short", (STEP,), ()), ENGLISH), voice, None)
    runner.open(QuickEdge(5))
    began = time.monotonic()
    assert runner.run() == "sound ended"
    assert time.monotonic() - began < 10
    hung.set()
    voice.close()
