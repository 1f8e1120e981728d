"""Slips of a recogniser are won back; words that only look like a command are not."""

from dataclasses import replace

import pytest

from coach.hearing.meaning.pronunciation import pronounce
from coach.hearing.meaning.soundalike import EVERYDAY, NUMBERS, closest, likeness, nearer_beginning
from coach.hearing.tuning import USUAL
from tests.english import ANSWERS, COMMANDS, PHRASES

COMMAND_PHRASES = frozenset(phrase for phrases in COMMANDS.values() for phrase in phrases)
MEANINGS = {phrase: intent.value for intent, phrases in COMMANDS.items() for phrase in phrases}
ANSWER_MEANINGS = {phrase: answer for answer, phrases in ANSWERS.items() for phrase in phrases}


def meant(text: str, phrases: frozenset[str] = COMMAND_PHRASES) -> str | None:
    meanings = ANSWER_MEANINGS | MEANINGS
    found = closest(text, phrases, meaning=lambda phrase: meanings.get(phrase, phrase))
    return found.phrase if found else None


@pytest.mark.parametrize("phrase", sorted(PHRASES))
def test_every_phrase_is_itself(phrase: str) -> None:
    found = closest(phrase, PHRASES)
    assert found is not None
    assert (found.phrase, found.score) == (phrase, 1.0)
    assert pronounce(phrase)


def test_no_two_phrases_of_one_moment_sound_the_same() -> None:
    spoken = sorted(PHRASES)
    for place, phrase in enumerate(spoken):
        assert all(likeness(pronounce(phrase), pronounce(other)) < 1 for other in spoken[place + 1 :]), phrase


@pytest.mark.parametrize(
    ("heard", "phrase"),
    [
        ("stup", "stop"), ("stopped", "stop"), ("stot", "stop"), ("sweat", "switch"), ("swich", "switch"),
        ("nex", "next"), ("necks", "next"), ("paws", "pause"), ("pores", "pause"), ("skit", "skip"), ("outch", "ouch"),
        ("weight", "wait"), ("stop stop", "stop"), ("next stop", "next step"), ("holdon", "hold on"), ("kelp", "help"),
        ("switch food", "switch foot"), ("and session", "end session"), ("ho long", "how long"),
        ("time's left", "time left"),
        ("it hertz", "it hurts"), ("that hearts", "that hurts"), ("whole don", "hold on"),
        ("incession", "end session"), ("few accounts", "fewer counts"), ("carried on", "carry on"),
        ("twitchfoot", "switch foot"), ("sarpain", "sharp pain"),
    ],
)  # fmt: skip
def test_a_slip_is_won_back(heard: str, phrase: str) -> None:
    assert meant(heard) == phrase


@pytest.mark.parametrize(
    ("heard", "answer"),
    [
        ("for", "four"),
        ("thor", "four"),
        ("ate", "eight"),
        ("too", "two"),
        ("won", "one"),
        ("sex", "six"),
        ("tin", "ten"),
    ],
)
def test_a_number_is_won_back_when_numbers_are_asked_for(heard: str, answer: str) -> None:
    assert meant(heard, COMMAND_PHRASES | NUMBERS) == answer


def test_left_said_twice_is_left() -> None:
    assert meant("left left", COMMAND_PHRASES | {"left", "right", "both"}) == "left"


@pytest.mark.parametrize("word", sorted(NUMBERS))
def test_a_number_is_no_command(word: str) -> None:
    assert meant(word) is None


@pytest.mark.parametrize("word", ["yes", "no", "know", "left", "write", "both"])
def test_an_answer_nobody_asked_for_is_no_command(word: str) -> None:
    assert meant(word) is None


OTHER_TALK = (
    "go/hurt/step/you/thank you/bye/stuff/this/that/list/table/kitchen/music/water/phone/dinner/today/tomorrow/hello/"
    "hmm/oh/so/and then/i think so/come here/look at that/good morning/what time is it/see you/the best of times/"
    "never mind/turn it up/my brother/the weather is nice/stop the car and look/the next one is red/try again later/"
    "try again/fair again/it was the worst/we all went home/no matter/i do not know/are you there/pass me the salt"
).split("/")


@pytest.mark.parametrize("text", OTHER_TALK)
def test_other_talk_is_no_phrase(text: str) -> None:
    assert meant(text, PHRASES) is None


@pytest.mark.parametrize(
    "word", ["stalk", "swap", "stomp", "bike", "beck", "plaster", "leapt", "hose", "eddy", "wade", "when", "book"]
)
def test_an_everyday_word_near_to_a_phrase_is_no_phrase(word: str) -> None:
    assert meant(word, PHRASES) is None
    assert meant(f"{word} {word}", PHRASES) is None


def test_no_everyday_word_is_a_phrase() -> None:
    assert not EVERYDAY & PHRASES


def test_an_everyday_word_does_not_outdo_a_phrase_for_a_slip() -> None:
    assert meant("beck") is None
    assert meant("bak") == "back"


def test_a_sound_alike_may_be_the_beginning_of_a_longer_phrase_that_it_is_nearer_to() -> None:
    assert nearer_beginning("shop", "stop", COMMAND_PHRASES)
    assert not nearer_beginning("stup", "stop", {"sharp pain", "say again"})
    assert not nearer_beginning("sharp pain", "sharp pain", COMMAND_PHRASES)


def test_a_word_that_is_meant_to_be_something_else_is_not_matched() -> None:
    assert closest("stup", {"stop"}) is not None
    assert closest("stup", {"stop"}, anti={"stup"}) is None
    assert closest("weight", {"wait"}, anti={"weigh"}) is not None


def test_between_two_meanings_nothing_is_chosen() -> None:
    assert closest("pat", {"bat", "pad"}, anti=()) is None
    assert closest("pat", {"bat", "pad"}, anti=(), meaning=lambda phrase: "either") is not None


def test_strictness_is_the_callers() -> None:
    assert closest("sweat", {"switch"}, strictness=lambda phrase: 0.95) is None
    assert closest("sweat", {"switch"}, strictness=lambda phrase: 0.7) is not None


def test_nothing_heard_or_nothing_live_is_no_match() -> None:
    assert closest("", {"stop"}) is None
    assert closest("stop", ()) is None
    assert closest("[unk] 42 !?", {"stop"}) is None


def test_a_match_tells_how_alike_it_is_and_is_none_where_the_tuning_asks_for_more() -> None:
    found = closest("stup", {"stop", "banana"})
    assert found is not None
    assert USUAL.soundalike.usual <= found.score < 1.0
    assert closest("stup", {"stop", "banana"}, sounds=replace(USUAL.soundalike, usual=0.999)) is None
