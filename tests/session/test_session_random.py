"""Asserts that no sequence of events, however odd, breaks a session or leaves it without a way on."""

import random
from collections.abc import Callable

import pytest

from coach.clock import samples
from coach.language.intents import SAFETY, Intent, Match
from coach.routines.routine import Kind, Routine, Step, Zone
from coach.session.effects import Effect, Finish, Hush, Note, Say
from coach.session.events import (
    CannotListenWhileSpeaking,
    Event,
    Heard,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
    SentenceBegun,
    Spoken,
    TimeUp,
)
from coach.session.journey import Stage
from coach.session.session import Mode
from tests.english import COMMANDS, phrases
from tests.english import match as understood
from tests.session.driver import ROUTINE, Company

BARE = Routine("Bare", (Step("press", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=5),), ())
"""Without preparation, changeover and closing."""
TIMED_FIRST = Routine(
    "Timed first",
    (Step("warm", "warm", Kind.HOLD, Zone.FOOT, ("Warm it.",), seconds=7, per_foot=False), *BARE.steps),
    ("Change.",),
)
EVENTS = 40
ANSWERS_TO_GO_ON = {"severe", "injury", "weight", "week", "signs", "feeling", "gate"}


class Storm:
    """Throws random events at a session, and looks at it after each."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.remembered = self.random.choice([{}, {}, {"feeling": "no", "diabetes": "yes"}])
        self.company = Company(self.random.choice([ROUTINE, ROUTINE, BARE, TIMED_FIRST]), remembered=self.remembered)
        self.log: list[str] = []
        self.reached: set[Stage] = set()

    def blow(self) -> None:
        self._start()
        for _ in range(EVENTS):
            self.company.at += samples(self.random.choice([0, 0.02, 0.5, 2.0]))
            happen = self.random.choice(
                [self._command, self._answer, self._speech, self._speech, self._time, self._odd]
            )
            happen()
            self.look()

    def _start(self) -> None:
        """Anywhere, so that the end is reached as often as the beginning."""
        company = self.company
        starts: list[Callable[[], object]] = [company.begin]
        if company.session.journey.routine is ROUTINE and not self.remembered:
            starts += [company.to_preparation, company.to_feet, lambda: company.to_second(0), self._last_step]
        self.random.choice(starts)()

    def _last_step(self) -> None:
        self.company.to_feet({"foot": "left", "before left": "four"})
        self.company.to_second(0, "roll")

    def _command(self) -> None:
        intent = self.random.choice(list(COMMANDS))
        said = Match(intent, self.random.choice(COMMANDS[intent]))
        self.log.append(said.phrase)
        self._hear(said)

    def _answer(self) -> None:
        """Mostly one that is asked for, and one with which things go on."""
        view = self.company.view
        wanted = sorted(phrases(view.live) - phrases(type(view.live)()))
        if view.question in ANSWERS_TO_GO_ON and self.random.random() < 0.95:
            wanted = ["no"]
        text = self.random.choice(wanted or ["yes", "four"])
        self.log.append(f"answer {text}")
        self._hear(understood(text, view.live) or Match(Intent.ANSWER, text, text))

    def _hear(self, said: Match) -> None:
        begun = self.company.at - samples(self.random.choice([0, 0.4, 1.5, 30]))
        before = self.company.finished
        effects = self.company.tell(Heard(said, begun, begun, self.company.at))
        if said.intent in SAFETY and not before:
            assert any(isinstance(effect, Hush) for effect in effects), self.log

    def _speech(self) -> None:
        self.log.append("speech")
        line = self.company.line
        if line and self.random.random() < 0.8:
            self.company.hear_one()
        elif line and self.random.random() < 0.5:
            begun = self.random.randrange(len(line[0].sentences))
            self.company.tell(SentenceBegun(line[0].say_id, begun, self.company.at))
        else:  # What was cut meanwhile is told of late.
            self.company.tell(Spoken(line[0].say_id - 1 if line else 1, self.company.at))

    def _time(self) -> None:
        self.log.append("time")
        due = self.company.session.deadline
        self.company.at = max(due or 0, self.company.at)
        self.company.tell(TimeUp(self.random.choice([due or 0, self.company.at, 0])))

    def _odd(self) -> None:
        self.log.append("odd")
        at = self.company.at
        both = self.random.random() < 0.5
        events: list[Event] = [
            NearlyHeard("pores", at),
            MicrophoneLost(at),
            MicrophoneFound(at),
            CannotListenWhileSpeaking(both, at),
        ]
        self.company.tell(self.random.choice(events))

    def look(self) -> None:
        company, view = self.company, self.company.view
        self.reached.add(view.stage)
        if company.finished:
            assert company.session.deadline is None
            return
        clock = view.clock
        if clock:
            assert 0 <= clock.held(company.at) <= clock.target, self.log
            assert clock.seconds_left(company.at) >= 0
        running = clock is not None and clock.running
        assert running is (view.mode is Mode.TIMING), self.log
        way_on = company.session.deadline is not None or company.line
        assert way_on, f"no way on after {self.log}"
        assert view.speaking is bool(company.line), self.log
        assert (view.mode is Mode.ASKING) is bool(view.question), self.log


SEEDS = range(1200)


@pytest.mark.parametrize("hundred", range(12))
def test_no_sequence_of_events_breaks_a_session(hundred: int) -> None:
    for seed in SEEDS[hundred * 100 : hundred * 100 + 100]:
        storm = Storm(seed)
        storm.blow()
        assert_sane(storm.company.effects)


def assert_sane(effects: list[Effect]) -> None:
    finishes = [place for place, effect in enumerate(effects) if isinstance(effect, Finish)]
    assert finishes in ([], [len(effects) - 1])
    for effect in effects:
        if isinstance(effect, Note) and effect.what == "step":
            seconds = effect.details["seconds"]
            assert isinstance(seconds, float)
            assert 0 <= seconds <= 900
        if isinstance(effect, Say):
            assert all(effect.sentences)


def test_the_storms_reach_every_stage() -> None:
    reached: set[Stage] = set()
    for seed in range(100):
        storm = Storm(seed)
        storm.blow()
        reached |= storm.reached
    assert reached == set(Stage)


def test_the_seconds_held_of_a_step_are_the_time_its_clock_ran() -> None:
    for seed in range(50):
        chance = random.Random(seed)
        company = Company().to_second(0)
        ran = 0.0
        while company.step == "press":
            span = min(chance.uniform(0.1, 9.0), 30.0 - ran)
            ran += span
            company.at += samples(span)
            if ran < 29.9:
                company.say(chance.choice(["pause", "repeat", "help", "stop", "ouch"]))
                company.wait(chance.uniform(0, 9))
                company.answer_all({"stop": "no", "hurt": "go on"})
                company.hear_out()
                if company.mode is Mode.PAUSED:
                    company.say("continue")
                    company.hear_out()
                company.at = company.cues[0].at if company.view.clock is None else start_of(company)
            else:
                company.end_hold()
        assert company.notes("step")[-1]["seconds"] == 30.0


def start_of(company: Company) -> int:
    """When the clock that runs took up what was held before."""
    clock = company.view.clock
    assert clock is not None
    assert clock.zero is not None
    return clock.zero + clock.elapsed
