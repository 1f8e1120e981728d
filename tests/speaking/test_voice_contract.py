"""What every voice promises, asked of the real synthesiser, of one behind a server, and of the silent voice."""

from collections.abc import Iterator

import numpy as np
import pytest

from coach.clock import seconds
from coach.servers.address import address
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Voice
from coach.speaking.wyoming_voice import WyomingVoice
from tests.servers.wyoming_server import WyomingServer

ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = ["twenty", "thirty", "forty", "fifty"]
COUNTS = [*ONES, *(ten + ("-" + one if one else "") for ten in TENS for one in ("", *ONES[:9])), "sixty"]
SENTENCE = "Put both thumbs on the heel, and circle slowly. Breathe out."


@pytest.fixture(scope="module", params=[PyttsxVoice, SilentVoice, WyomingVoice])
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    if request.param is WyomingVoice:
        yield from served()
        return
    made: Voice = request.param()
    yield made
    made.close()


def served() -> Iterator[Voice]:
    """By a server that hums; `test_wyoming_voice.py` has one that speaks."""
    lengths = SilentVoice()

    def hum(text: str) -> Samples:
        length = len(lengths.clip(text, 160).sound)
        return np.pad((6000 * np.sin(np.arange(length) / 20)).astype(np.int16), 1600)

    with WyomingServer(speaks=hum) as server:
        yield WyomingVoice(address(server.url), "en")


def lasts(voice: Voice, text: str, rate: int = 175) -> float:
    return seconds(len(voice.clip(text, rate).sound))


def test_a_voice_has_a_name(voice: Voice) -> None:
    assert voice.name


def test_a_clip_carries_its_text_and_mono_int16_sound(voice: Voice) -> None:
    clip = voice.clip("Ready?", 175)
    assert clip.text == "Ready?"
    assert clip.sound.dtype == np.int16
    assert clip.sound.ndim == 1


def test_there_are_sixty_counts() -> None:
    assert len(set(COUNTS)) == 60
    assert COUNTS[26] == "twenty-seven"


@pytest.mark.parametrize("rate", [80, 170, 220])
def test_every_count_is_shorter_than_its_second_at_every_rate(voice: Voice, rate: int) -> None:
    voice.prepare(COUNTS, rate)
    assert {count: lasts(voice, count, rate) for count in COUNTS if lasts(voice, count, rate) >= 0.9} == {}


def test_every_count_is_long_enough_to_be_heard_or_read(voice: Voice) -> None:
    assert min(lasts(voice, count) for count in COUNTS) > 0.2


@pytest.mark.parametrize(("rate", "least", "most"), [(120, 4.0, 7.5), (175, 2.5, 5.0), (220, 2.0, 4.0)])
def test_sentences_last_as_long_as_people_need(voice: Voice, rate: int, least: float, most: float) -> None:
    assert least < lasts(voice, SENTENCE, rate) < most


def test_each_rate_is_obeyed_however_rates_alternate(voice: Voice) -> None:
    lengths = [[lasts(voice, f"{SENTENCE} {count}.", rate) for rate in (120, 175, 220)] for count in COUNTS[:20]]
    assert all(slow > 1.25 * usual > 1.4 * fast for slow, usual, fast in lengths)


def test_a_longer_text_lasts_longer(voice: Voice) -> None:
    assert lasts(voice, SENTENCE) > lasts(voice, "Breathe out.") > 0


def test_the_same_text_gives_the_same_sound(voice: Voice) -> None:
    assert np.array_equal(voice.clip(SENTENCE, 175).sound, voice.clip(SENTENCE, 175).sound)


def test_prepare_takes_any_iterable_twice_and_with_doubles(voice: Voice) -> None:
    for _ in range(2):
        voice.prepare((text for text in ("left foot", "right foot", "left foot")), 175)
    assert lasts(voice, "left foot") > 0.3


@pytest.mark.parametrize("text", ["", " \n", "...", "\N{EM DASH}"])
def test_a_text_with_nothing_to_say_is_an_empty_clip(voice: Voice, text: str) -> None:
    assert len(voice.clip(text, 175).sound) == 0


@pytest.mark.parametrize(
    "text", ["30", "Don't “press”\n\N{EN DASH} ease off…", "<b>left</b> & [[right]]", "fünf", "a" * 60]
)
def test_odd_texts_are_spoken(voice: Voice, text: str) -> None:
    assert lasts(voice, text) > 0.2


@pytest.mark.parametrize("made", [PyttsxVoice, SilentVoice])
def test_closing_twice_is_fine(made: type[PyttsxVoice] | type[SilentVoice]) -> None:
    voice = made()
    voice.close()
    voice.close()
