"""The mixer plays every sample where it belongs, falls silent within a block, and speaks softly when it is asked to."""

from concurrent.futures import Future

import numpy as np
import pytest

from coach.clock import BLOCK, RATE
from coach.session.effects import Cue, CueKind
from coach.session.events import SentenceBegun, Spoken
from coach.sound.edge import Samples
from coach.speaking.mixer import SENTENCE_GAP, CueBegun, Mark, Mixer
from coach.speaking.voice import Clip
from coach.units import Decibels

LEVEL = 1000


def clip(text: str, count: int) -> Clip:
    return Clip(text, np.full(count, LEVEL, np.int16))


def played(mixer: Mixer, count: int) -> Samples:
    """At least `count` samples more, in blocks."""
    return np.concatenate([mixer.block(BLOCK) for _ in range(-(-count // BLOCK))])


@pytest.fixture
def marks() -> list[Mark]:
    return []


@pytest.fixture
def mixer(marks: list[Mark]) -> Mixer:
    return Mixer(marks.append)


def test_it_plays_silence_while_there_is_nothing_to_say(mixer: Mixer) -> None:
    assert not played(mixer, RATE).any()
    assert mixer.position == RATE


def test_sentences_follow_each_other_with_a_gap_and_tell_when_they_begin_and_end(
    mixer: Mixer, marks: list[Mark]
) -> None:
    mixer.say(7, [clip("one", 500), clip("two", 300)])
    sound = played(mixer, RATE)
    second = 500 + SENTENCE_GAP
    assert np.flatnonzero(sound).tolist() == [*range(500), *range(second, second + 300)]
    assert marks == [SentenceBegun(7, 0, 0), SentenceBegun(7, 1, second), Spoken(7, second + 300)]


def test_a_cue_begins_at_its_sample_whatever_the_block(mixer: Mixer, marks: list[Mark]) -> None:
    cue = Cue(3 * BLOCK + 123, "five", CueKind.COUNT, 5)
    mixer.schedule([(cue, clip("five", 200))])
    assert int(np.flatnonzero(played(mixer, RATE))[0]) == cue.at
    assert marks == [CueBegun(cue, cue.at)]


def test_new_cues_take_the_place_of_those_that_have_not_begun(mixer: Mixer) -> None:
    mixer.schedule([(Cue(2000, "one", CueKind.COUNT, 1), clip("one", 100))])
    mixer.schedule([(Cue(9000, "two", CueKind.COUNT, 2), clip("two", 100))])
    assert np.flatnonzero(played(mixer, RATE)).tolist() == list(range(9000, 9100))


def test_a_hush_fades_within_one_block_and_forgets_what_was_to_be_said(mixer: Mixer, marks: list[Mark]) -> None:
    mixer.say(1, [clip("long", RATE), clip("more", RATE)])
    played(mixer, BLOCK)
    mixer.hush()
    fading, after = mixer.block(BLOCK), played(mixer, 3 * RATE)
    assert fading[0] == LEVEL
    assert fading[-1] == 0
    assert not after.any()
    assert not any(isinstance(mark, Spoken) for mark in marks)


def test_a_hush_leaves_tones(mixer: Mixer) -> None:
    mixer.tone(clip("", 4 * BLOCK))
    mixer.hush()
    assert played(mixer, 4 * BLOCK).all()


def test_a_reply_over_the_counts_covers_them_but_a_release_cuts_it_off(mixer: Mixer) -> None:
    count, release = Cue(RATE // 2, "two", CueKind.COUNT, 2), Cue(RATE, "release", CueKind.RELEASE)
    mixer.schedule([(count, clip("two", 100)), (release, clip("release", 100))])
    mixer.say_over_cues([clip("twenty seconds", 2 * RATE)])
    sound = played(mixer, 2 * RATE)
    assert sound[RATE // 2 : RATE // 2 + 100].max() == LEVEL
    assert not sound[RATE + BLOCK + 100 :].any()


def test_gain_changes_speech_and_leaves_tones(mixer: Mixer) -> None:
    mixer.set_gain(-6.0)
    mixer.say(1, [clip("word", BLOCK)])
    assert mixer.block(BLOCK)[0] == pytest.approx(LEVEL * 10 ** (-6 / 20), abs=1)
    mixer.tone(clip("", BLOCK))
    assert mixer.block(BLOCK)[0] == LEVEL


def test_softening_takes_one_block_and_coming_back_a_quarter_of_a_second(mixer: Mixer) -> None:
    mixer.say(1, [clip("long", 2 * RATE)])
    mixer.block(BLOCK)
    mixer.soften(Decibels(-12.0))
    down = mixer.block(BLOCK)
    assert down[0] == LEVEL
    assert down[-1] == pytest.approx(LEVEL * 10 ** (-12 / 20), abs=1)
    assert np.ptp(played(mixer, RATE // 2)) == 0
    mixer.soften(Decibels(0.0))
    back = played(mixer, RATE // 2)
    assert np.all(np.diff(back.astype(int)) >= 0)
    assert int(np.flatnonzero(back == LEVEL)[0]) == pytest.approx(RATE // 4, abs=BLOCK)


def test_what_is_said_after_a_command_is_as_loud_as_ever(mixer: Mixer) -> None:
    mixer.say(1, [clip("long", RATE)])
    mixer.soften(Decibels(-12.0))
    mixer.block(BLOCK)
    mixer.hush()
    mixer.soften(Decibels(0.0))
    mixer.block(BLOCK)
    mixer.say(2, [clip("paused", RATE)])
    assert mixer.block(BLOCK)[0] == LEVEL


def test_softening_moves_no_count(mixer: Mixer) -> None:
    cues = [(Cue(n * RATE, "n", CueKind.COUNT, n), clip("n", 100)) for n in range(1, 5)]
    mixer.schedule(cues)
    mixer.soften(Decibels(-12.0))
    sound = played(mixer, 5 * RATE)
    onsets = [int(place) for place in np.flatnonzero(np.diff((sound != 0).astype(int)) == 1) + 1]
    assert onsets == [cue.at for cue, _ in cues]


def test_it_knows_which_words_were_sounding_when(mixer: Mixer) -> None:
    mixer.say(1, [clip("press with thumbs", 3 * RATE)])
    played(mixer, 3 * RATE)
    assert mixer.words_between(0, RATE // 2) == {"press"}
    assert mixer.words_between(2 * RATE + RATE // 2, 3 * RATE) == {"thumbs"}
    assert mixer.texts_between(0, RATE) == ["press with thumbs"]
    assert mixer.words_between(5 * RATE, 6 * RATE) == set()


# What is not there yet, or comes while all is to be silent


def test_a_reply_of_two_sentences_over_the_counts_is_played_with_a_gap(mixer: Mixer) -> None:
    mixer.say_over_cues([clip("one", 19_200), clip("two", 3_000)])
    second = 19_200 + SENTENCE_GAP
    assert np.flatnonzero(played(mixer, 3 * RATE)).tolist() == [*range(19_200), *range(second, second + 3_000)]


def test_cues_scheduled_while_a_reply_sounds_do_not_sound_over_it(mixer: Mixer, marks: list[Mark]) -> None:
    mixer.say_over_cues([clip("one", RATE)])
    played(mixer, BLOCK)
    cues = [Cue(RATE // 2, "two", CueKind.COUNT, 2), Cue(3 * RATE, "three", CueKind.COUNT, 3)]
    mixer.schedule([(cue, clip(cue.text, 100)) for cue in cues])
    assert played(mixer, RATE // 2 + 200).max() == LEVEL
    played(mixer, 3 * RATE)
    assert marks == [CueBegun(cues[1], 3 * RATE)]


def test_a_line_waits_for_its_clip_and_whoever_calls_for_a_block_does_not(mixer: Mixer, marks: list[Mark]) -> None:
    coming: Future[Clip] = Future()
    mixer.say(1, [coming, clip("two", 300)])
    assert not played(mixer, RATE).any()
    coming.set_result(clip("one", 500))
    assert np.flatnonzero(played(mixer, BLOCK)).tolist() == list(range(BLOCK))
    played(mixer, RATE)
    second = RATE + 500 + SENTENCE_GAP
    assert marks == [SentenceBegun(1, 0, RATE), SentenceBegun(1, 1, second), Spoken(1, second + 300)]


def test_a_hush_drops_what_is_not_there_yet(mixer: Mixer) -> None:
    coming: list[Future[Clip]] = [Future(), Future(), Future()]
    mixer.say(1, [coming[0]])
    mixer.say_over_cues([coming[1]])
    mixer.schedule([(Cue(0, "release", CueKind.RELEASE), coming[2])])
    mixer.hush()
    for future in coming:
        future.set_result(clip("late", 500))
    assert not played(mixer, RATE).any()


def test_a_count_that_is_not_rendered_in_time_is_lost_and_never_late_but_a_release_is(
    mixer: Mixer, marks: list[Mark]
) -> None:
    coming: list[Future[Clip]] = [Future(), Future()]
    count, release = Cue(100, "one", CueKind.COUNT, 1), Cue(2 * BLOCK, "release", CueKind.RELEASE)
    mixer.schedule([(count, coming[0]), (release, coming[1])])
    played(mixer, 4 * BLOCK)
    for future in coming:
        future.set_result(clip("here", 100))
    played(mixer, RATE)
    assert marks == [CueBegun(release, 4 * BLOCK)]


def test_a_count_that_has_begun_is_not_begun_again_by_a_schedule_made_of_late(mixer: Mixer, marks: list[Mark]) -> None:
    cues = [(Cue(n * RATE, "n", CueKind.COUNT, n), clip("n", 100)) for n in range(3)]
    mixer.schedule(cues)
    played(mixer, RATE + 5 * BLOCK)
    mixer.schedule(cues[1:])
    played(mixer, 2 * RATE)
    assert [mark.cue.number for mark in marks if isinstance(mark, CueBegun)] == [0, 1, 2]


def test_muted_it_is_silent_within_a_block_whatever_it_is_told_to_say(mixer: Mixer, marks: list[Mark]) -> None:
    mixer.say(1, [clip("long", RATE)])
    played(mixer, BLOCK)
    mixer.mute()
    mixer.say(2, [clip("more", RATE)])
    mixer.say_over_cues([clip("a reply", RATE)])
    mixer.schedule([(Cue(4 * BLOCK, "one", CueKind.COUNT, 1), clip("one", 100))])
    assert mixer.block(BLOCK)[-1] == 0
    assert not played(mixer, RATE).any()
    assert marks == [SentenceBegun(1, 0, 0)]


def test_once_no_longer_muted_what_was_not_dropped_goes_on_after_the_sentence_that_was_cut(
    mixer: Mixer, marks: list[Mark]
) -> None:
    mixer.say(1, [clip("long", RATE)])
    mixer.say(2, [clip("more", BLOCK)])
    played(mixer, BLOCK)
    mixer.mute()
    mixer.mute()
    mixer.unmute()
    assert not played(mixer, BLOCK)[-1]
    assert not played(mixer, RATE).any()
    mixer.unmute()
    assert played(mixer, 2 * RATE).any()
    assert [mark.say_id for mark in marks if isinstance(mark, Spoken)] == [1, 2]


def test_what_cannot_be_played_is_dropped_and_told_and_the_rest_goes_on(marks: list[Mark]) -> None:
    faults: list[Exception] = []
    mixer = Mixer(marks.append, faults.append)
    failed: Future[Clip] = Future()
    failed.set_exception(ZeroDivisionError())
    mixer.say(1, [Clip("broken", None), failed, clip("whole", 100)])  # type: ignore[arg-type]
    mixer.say(2, [Clip("broken", np.array(["a", "b"]))])
    mixer.say(3, [clip("whole", 100)])
    assert played(mixer, 2 * RATE).any()
    assert faults
    assert [mark.say_id for mark in marks if isinstance(mark, Spoken)][-1] == 3


def test_what_goes_wrong_while_mixing_is_logged_with_its_cause(
    marks: list[Mark], caplog: pytest.LogCaptureFixture
) -> None:
    mixer = Mixer(marks.append)
    mixer.say(1, [Clip("broken", np.array(["a", "b"]))])
    played(mixer, RATE)
    assert caplog.messages
    assert set(caplog.messages) == {"a piece of sound was dropped"}
    assert all(record.exc_info and record.exc_info[0] for record in caplog.records)


def test_cues_of_one_sample_sound_together_in_the_order_that_they_were_given(mixer: Mixer, marks: list[Mark]) -> None:
    ten, release = Cue(RATE // 2, "ten", CueKind.COUNT, 10), Cue(RATE // 2, "release", CueKind.RELEASE)
    mixer.schedule([(ten, clip("ten", 100)), (release, clip("release", 100))])
    sound = played(mixer, RATE)
    assert marks == [CueBegun(ten, RATE // 2), CueBegun(release, RATE // 2)]
    assert np.flatnonzero(sound).tolist() == list(range(RATE // 2, RATE // 2 + 100))
