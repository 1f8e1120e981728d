"""A voice that is asked from several threads gives each its own text, the urgent first, and never ends a session."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable

import numpy as np

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


class Moody(SlowVoice):
    """Fails, or hangs, for as long as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.fails = False
        self.awake = threading.Event()
        self.awake.set()

    def clip(self, text: str, rate: int) -> Clip:
        self.awake.wait(20)
        if self.fails:
            raise VoiceError("It broke: mend it.")
        return super().clip(text, rate)


def soon(true: Callable[[], object]) -> bool:
    """Whether it comes true within ten seconds."""
    for _ in range(1000):
        if true():
            return True
        time.sleep(0.01)
    return False


def test_a_voice_that_fails_is_told_once_captions_keep_their_pace_and_it_comes_back_by_itself() -> None:
    told: list[str] = []
    moody = Moody()
    voice = AheadVoice(moody, told.append)
    moody.fails = True
    clips = [voice.clip(text, 150) for text in ("one sentence", "and more")]
    assert told == ["No speech for now, only captions: It broke: mend it."]
    assert [len(clip.sound) for clip in clips] == [
        len(SilentVoice().clip(text, 150).sound) for text in ("one sentence", "and more")
    ]
    moody.fails = False
    assert soon(lambda: len(told) == 2)
    assert told[1] == "The voice is back."
    assert soon(lambda: len(voice.clip("one sentence", 150).sound) == 10)
    voice.close()


def test_nobody_waits_longer_than_its_patience_for_a_voice_that_hangs_and_then_not_at_all() -> None:
    told: list[str] = []
    moody = Moody()
    voice = AheadVoice(moody, told.append, patience=0.3)
    known = voice.clip("known", 150)
    moody.awake.clear()
    orders = [voice.order(f"sentence {n}", 150) for n in range(3)]
    assert [order.result(5).text for order in orders] == ["sentence 0", "sentence 1", "sentence 2"]
    assert soon(lambda: len(told) == 1)
    assert voice.order("another", 150).done()
    assert voice.order("known", 150).result() is known
    assert voice.order("known", 170).result() is known, "rather too slow than not at all"
    moody.awake.set()
    assert soon(lambda: told[1:] == ["The voice is back."])
    assert soon(lambda: len(voice.clip("sentence 2", 150).sound) == 10)
    voice.close()


def test_an_order_is_given_back_before_it_is_rendered() -> None:
    moody = Moody()
    voice = AheadVoice(moody, lambda problem: None)
    moody.awake.clear()
    order = voice.order("later", 150)
    assert not order.done()
    moody.awake.set()
    assert len(order.result(5).sound) == 10
    voice.close()


def test_a_real_synthesiser_that_is_stopped_is_killed_and_speaks_again() -> None:
    told: list[str] = []
    within = PyttsxVoice(patience=1.0)
    assert within._renderer
    hung = within._renderer._child
    os.kill(hung.pid, signal.SIGSTOP)
    voice = AheadVoice(within, told.append, patience=0.3)
    assert not voice.clip("This takes too long.", 175).sound.any()
    assert soon(lambda: told[1:] == ["The voice is back."])
    assert hung.returncode == -signal.SIGKILL
    assert voice.clip("This takes too long.", 175).sound.any()
    voice.close()


def test_a_text_on_which_a_good_voice_fails_costs_only_itself() -> None:
    voice = AheadVoice(SlowVoice(), lambda problem: None)
    for text in ("bad", "bug"):
        assert voice.clip(text, 150).text == text
        assert soon(lambda: len(voice.clip("fine", 150).sound) == 10)
    voice.close()
    voice.close()


def test_whoever_waits_when_it_is_closed_is_let_go() -> None:
    moody = Moody()
    voice = AheadVoice(moody, lambda problem: None)
    moody.awake.clear()
    order = voice.order("never", 150)
    voice.close()
    assert order.result(1).text == "never"
    moody.awake.set()
