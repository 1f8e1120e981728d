"""The session as plain lines: driven by the real session, read as a person reads it."""

import io

import pytest

from coach.language.intents import AFTER_HURT, FEET, NAMED, PAIN, YES_NO, Intent, Live, Match
from coach.routines.routine import Kind, Routine, Step, Zone
from coach.screen.plain import PlainScreen, all_keys, key_name, offers
from coach.session.effects import Cue, CueKind
from coach.session.events import Begun, Heard, Spoken
from coach.session.session import Session
from coach.speaking.mixer import CueBegun
from tests.english import COMMAND_KEYS, ENGLISH

STEP = Step("press", "press", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=5)


class Shown:
    """A session and what its screen has printed."""

    def __init__(self, columns: int | None = None) -> None:
        self.session = Session(Routine("Short", (STEP,), ("Now the other.",)), ENGLISH)
        self.out = io.StringIO()
        self.screen = PlainScreen(self.out, self.session.view, columns)
        self.handle(Begun(0))

    def handle(self, event: Begun | Heard | Spoken) -> None:
        self.screen(event.at, event, self.session.handle(event))

    def count(self, *numbers: int) -> None:
        for number in numbers:
            self.screen(0, CueBegun(Cue(0, str(number), CueKind.COUNT, number), 0), [])

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


def key(match: Match) -> Heard:
    return Heard(match, 0, 0, 0, by_key=True)


def test_counts_stand_in_rows_of_ten() -> None:
    shown = Shown()
    shown.count(*range(1, 13))
    shown.screen.line("Then a line.")
    assert shown.lines[-3:] == ["   1 2 3 4 5 6 7 8 9 10", "   11 12", "Then a line."]


def test_a_release_is_written_as_it_is_spoken() -> None:
    shown = Shown()
    shown.count(1)
    shown.screen(0, CueBegun(Cue(0, "and rest on the TV", CueKind.RELEASE), 0), [])
    assert shown.lines[-2:] == ["   1", "Coach: And rest on the TV"]


def test_what_was_heard_and_what_was_pressed_are_told_apart() -> None:
    shown = Shown()
    match = Match(Intent.REPEAT, "say again")
    shown.handle(Heard(match, 0, 0, 0))
    shown.handle(key(match))
    heard = [line for line in shown.lines if ">" in line]
    assert heard == ["  > say again", "  > say again (key)"]


def test_a_call_for_help_shows_every_key() -> None:
    shown = Shown(columns=79)
    shown.handle(key(Match(Intent.HELP, "help")))
    told = " ".join(" ".join(shown.lines).split())
    for names in COMMAND_KEYS.values():
        for name in names:
            assert key_name(name, ENGLISH.labels) in told
    assert max(map(len, shown.lines)) <= 79


def test_lines_are_broken_between_words_and_hang() -> None:
    shown = Shown(columns=30)
    shown.screen.line("Coach: one two three four five six seven eight", hanging="       ")
    assert shown.lines[-2:] == ["Coach: one two three four five", "       six seven eight"]


@pytest.mark.parametrize("live", [Live(), Live(waiting=True), Live(paused=True, timed=True), Live(timed=True)])
def test_every_phrase_offered_has_a_key_and_safety_is_always_among_them(live: Live) -> None:
    offered = offers(live, ENGLISH)
    assert "stop (s)" in offered
    assert "that hurts (h)" in offered
    assert all(offer.endswith(")") and not offer.endswith("()") for offer in offered)


@pytest.mark.parametrize(
    ("answers", "offered"),
    [
        (YES_NO, {"yes (y)", "no (n)"}),
        (PAIN, {"zero to ten (0 to 9, x)", "skip (k)"}),
        (FEET, {"left (l)", "right (r)", "both (b)"}),
        (AFTER_HURT, {"go on (g)", "skip (k)", "end (e)"}),
    ],
)
def test_the_answers_of_a_question_are_offered_with_their_keys(answers: frozenset[str], offered: set[str]) -> None:
    assert set(offers(Live(answers=answers), ENGLISH)) == offered


def test_no_key_stands_for_two_commands() -> None:
    keys = [name for names in COMMAND_KEYS.values() for name in names]
    assert len(keys) == len(set(keys))
    assert len(all_keys(ENGLISH)) == len(COMMAND_KEYS) == len(NAMED)


@pytest.mark.parametrize("typed", ["\x1b[31m", "\x00", "x" * 500])
def test_what_means_nothing_is_told_in_one_short_line(typed: str) -> None:
    shown = Shown()
    shown.screen.unknown(typed)
    assert len(shown.lines[-1]) < 100
    assert shown.lines[-1].isprintable()
