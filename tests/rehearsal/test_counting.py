"""Counts are found in the recording of the speaker by what they sound like."""

from collections.abc import Callable

import numpy as np
import pytest

from coach.clock import RATE, samples
from coach.rehearsal.counting import Plan, Planned, find
from coach.session.effects import Cue, CueKind, Effect, Hush, Note, Schedule, Tone
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.tones import TONES
from tests.english import wording

ZERO = 2 * RATE
COUNTS = [Planned(Cue(ZERO + (n - 1) * RATE, wording.number(n), CueKind.COUNT, n), ZERO) for n in range(1, 31)]
Clip = Callable[[str], Samples]


@pytest.fixture(scope="module")
def clip(coach_voice: PyttsxVoice) -> Clip:
    return lambda text: coach_voice.clip(text, 175).sound


def recording(clip: Clip, counts: list[Planned], late_ms: float = 0.0, gain_db: float = 0.0) -> Samples:
    sound = np.zeros(40 * RATE, np.int16)
    for count in counts:
        at = count.due + round(late_ms * RATE / 1000)
        head = clip(count.cue.text) * 10 ** (gain_db / 20)
        sound[at : at + len(head)] = np.clip(np.rint(head), -32767, 32767)
    return sound


@pytest.mark.parametrize("gain_db", [-12.0, -6.0, 0.0, 6.0, 12.0])
def test_every_count_is_found_at_its_sample_whatever_the_volume(clip: Clip, gain_db: float) -> None:
    found = find(COUNTS, recording(clip, COUNTS, gain_db=gain_db), clip)
    assert [one.planned.cue.number for one in found] == list(range(1, 31))
    assert {one.error_ms for one in found} == {0.0}


@pytest.mark.parametrize("late_ms", [-30.0, -3.0, 0.5, 1.5, 12.0, 45.0])
def test_a_count_beside_its_second_is_found_with_its_true_error(clip: Clip, late_ms: float) -> None:
    found = find(COUNTS, recording(clip, COUNTS, late_ms=late_ms), clip)
    assert len(found) == 30
    assert {one.error_ms for one in found} == {abs(late_ms)}


def test_a_count_under_a_tone_is_found(clip: Clip) -> None:
    sound = recording(clip, COUNTS, gain_db=-9).astype(np.int32)
    tone = TONES[Tone.ACCEPTED].sound
    for count in COUNTS:
        sound[count.due : count.due + len(tone)] += tone
    assert len(find(COUNTS, sound.astype(np.int16), clip)) == 30


@pytest.mark.parametrize("kept", [0.1, 0.15, 0.2, 0.3])
def test_a_count_that_a_command_cut_counts_as_spoken(clip: Clip, kept: float) -> None:
    sound = recording(clip, COUNTS)
    for count in COUNTS:
        sound[count.due + samples(kept) : count.due + RATE] = 0
    found = find(COUNTS, sound, clip)
    assert len(found) == 30
    assert {one.error_ms for one in found} == {0.0}


def test_a_count_that_was_cut_before_it_sounded_is_not_spoken(clip: Clip) -> None:
    sound = recording(clip, COUNTS)
    for count in COUNTS:
        sound[count.due + samples(0.01) : count.due + RATE] = 0
    assert find(COUNTS, sound, clip) == []


def test_nothing_is_found_in_silence_nor_beyond_the_end(clip: Clip) -> None:
    assert find(COUNTS, np.zeros(3 * RATE, np.int16), clip) == []


def test_other_speech_in_the_place_of_counts_is_no_count(clip: Clip, coach_voice: PyttsxVoice) -> None:
    text = "Knead the base of the heel in circles, with your knuckles or with the heel of the opposite hand."
    speech = np.tile(coach_voice.clip(text, 150).sound, 10)[: 36 * RATE]
    assert find(COUNTS, speech, clip) == []


def schedule(*cues: Cue) -> list[Effect]:
    return [Schedule(cues), Note("clock", {"zero": ZERO, "elapsed": 0, "target": 30 * RATE})]


def count(n: int) -> Cue:
    return COUNTS[n - 1].cue


def test_a_count_is_due_by_the_clock_of_its_hold_not_by_when_it_was_planned() -> None:
    plan = Plan()
    plan.follow(0, schedule(Cue(ZERO + 2 * RATE + 99, "three", CueKind.COUNT, 3)))
    assert [one.due for one in plan.spoken(CueKind.COUNT)] == [ZERO + 2 * RATE]


def test_a_hush_takes_back_the_counts_that_have_not_begun() -> None:
    plan = Plan()
    plan.follow(0, schedule(count(1), count(2), count(3)))
    plan.follow(ZERO + RATE + 1, [Hush()])
    assert [one.cue.number for one in plan.spoken(CueKind.COUNT)] == [1, 2]


def test_a_new_schedule_takes_the_place_of_the_counts_that_have_not_begun() -> None:
    plan = Plan()
    plan.follow(0, schedule(count(1), count(2), count(3)))
    plan.follow(ZERO + 1, [Schedule((count(3),))])
    assert [one.cue.number for one in plan.spoken(CueKind.COUNT)] == [1, 3]


def test_ticks_are_no_spoken_counts() -> None:
    plan = Plan()
    plan.follow(0, schedule(Cue(ZERO, "", CueKind.COUNT, 1), Cue(ZERO + RATE, "release", CueKind.RELEASE)))
    assert plan.spoken(CueKind.COUNT) == []
    assert [one.cue.text for one in plan.spoken(CueKind.RELEASE)] == ["release"]
