"""When the ear acts on a hypothesis, and when it must not: without an engine, on hypotheses told at set times."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest

from coach.clock import BLOCK, blocks, samples
from coach.hearing.ear import Ear, WordsBetween, ear_beside_speaker
from coach.hearing.tuning import USUAL
from coach.language.intents import PAIN, Live
from coach.session.events import Heard, NearlyHeard, Trouble
from coach.sound.edge import Block
from coach.units import AudioTime
from tests.english import ENGLISH
from tests.hearing.scripted import Said, Scripted

SILENCE = np.zeros(BLOCK, np.int16)
STEP = Live(timed=True)


def _told(
    recogniser: Scripted,
    live: Live = STEP,
    own_words: WordsBetween = lambda start, end: (),
    opened_at: AudioTime = 0,
) -> list[Heard | NearlyHeard]:
    """All that the ear makes of it in three seconds."""
    ear = Ear(recogniser, ENGLISH.phrasebook, own_words)
    ear.listen(live)
    return [
        event for at in range(0, samples(3.0), BLOCK) for event in ear.hear(Block(opened_at + at, SILENCE, SILENCE))
    ]


def _phrases(events: list[Heard | NearlyHeard]) -> list[str]:
    return [event.match.phrase for event in events if isinstance(event, Heard)]


def test_a_command_has_the_times_of_the_sound_edge_whenever_the_ear_began() -> None:
    (event,) = _told(Scripted(Said(1.36, "pause")), opened_at=32_000)
    assert isinstance(event, Heard)
    assert (event.start, event.end, event.at) == (32_000 + 8000, 32_000 + 16_000, 32_000 + samples(1.36))


def test_of_one_utterance_only_the_first_hypothesis_is_acted_on_and_the_engine_forgets_the_rest() -> None:
    recogniser = Scripted(Said(1.2, "pause", final=False), Said(1.4, "pause"))
    assert _phrases(_told(recogniser)) == ["pause"]
    assert recogniser.resets == 1
    assert _phrases(_told(Scripted(Said(1.2, "stop", final=False), Said(1.4, "stop")))) == ["stop"]


@pytest.mark.parametrize(("begins", "heard"), [(0.2, ["pause"]), (0.4, ["pause", "next"])])
def test_after_a_partial_what_begins_at_once_is_its_end_and_what_begins_later_is_a_command(
    begins: float, heard: list[str]
) -> None:
    partial = Said(1.2, "pause", final=False)
    after = Said(2.2, "next", start=1.2 + begins, end=1.8)
    assert _phrases(_told(Scripted(partial, after))) == heard


def test_after_a_partial_a_safety_word_counts_at_once_and_after_a_final_every_word_does() -> None:
    partial, final = Said(1.2, "pause", final=False), Said(1.36, "pause")
    assert _phrases(_told(Scripted(partial, Said(2.0, "stop", 1.25, 1.6)))) == ["pause", "stop"]
    assert _phrases(_told(Scripted(final, Said(2.2, "next", 1.4, 1.8)))) == ["pause", "next"]


def test_a_grammar_engine_must_say_a_command_twice_before_it_is_believed() -> None:
    once = Said(1.02, "pause", end=1.02, final=False)
    again = Said(1.12, "pause", end=1.12, final=False)
    other = Said(1.12, "next", end=1.12, final=False)
    assert _phrases(_told(Scripted(once, open_vocabulary=False))) == []
    assert _phrases(_told(Scripted(once, again, open_vocabulary=False))) == ["pause"]
    assert _phrases(_told(Scripted(once, other, open_vocabulary=False))) == []


def test_a_phrase_of_one_utterance_does_not_confirm_the_same_one_of_the_next() -> None:
    first = Said(1.02, "pause", end=1.02, final=False)
    ended = Said(1.4, "")
    second = Said(1.62, "pause", 1.5, 1.62, final=False)
    assert _phrases(_told(Scripted(first, ended, second, open_vocabulary=False))) == []


def test_nor_does_the_end_of_an_utterance_that_was_the_coachs_own() -> None:
    def own(start: AudioTime, end: AudioTime) -> Collection[str]:
        return {"pause"} if start < samples(0.5) else ()

    ended, once = Said(1.4, "pause"), Said(1.62, "pause", 1.5, 1.62, final=False)
    assert _phrases(_told(Scripted(ended, once, open_vocabulary=False), own_words=own)) == []


@pytest.mark.parametrize(("paused", "heard"), [(0.1, []), (0.26, ["switch"])])
def test_a_word_that_may_be_the_beginning_of_a_longer_phrase_waits_a_moment(paused: float, heard: list[str]) -> None:
    answers = Live(timed=True, answers=PAIN)  # Where something is asked, exact words are taken in any pause.
    said = Said(1.0 + paused, "switch", final=False)
    assert _phrases(_told(Scripted(said), answers)) == heard


def test_a_doubtful_safety_word_is_believed_when_the_voice_has_fallen_for_long_enough() -> None:
    doubtful = USUAL.moonshine.doubtful
    for paused, heard in ((0.08, []), (0.2, ["stop"])):
        said = Said(1.0 + paused, "oh stop please", final=False, confidence=doubtful)
        assert _phrases(_told(Scripted(said))) == heard
    assert _phrases(_told(Scripted(Said(1.08, "oh stop please", final=False)))) == ["stop"]


def test_what_the_coach_was_saying_is_no_command_and_what_it_was_not_saying_is() -> None:
    assert _phrases(_told(Scripted(Said(1.4, "next")), own_words=lambda start, end: {"next", "step"})) == []
    assert _phrases(_told(Scripted(Said(1.4, "next")), own_words=lambda start, end: {"step"})) == ["next"]


def test_of_a_phrase_of_two_words_the_coach_must_have_said_both_to_be_the_speaker() -> None:
    assert _phrases(_told(Scripted(Said(1.4, "switch foot")), own_words=lambda start, end: {"foot"})) == ["switch foot"]
    assert _phrases(_told(Scripted(Said(1.4, "switch foot")), own_words=lambda start, end: {"switch", "foot"})) == []


def test_what_sounds_like_a_command_is_no_command_where_the_coach_said_what_the_engine_wrote() -> None:
    assert _phrases(_told(Scripted(Said(1.4, "pawz")))) == ["pause"]
    assert _phrases(_told(Scripted(Said(1.4, "pawz")), own_words=lambda start, end: {"pawz"})) == []


def test_a_safety_word_that_the_coach_says_is_its_own_and_the_other_one_is_the_users() -> None:
    def own(start: AudioTime, end: AudioTime) -> Collection[str]:
        return {"say", "stop"}

    assert _phrases(_told(Scripted(Said(1.4, "stop")), own_words=own)) == []
    assert _phrases(_told(Scripted(Said(1.4, "stup")), own_words=own)) == []
    assert _phrases(_told(Scripted(Said(1.4, "that hurts")), own_words=own)) == ["that hurts"]


def test_a_word_of_the_coach_whose_ending_its_echo_swallowed_is_still_its_own() -> None:
    """Of the welcome's "that hurts" may be left "that hurt"."""
    said = {"stop", "or", "that", "hurts"}
    assert _phrases(_told(Scripted(Said(1.4, "that hurt")), own_words=lambda start, end: said)) == []
    assert _phrases(_told(Scripted(Said(1.4, "that hurt")), own_words=lambda start, end: {"that"})) == ["that hurt"]


def test_the_coachs_words_are_asked_for_as_long_as_they_may_still_be_heard_and_no_longer() -> None:
    asked: list[tuple[AudioTime, AudioTime]] = []

    def own(start: AudioTime, end: AudioTime) -> Collection[str]:
        asked.append((start, end))
        return ()

    _told(Scripted(Said(1.4, "next")), own_words=own, opened_at=64_000)
    assert set(asked) == {(64_000 + samples(0.5 - USUAL.deciding.echo_tail), 64_000 + samples(1.0))}


def test_a_near_miss_is_told_at_the_end_of_an_utterance_unless_the_coach_was_speaking() -> None:
    near, whole = Said(1.2, "repair", final=False), Said(1.4, "repair")
    missed = [event for event in _told(Scripted(near, whole)) if isinstance(event, NearlyHeard)]
    assert [(event.text, event.at) for event in missed] == [("repair", samples(1.4))]
    assert _told(Scripted(whole), own_words=lambda start, end: {"anything"}) == []


def test_before_anything_is_live_nothing_is_understood() -> None:
    assert _told(Scripted(Said(1.4, "stop")), Live(commands=False)) == []


def test_an_engine_is_told_what_may_be_said_and_only_one_with_a_grammar_the_sayings_too() -> None:
    grammar, open_one = Scripted(open_vocabulary=False), Scripted()
    _told(grammar)
    _told(open_one)
    assert {"pause", "stop"} <= grammar.phrases
    assert grammar.phrases == open_one.phrases
    assert grammar.sayings
    assert not open_one.sayings
    assert open_one.understands("pause")
    assert not open_one.understands("seven")


def test_a_noise_is_a_trouble_worth_telling_once_it_has_lasted() -> None:
    ear, dice = ear_beside_speaker(Scripted(), ENGLISH.phrasebook, lambda start, end: ()), np.random.default_rng(1)
    found = []
    for at in range(0, samples(16), BLOCK):
        noise = dice.normal(0, 32767 * 10 ** (-35 / 20), BLOCK).astype(np.int16)
        ear.hear(Block(at, noise, SILENCE))
        found.append(ear.trouble)
    assert set(found[: blocks(14.9)]) == {None}
    assert found[-1] is Trouble.NOISE


def test_after_a_final_what_began_since_its_end_counts_though_the_engine_tells_late() -> None:
    late = Said(2.0, "pause"), Said(2.4, "stop", start=1.5, end=2.2)
    assert _phrases(_told(Scripted(*late))) == ["pause", "stop"]


def test_after_a_partial_even_a_safety_word_that_began_before_it_was_acted_on_is_its_end() -> None:
    acted = Said(1.36, "pause", final=False), Said(1.6, "stop", start=1.1, end=1.5)
    assert _phrases(_told(Scripted(*acted))) == ["pause"]


def test_a_safety_word_counts_within_whatever_else_is_said() -> None:
    assert _phrases(_told(Scripted(Said(1.2, "oh please stop doing that")))) == ["stop"]


def test_a_safety_word_is_the_coachs_own_where_it_says_nothing_else() -> None:
    assert _told(Scripted(Said(1.2, "stop")), own_words=lambda start, end: {"stop"}) == []


def test_a_grammar_engine_is_not_believed_at_once_because_the_voice_has_fallen() -> None:
    assert _told(Scripted(Said(1.4, "pause", final=False), open_vocabulary=False)) == []


def test_a_near_miss_has_the_time_of_the_sound_edge() -> None:
    (event,) = _told(Scripted(Said(1.4, "repair")), opened_at=32_000)
    assert event.at == 32_000 + samples(1.4)


def test_an_ear_that_was_never_told_what_may_be_said_understands_nothing() -> None:
    ear = Ear(Scripted(Said(0.1, "pause", start=0.0, end=0.05)), ENGLISH.phrasebook)
    assert [event for at in range(0, samples(0.3), BLOCK) for event in ear.hear(Block(at, SILENCE, SILENCE))] == []


def test_how_near_a_sound_alike_must_be_is_the_tunings() -> None:
    strict = replace(USUAL, soundalike=replace(USUAL.soundalike, usual=2.0, short=2.0))
    for tuning, phrases in ((USUAL, ["pause"]), (strict, [])):
        ear = Ear(Scripted(Said(1.2, "pores")), ENGLISH.phrasebook, tuning=tuning)
        ear.listen(STEP)
        heard = [event for at in range(0, samples(1.5), BLOCK) for event in ear.hear(Block(at, SILENCE, SILENCE))]
        assert _phrases(heard) == phrases
