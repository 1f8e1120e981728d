"""Asserts that no sequence of events, commands and delays breaks session, runner and mixer together, to the sample."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coach.clock import BLOCK, RATE, samples
from coach.effects import CueKind, Effect, Hush, Say
from coach.events import (
    Begun,
    CannotListenWhileSpeaking,
    Event,
    Heard,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
)
from coach.intents import ANSWERS, SAFETY, Intent, Match
from coach.routine import Routine
from coach.runner import Runner
from coach.session import Mode, Session
from coach.sound.edge import Block, Play, Samples, Settled
from coach.speaking.mixer import CueBegun, Mark
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip, Prompt
from tests.english import COMMANDS, ENGLISH, match, phrases
from tests.session_driver import ROUTINE, WELL
from tests.test_session_random import BARE, TIMED_FIRST

LEVEL = 5000
_LONGEST_WAY = samples(40)
"""How long a person goes along with everything to get into a hold."""
_GOES_ALONG = ("go on", "no", "left", "skip", *sorted(ANSWERS))
_SAFE = sorted(SAFETY)
_COMMANDS = sorted(set(COMMANDS) - {Intent.END})


class NoEdge:
    """A SoundEdge whose blocks are asked for by the test."""

    stalled = False

    def open(self, play: Play, settled: Settled) -> None:
        self.play = play

    def read(self) -> Block | None:
        return None

    def close(self) -> None: ...


@dataclass(frozen=True, eq=False)
class _Coming:
    at: int
    future: Future[Clip]
    clip: Clip


@dataclass
class Chain:
    """A session, its runner and its mixer; `block` lets 20 ms pass, and looks at all that happened."""

    routine: Routine
    lag: int
    """Blocks that a clip takes to be rendered."""
    seconds: float
    """That each sentence takes."""
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = Session(self.routine, ENGLISH)
        self.runner = Runner(self.session, SilentVoice(), None)
        self.mixer = self.runner.mixer
        self.mixer.tone = lambda clip: None  # type: ignore[method-assign]  # All that sounds is speech.
        self.runner._prompt = self._prompt
        self.runner.observe(self._observe)
        self.edge = NoEdge()
        self.runner.open(self.edge)
        self._coming: list[_Coming] = []
        self._begun: set[tuple[int, int]] = set()
        self._release: tuple[int, str] | None = None
        self._dropped: list[Any] = []
        """What sounded when a safety word was obeyed."""
        self.take(Begun(0))

    @property
    def at(self) -> int:
        return self.mixer.position

    @property
    def over(self) -> bool:
        return bool(self.runner.reason)

    def take(self, *events: Event) -> None:
        """Have it acted on what waits, and on `events`."""
        for event in events:
            self.runner._understood(event)
        while not self.runner._queue.empty() and not self.over:
            self.runner._take(self.runner._queue.get())

    def block(self) -> Samples:
        self._render()
        sound = self.edge.play(BLOCK)
        self.take()
        self.look()
        return sound

    def wait(self, duration: float) -> None:
        for _ in range(samples(duration) // BLOCK):
            if self.over:
                return
            self.block()

    # --- what is always so --------------------------------------------------------------------------------------------

    def look(self) -> None:
        speech: list[Any] = [item for item in self.mixer._playing if not item.tone]
        assert not [item for item in self._dropped if item in speech], f"it went on sounding after {self.log}"
        self._dropped = []
        if self._release and any(item.cue and item.cue.kind is CueKind.RELEASE for item in speech):
            others = [item.clip.text for item in speech if item.cue is None and item.start < self.at]
            assert not others, f"{others} over the release after {self.log}"
        view = self.session.view()
        if not self.over and view.speaking:
            to_come = self.mixer._lines or self.mixer._cut or [item for item in speech if item.last_of_say]
            assert to_come, f"nothing will end what is said after {self.log}"

    def _observe(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        if any(isinstance(effect, Hush) for effect in effects):
            self._release = None
        if isinstance(event, Heard) and event.match.intent in SAFETY and not self.over:
            assert any(isinstance(effect, Hush) for effect in effects), self.log
            self._dropped = [item for item in self.mixer._playing if item.fading]
        if isinstance(event, CueBegun):
            self._cue(event)

    def _cue(self, begun: CueBegun) -> None:
        cue, view = begun.cue, self.session.view()
        if cue.kind is CueKind.RELEASE:
            self._release = begun.at, cue.text
            assert self.lag or begun.at == cue.at, self.log
            return
        assert begun.at == cue.at, f"late after {self.log}"
        assert view.mode is Mode.TIMING, f"a count while the clock stands after {self.log}"
        assert view.clock
        assert view.clock.zero is not None
        if cue.kind is CueKind.COUNT:
            assert cue.at == view.clock.zero + (cue.number - 1) * RATE, self.log
            key = view.clock.zero, cue.number
            assert key not in self._begun, f"{cue.number} twice after {self.log}"
            self._begun.add(key)

    # --- the voice ----------------------------------------------------------------------------------------------------

    def _prompt(self, text: str, rate: int) -> Prompt:
        seconds = 0.3 if rate == ENGLISH.count_rate else self.seconds
        clip = Clip(text, np.full(samples(seconds), LEVEL, np.int16))
        if not self.lag:
            return clip
        future: Future[Clip] = Future()
        self._coming.append(_Coming(self.at + self.lag * BLOCK, future, clip))
        return future

    def _render(self) -> None:
        ready = [coming for coming in self._coming if coming.at <= self.at]
        for coming in ready:
            self._coming.remove(coming)
            coming.future.set_result(coming.clip)

    # --- what happens -------------------------------------------------------------------------------------------------

    def say(self, intent: Intent, ago: float) -> None:
        self._hear(Match(intent, COMMANDS[intent][0]), ago)

    def answer(self, place: int, ago: float) -> None:
        """One that is asked for, mostly; in the interview one with which things go on."""
        view = self.session.view()
        wanted = sorted(phrases(view.live) - phrases(type(view.live)()))
        if view.question in WELL and place % 16:
            wanted = ["no"]
        text = wanted[place % len(wanted)] if wanted else "four"
        self._hear(match(text, view.live) or Match(Intent.ANSWER, text, text), ago)

    def key(self, key: str) -> None:
        self.runner.press_key(key, lambda unknown: None)
        self.take()

    def odd(self, which: int, ago: float) -> None:
        at = max(0, self.at - samples(ago))
        events: list[Event] = [
            NearlyHeard("pores", at),
            MicrophoneLost(at),
            MicrophoneFound(at),
            CannotListenWhileSpeaking(True, at),
            CannotListenWhileSpeaking(False, at),
        ]
        self.take(events[which % len(events)])

    def reply(self, sentences: int) -> None:
        """Raw: so many sentences over the counts, as any command may have them."""
        if self.session.mode is Mode.TIMING:
            self.runner._do(Say(0, tuple(f"sentence {n}" for n in range(sentences)), over_counts=True))

    def to_a_hold(self, second: float) -> None:
        """Go along with everything, until so many seconds of a clock have run."""
        until = self.at + _LONGEST_WAY
        while not self.over and self.at < until and self.session.mode is not Mode.TIMING:
            view = self.session.view()
            if view.question and not view.speaking:
                answer = next(answer for answer in _GOES_ALONG if answer in view.live.answers)
                self._hear(Match(Intent.ANSWER, answer, answer), 0.0)
            elif view.mode in {Mode.WAITING, Mode.PAUSED} and not view.speaking:
                self.say(Intent.READY, 0.0)
            self.block()
        self.wait(second)

    def hurt_at_the_release(self, before: float) -> None:
        """Said before the release, understood after it."""
        self.to_a_hold(0.0)
        end = self.session.deadline
        if self.session.mode is Mode.TIMING and end is not None:
            until = end + samples(0.4)
            while self.at < until and not self.over:
                self.block()
            self.say(Intent.HURTS, 0.4 + before)

    def ear_lags(self, second: float, ago: float) -> None:
        """In a hold it is found out only now how the ear could listen a moment ago."""
        self.to_a_hold(second)
        for is_so in (True, False):
            self.take(CannotListenWhileSpeaking(is_so, max(0, self.at - samples(ago))))
            self.wait(0.5)

    def reply_at_the_release(self, before: float, sentences: int) -> None:
        """A reply that is too long for what is left of the clock."""
        self.to_a_hold(0.0)
        end = self.session.deadline
        if self.session.mode is Mode.TIMING and end is not None:
            while self.at < end - samples(before) and not self.over:
                self.block()
            self.reply(sentences)
            self.wait(before + 1.0)

    def stuck(self, intent: Intent, blocks: int) -> None:
        """A safety word is decided while the loop does nothing for a while, and ever more is told to be said."""
        heard = Heard(Match(intent, COMMANDS[intent][0]), self.at, self.at, self.at)
        self.runner._understood(heard)
        self._render()
        first = self.edge.play(BLOCK)
        assert abs(int(first[-1])) <= LEVEL // 100
        for _ in range(blocks):
            self._render()
            assert not self.edge.play(BLOCK).any(), f"it speaks after {self.log}"
        self.take()

    def _hear(self, said: Match, ago: float) -> None:
        begun = max(0, self.at - samples(ago))
        self.take(Heard(said, begun, begun, self.at))


AGO = st.sampled_from([0.0, 0.1, 0.4, 1.5, 30.0])
STEPS: st.SearchStrategy[tuple[str, tuple[object, ...]]] = st.one_of(
    st.tuples(st.just("say"), st.tuples(st.sampled_from(_COMMANDS), AGO)),
    st.tuples(st.just("say"), st.tuples(st.sampled_from(_COMMANDS), AGO)),
    st.tuples(st.just("say"), st.tuples(st.sampled_from([*_SAFE, Intent.END]), AGO)),
    st.tuples(st.just("answer"), st.tuples(st.integers(0, 63), AGO)),
    st.tuples(st.just("answer"), st.tuples(st.integers(0, 63), AGO)),
    st.tuples(st.just("key"), st.tuples(st.sampled_from([*"abcdefhijklmnopqrstuvwxyz0123456789 !", "enter", "left"]))),
    st.tuples(st.just("odd"), st.tuples(st.integers(0, 4), st.sampled_from([0.0, 0.1, 0.3]))),
    st.tuples(st.just("reply"), st.tuples(st.integers(1, 3))),
    st.tuples(st.just("wait"), st.tuples(st.sampled_from([0.02, 0.1, 0.5, 1.0, 3.0]))),
    st.tuples(st.just("to_a_hold"), st.tuples(st.sampled_from([0.0, 0.5, 1.02, 3.3]))),
    st.tuples(st.just("to_a_hold"), st.tuples(st.sampled_from([0.0, 0.5, 1.02, 3.3]))),
    st.tuples(st.just("hurt_at_the_release"), st.tuples(st.sampled_from([0.05, 0.3]))),
    st.tuples(st.just("ear_lags"), st.tuples(st.sampled_from([0.0, 1.8, 4.8]), st.sampled_from([0.0, 0.1, 0.2]))),
    st.tuples(st.just("reply_at_the_release"), st.tuples(st.sampled_from([0.1, 0.5, 2.0]), st.integers(1, 3))),
    st.tuples(st.just("stuck"), st.tuples(st.sampled_from(_SAFE), st.integers(1, 100))),
)
SESSIONS = {
    "routine": st.sampled_from([BARE, TIMED_FIRST, ROUTINE]),
    "lag": st.sampled_from([0, 0, 1, 20, 100]),
    "seconds": st.sampled_from([0.1, 0.3, 1.2]),
    "steps": st.lists(STEPS, min_size=1, max_size=12),
}


def play(routine: Routine, lag: int, seconds: float, steps: list[tuple[str, tuple[object, ...]]]) -> None:
    chain = Chain(routine, lag, seconds)
    for name, arguments in steps:
        if chain.over:
            return
        chain.log.append(f"{name} {arguments}")
        do: Callable[..., None] = getattr(chain, name)
        do(*arguments)
        chain.wait(0.06)
    chain.wait(2.5)


def test_going_along_with_everything_leads_into_every_hold_of_every_routine() -> None:
    for routine in (BARE, TIMED_FIRST, ROUTINE):
        chain, steps = Chain(routine, 1, 0.3), set()
        for _ in range(20):
            chain.to_a_hold(0.5)
            if chain.session.mode is Mode.TIMING:
                step = chain.session.view().step
                assert step
                steps.add(step.id)
                chain.say(Intent.NEXT, 0.0)
        assert steps == {step.id for step in routine.steps if step.timed}


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@settings(COMMON, max_examples=120)
@example(BARE, 0, 0.3, [("ear_lags", (4.8, 0.2))])
@example(BARE, 0, 0.3, [("reply_at_the_release", (0.5, 2))])
@example(BARE, 20, 1.2, [("to_a_hold", (1.02,)), ("reply", (3,)), ("stuck", (Intent.STOP, 100))])
@example(BARE, 100, 0.3, [("hurt_at_the_release", (0.05,)), ("to_a_hold", (3.3,)), ("say", (Intent.HURTS, 0.1))])
@given(**SESSIONS)
def test_no_sequence_of_events_breaks_a_session_its_counts_or_the_silence_after_a_safety_word(
    routine: Routine, lag: int, seconds: float, steps: list[tuple[str, tuple[object, ...]]]
) -> None:
    play(routine, lag, seconds, steps)


@pytest.mark.long
@settings(COMMON, max_examples=10_000)
@given(**SESSIONS)
def test_ten_thousand_sessions_neither(
    routine: Routine, lag: int, seconds: float, steps: list[tuple[str, tuple[object, ...]]]
) -> None:
    play(routine, lag, seconds, steps)
