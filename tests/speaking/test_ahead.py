"""A voice that is asked from several threads gives each its own text, the urgent first, and never ends a session."""

import threading
import time
from collections.abc import Iterable

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.speaking.ahead import AheadVoice
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.silent_voice import SilentVoice
from coach.speaking.voice import Clip


class SlowVoice:
    """Takes 20 ms a text, fails at "bad", and notes who asks for what."""

    name = "slow"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.closed = False

    def prepare(self, texts: Iterable[str], rate: int) -> None: ...

    def clip(self, text: str, rate: int) -> Clip:
        self.threads.add(threading.get_ident())
        self.asked.append(text)
        if text == "bad":
            raise VoiceError("It broke: mend it.")
        if text == "bug":
            raise ZeroDivisionError
        time.sleep(0.02)
        return Clip(text, np.zeros(10, np.int16))

    def close(self) -> None:
        self.closed = True


def test_what_is_wanted_now_goes_before_what_is_rendered_ahead() -> None:
    slow = SlowVoice()
    voice = AheadVoice(slow, lambda problem: None)
    voice.ahead([f"later {n}" for n in range(50)], 150)
    voice.clip("now", 150)
    assert len(slow.asked) < 10
    voice.close()
    assert slow.closed


def test_each_text_is_rendered_once_and_by_one_thread() -> None:
    slow = SlowVoice()
    voice = AheadVoice(slow, lambda problem: None)
    voice.ahead(["a", "b", "a"], 150)
    voice.prepare(["b", "a", "c"], 150)
    assert voice.clip("a", 150) is voice.clip("a", 150)
    voice.close()
    assert sorted(slow.asked) == ["a", "b", "c"]
    assert len(slow.threads) == 1


def test_threads_that_ask_at_once_get_their_own_texts_from_the_real_synthesiser() -> None:
    voice = AheadVoice(PyttsxVoice(), lambda problem: None)
    words = "one two three four five six seven eight nine ten".split()
    got: dict[str, Clip] = {}
    threads = [threading.Thread(target=lambda word=word: got.update({word: voice.clip(word, 175)})) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    voice.close()
    alone = PyttsxVoice()
    assert all(got[word].text == word for word in words)
    assert all(np.array_equal(got[word].sound, alone.clip(word, 175).sound) for word in words)
    alone.close()


def test_a_voice_that_fails_is_told_once_and_captions_keep_their_pace() -> None:
    told: list[str] = []
    slow = SlowVoice()
    voice = AheadVoice(slow, told.append)
    clips = [voice.clip(text, 150) for text in ("good", "bad", "and more")]
    assert told == ["No speech from here on, only captions: It broke: mend it."]
    assert len(clips[1].sound) == len(SilentVoice().clip("bad", 150).sound)
    assert clips[2].text == "and more"
    assert slow.asked == ["good", "bad"]
    assert slow.closed
    voice.close()


def test_our_own_mistake_is_raised_where_the_clip_is_wanted() -> None:
    voice = AheadVoice(SlowVoice(), lambda problem: None)
    voice.ahead(["bug"], 150)
    with pytest.raises(ZeroDivisionError):
        voice.clip("bug", 150)
    assert voice.clip("fine", 150).text == "fine"
    voice.close()
    voice.close()
