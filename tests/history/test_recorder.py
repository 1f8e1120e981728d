"""Asserts coach.history.recorder: whatever happens in a session is found in the history, up to the last second."""

import random
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from coach.clock import RATE, samples
from coach.errors import StorageError
from coach.history import reading
from coach.history.store import Store
from coach.routines.routine import Side
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.journey import Ending
from coach.session.resume import Resume
from coach.session.view import Mode
from tests.history.remembering import Remembered, held, open_store
from tests.session.driver import AFTER, ROUTINE
from tests.session.test_session_random import Storm
from tests.session.ways import do_everything


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


_MOST_PICTURES = 30


class RecordedStorm(Storm):
    """A storm that the recorder sees."""

    def __init__(self, seed: int, store: Store) -> None:
        super().__init__(seed)
        self.company = self.seen = Remembered(store, self.company.session.journey.routine, self.remembered)


# --- one session ------------------------------------------------------------------------------------------------------


def test_a_whole_session_is_written_down(store: Store) -> None:
    company = Remembered(store)
    do_everything(company)
    (entry,) = reading.sessions(store)
    assert (entry.routine, entry.reason, entry.done, entry.hurts) == ("Short", "done", 12, 0)
    assert (entry.left_before, entry.left_after, entry.right_before, entry.right_after) == (4, 2, 3, 2)
    assert entry.seconds_held == 2 * (20 + 30 + 20 + 20)
    assert entry.seconds == pytest.approx(company.at / RATE, abs=5)  # Closed while the last words are said.
    assert entry.ended is not None
    assert reading.answers(store, entry.id) == {
        **dict.fromkeys(("severe", "injury", "weight", "signs", "week", "feeling", "diabetes"), "no"),
        "count": "every",
        "rate": "170",
        "gain": "0",
        "tool": "ball",
        "foot": "both",
        "first": "left",
    }
    done = reading.steps(store, entry.id)
    assert [step.step for step in done] == [
        *("chair", "oil"),
        *["explore", "press", "achilles", "wipe", "roll"] * 2,
    ]
    assert [step.foot for step in done] == ["", "", *["left"] * 5, *["right"] * 5]
    assert store.offer(ROUTINE) is None


def test_a_refusal_is_written_down_with_its_reason(store: Store) -> None:
    company = Remembered(store)
    company.begin()
    company.hear_out()
    company.answer_all({"today": "yes", "severe": "no", "injury": "yes"})
    company.hear_out()
    (entry,) = reading.sessions(store)
    assert (entry.reason, entry.refused, entry.done) == ("refused", "injury", 0)
    assert reading.answers(store, entry.id)["injury"] == "yes"


def test_a_refusal_that_was_taken_back_is_not_kept(store: Store) -> None:
    company = Remembered(store)
    company.begin()
    company.hear_out()
    company.answer_all({"today": "yes", "severe": "no", "injury": "yes"})
    company.press("n")
    (entry,) = reading.sessions(store)
    assert (entry.reason, entry.refused, entry.ended) == ("", "", None)
    assert reading.answers(store, entry.id)["injury"] == "no"


def test_a_soreness_that_is_not_told_is_not_a_zero(store: Store) -> None:
    Remembered(store).to_preparation({"before left": "skip", "before right": "zero"})
    (entry,) = reading.sessions(store)
    assert (entry.left_before, entry.right_before) == (None, 0)
    assert store.rows("SELECT foot, level FROM pain ORDER BY foot") == [("left", None), ("right", 0)]


def test_an_answer_that_was_taken_back_is_not_kept(store: Store) -> None:
    company = Remembered(store)
    company.begin()
    company.hear_out()
    company.answer_all({"today": "no", "signs": "no"})
    company.say("go back")
    kept = {"count": "every", "rate": "170", "gain": "0"}
    assert reading.answers(store, 1) == {"severe": "no", "injury": "no", "weight": "no", **kept}


def test_where_it_hurt_and_what_was_stopped_is_written_down(store: Store) -> None:
    company = Remembered(store).to_second(7)
    company.say("that hurts")
    company.say("skip")
    (hurt,) = reading.hurts(store, 1)
    assert (hurt.foot, hurt.step, hurt.title, hurt.said, hurt.seconds) == (
        *("left", "press", "steady pressure", "that hurts"),
        7.0,
    )
    last = reading.steps(store, 1)[-1]
    assert (last.step, last.ending, last.seconds) == ("press", Ending.STOPPED, 7.0)
    assert [(spot.title, spot.times) for spot in reading.where_it_hurt(store)] == [("steady pressure", 1)]
    assert [(spot.title, spot.times) for spot in reading.where_it_was_stopped(store)] == [("steady pressure", 1)]


def test_a_hurt_in_the_closing_sentences_is_still_written_down(store: Store) -> None:
    company = Remembered(store).to_second(1)
    company.say("end session")
    company.say("yes")
    company.say("ouch")
    assert reading.sessions(store)[0].hurts == 1


@pytest.mark.parametrize("reason", ["interrupted", "terminated"])
def test_a_session_ended_from_outside_can_go_on_later_and_one_ended_by_voice_cannot(store: Store, reason: str) -> None:
    company = Remembered(store).to_second(5)
    company.recorder.close(reason)
    assert reading.sessions(store)[0].reason == reason
    assert store.offer(ROUTINE) is not None
    again = Remembered(store)
    again.begin()
    again.hear_out()
    again.say("yes")
    again.say("end session")
    again.say("yes")
    again.recorder.close("interrupted")
    assert reading.sessions(store)[0].reason == "ended"
    assert store.offer(ROUTINE) is None


def test_a_session_closed_for_silence_can_go_on_later(store: Store) -> None:
    company = Remembered(store)
    company.to_feet()
    company.say("pause")
    company.hear_out()
    company.wait(2000)
    assert company.finished == "silence"
    company.recorder.close("silence")
    assert store.offer(ROUTINE) is not None


def locked(store: Store) -> sqlite3.Connection:
    """A connection of somebody else's that keeps `store` from being written until it is closed."""
    store.rows("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(store.path)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_what_a_locked_history_cannot_take_is_told_once_kept_and_written_in_order_when_it_can(store: Store) -> None:
    company = Remembered(store).to_second(5)
    other = locked(store)
    company.say("that hurts")
    company.say("skip")
    company.hear_out()
    company.tick(company.at)
    assert len(company.told) == 1
    assert company.told[0].startswith("The history is not being written, and is tried again and again: ")
    assert reading.hurts(store, 1) == []
    other.close()
    company.recorder.close("interrupted")
    assert company.told[1:] == ["The history is being written again, with all of this session."]
    assert [hurt.step for hurt in reading.hurts(store, 1)] == ["press"]
    assert [step.ending for step in reading.steps(store, 1)][-1] == Ending.STOPPED
    assert reading.sessions(store)[0].reason == "interrupted"
    offer = store.offer(ROUTINE)
    assert offer
    assert offer.resume == company.session.place(company.at)


def test_a_session_that_begins_while_the_history_is_locked_is_written_down_whole(store: Store) -> None:
    company = Remembered(store)
    other = locked(store)
    do_everything(company)
    assert reading.sessions(store) == []
    other.close()
    company.recorder.close("done")
    (entry,) = reading.sessions(store)
    assert (entry.reason, entry.done, entry.left_before, entry.right_after) == ("done", 12, 4, 2)


def test_what_waits_to_be_written_does_not_grow_with_the_seconds(store: Store) -> None:
    company = Remembered(store).to_second(1)
    other = locked(store)
    before = 0
    for second in range(200):
        company.recorder.take(company.recorder.look(company.at + second * RATE, ()))
        before = before or len(company.recorder._writes)
    assert len(company.recorder._writes) <= before + 1
    other.close()


def test_a_history_that_stays_broken_costs_the_session_nothing_but_itself(store: Store) -> None:
    company = Remembered(store).to_second(5)
    store.close()
    company.at += RATE * 3
    company.say("pause")
    company.say("continue")
    company.recorder.close("interrupted")
    assert len(company.told) == 1
    with pytest.raises(StorageError):
        store.rows("SELECT 1")


# --- going on -----------------------------------------------------------------------------------------------------


def test_a_session_that_goes_on_is_one_session_in_the_history(store: Store) -> None:
    first = Remembered(store).to_second(12)
    length = first.at / RATE
    second = Remembered(store)
    second.begin()
    second.hear_out()
    second.say("yes")
    second.answer_all({"new": "no", "before left": "five"})
    second.hear_out()
    second.say("ready")
    second.hear_out()
    second.end_hold()
    (entry,) = reading.sessions(store)
    assert (entry.reason, entry.left_before) == ("", 5)
    assert entry.seconds == pytest.approx(length + second.at / RATE, abs=1.1)
    assert reading.steps(store, entry.id)[-1].seconds == pytest.approx(30.0)


def test_no_begins_another_session_and_the_interrupted_one_is_not_offered_again(store: Store) -> None:
    Remembered(store).to_second(12)
    second = Remembered(store)
    second.begin()
    second.hear_out()
    second.say("no")
    assert [entry.reason for entry in reading.sessions(store)] == ["interrupted", ""]
    assert store.offer(ROUTINE) is None


def test_an_offer_that_nobody_answered_is_made_again(store: Store) -> None:
    Remembered(store).to_second(12)
    second = Remembered(store)
    second.begin()
    second.hear_out()
    third = Remembered(store)
    third.begin()
    third.hear_out()
    assert third.view.question == "resume"


def test_what_rarely_changes_is_confirmed_in_one_question_next_time(store: Store) -> None:
    do_everything(Remembered(store))
    company = Remembered(store)
    company.begin()
    company.hear_out()
    assert company.view.question == "new"
    company.answer_all({"new": "no"})
    assert company.view.question == "last"


# --- any session ------------------------------------------------------------------------------------------------------


def totals(notes: list[Mapping[str, object]]) -> tuple[dict[str, int], float]:
    """How often each ending was, and the seconds held."""
    endings = [str(note["ending"]) for note in notes]
    return {ending: endings.count(ending) for ending in endings}, sum(float(str(note["seconds"])) for note in notes)


def assert_true_to(storm: RecordedStorm, store: Store, session: int) -> None:
    """The history of `session` says what the storm's notes say."""
    company = storm.seen
    (entry,) = [entry for entry in reading.sessions(store) if entry.id == session]
    endings, seconds = totals(company.notes("step"))
    found = {"done": entry.done, "skipped": entry.skipped, "left out": entry.left_out, "stopped": entry.stopped}
    assert {ending: times for ending, times in found.items() if times} == endings, storm.log
    assert entry.seconds_held == pytest.approx(seconds)
    assert entry.hurts == len(company.notes("hurt"))
    over = [note["reason"] for note in company.notes("over")]
    assert (entry.reason in over) if over[len(company.notes("reopened")) :] else entry.reason == ""
    kept = reading.answers(store, session)
    answers = {**company.session.answers, **company.session.remembers}
    assert kept == {question: answer for question, answer in answers.items() if question in kept}
    assert set(answers) - set(kept) <= {f"{moment} {side}" for moment in ("before", "after") for side in Side}
    assert reading.whole(store, entry)["id"] == session
    assert company.told == []


def test_after_any_sequence_of_events_the_history_is_readable_and_its_totals_are_right(store: Store) -> None:
    for session in range(1, 251):
        store.rows("DELETE FROM progress")  # Each one begins anew.
        storm = RecordedStorm(session, store)
        storm.blow()
        last = store.rows("SELECT max(id) FROM sessions")[0][0]
        assert_true_to(storm, store, last)


# --- killed at any moment ---------------------------------------------------------------------------------------------


class Photographed(Remembered):
    """Copies the history's files, as they lie on the disk, at random calls of the recorder: a kill at that moment."""

    def __init__(self, store: Store, into: Path, chance: random.Random) -> None:
        super().__init__(store)
        self.pictures: list[tuple[Path, Resume | None]] = []
        """A folder with a copy, and where the session truly stood when it was made."""
        self._into, self._chance, self._keep = into, chance, self.recorder
        self.recorder = self._photograph  # type: ignore[assignment]

    def _photograph(self, at: int, event: Event, effects: Sequence[Effect]) -> None:
        self._keep(at, event, effects)
        if self._chance.random() < 0.06 and len(self.pictures) < _MOST_PICTURES:
            self.pictures.append((self._into / str(len(self.pictures)), self.session.place(at)))
            shutil.copytree(self.store.path.parent, self.pictures[-1][0])


def live(company: Remembered, chance: random.Random) -> None:
    """A session as people hold it: through all steps, with pauses, hurts and changes of feet."""
    company.to_feet()
    while not company.finished:
        company.answer_all({"gate": "no", "tool": "ball", "hurt": "go on", "stop": "no"}, AFTER)
        company.hear_out()
        if company.mode is Mode.TIMING:
            company.at += samples(chance.uniform(0.5, 14.0))
            company.tick(company.at)
            company.say(chance.choice(["pause", "that hurts", "switch foot", "repeat", "more time", "stop", "skip"]))
        elif company.mode is Mode.PAUSED:
            company.say("continue")
        elif company.mode is Mode.WAITING:
            company.say("ready")


def same_but_for(seconds: float, kept: Resume, truth: Resume) -> bool:
    """Whether `kept` is `truth`, but for so many seconds held."""
    for side in Side:
        now, then = held(truth, side), held(kept, side)
        if any(not 0 <= now[step] - then.get(step, 0) <= samples(seconds) for step in now):
            return False
    return without_clocks(kept) == without_clocks(truth)


def without_clocks(place: Resume) -> Resume:
    return replace(place, feet={side: replace(foot, held={}) for side, foot in place.feet.items()})


def test_a_program_killed_at_any_moment_loses_at_most_a_second(tmp_path: Path) -> None:
    pictures: list[tuple[Path, Resume | None]] = []
    for seed in range(8):
        chance = random.Random(seed)
        with open_store(tmp_path / f"life {seed}") as store:
            company = Photographed(store, tmp_path / str(seed), chance)
            live(company, chance)
        pictures += company.pictures
    assert len(pictures) >= 150
    assert sum(truth is not None for _, truth in pictures) >= 100
    for folder, truth in pictures:
        assert_kept(folder, truth)


def assert_kept(folder: Path, truth: Resume | None) -> None:
    """The history in `folder` offers to go on at `truth`, and a session that does so stands there."""
    with open_store(folder) as store:
        company = Remembered(store)
        offer = store.offer(ROUTINE)
        assert (offer is None) is (truth is None)
        if offer and truth:
            assert same_but_for(1.0, offer.resume, truth)
            assert_goes_on(company, offer.resume)


def assert_goes_on(company: Remembered, resume: Resume) -> None:
    """A session that takes the offer up stands where it says, and the history knows that."""
    company.begin()
    company.hear_out()
    company.say("yes")
    answers = dict(company.session.answers)
    assert company.session.place(company.at) == replace(resume, answers=answers)
    kept = {question: answer for question, answer in resume.answers.items() if not question.startswith("before")}
    assert kept == answers
    assert len(reading.sessions(company.store)) == 1
