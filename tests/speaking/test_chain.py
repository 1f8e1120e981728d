"""Asserts coach.speaking.chain: whatever happens to a voice, another one speaks, and it is told in one line."""

import os
import signal
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from coach.errors import VoiceError
from coach.speaking.cache import PromptCache
from coach.speaking.chain import ChainVoice
from coach.speaking.choice import named, usual
from coach.speaking.pyttsx_voice import PyttsxVoice

TEXT = "Left foot now, and slowly."


class Told(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


def current(chain: ChainVoice) -> PyttsxVoice:
    assert isinstance(chain._voice, PyttsxVoice)
    return chain._voice


def chain_of(told: Told, *names: str, first_must: bool = False) -> ChainVoice:
    return ChainVoice([partial(named, name, None) for name in names], told, first_must=first_must)


def test_the_first_voice_speaks_and_nothing_is_told() -> None:
    told = Told()
    chain = chain_of(told, "heart", "en-us")
    assert chain.name.startswith("hibari")
    assert len(chain.clip(TEXT, 170).sound) > 10_000
    assert told == []
    chain.close()


def test_a_voice_that_cannot_start_is_replaced_and_one_line_says_so() -> None:
    told = Told()
    chain = chain_of(told, "volapuk-x", "en-us")
    assert "gmw/en-us" in chain.name
    (line,) = told
    assert line.startswith("Another voice speaks from here on (espeak-ng ")
    assert "No voice is called 'volapuk-x'" in line
    chain.close()


def test_a_voice_that_must_begin_is_not_replaced_at_the_start() -> None:
    with pytest.raises(VoiceError, match="volapuk-x"):
        chain_of(Told(), "volapuk-x", "en-us", first_must=True)


def test_a_voice_that_hangs_whenever_it_is_started_again_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told()
    chain = ChainVoice([lambda: PyttsxVoice("en-us+f2", patience=0.5), partial(named, "en-us", None)], told)
    hung = current(chain)
    started = PyttsxVoice._open_renderer

    def frozen(voice: PyttsxVoice) -> object:
        renderer = started(voice)
        if voice is hung:
            os.kill(renderer._child.pid, signal.SIGSTOP)
        return renderer

    monkeypatch.setattr(PyttsxVoice, "_open_renderer", frozen)
    assert len(chain.clip(TEXT, 170).sound) > 10_000
    assert chain.name.endswith("gmw/en-us")
    assert len(told) == 1
    assert len(chain.clip("And on it goes.", 170).sound) > 10_000
    assert len(told) == 1
    chain.close()


@pytest.mark.faults
def test_a_voice_that_can_no_longer_be_started_is_replaced_though_its_prompts_are_cached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, told = PromptCache(tmp_path), Told()
    named("heart", cache).close()
    chain = usual("en", "", cache, told, "heart")
    (tmp_path / "broken" / "hibari").mkdir(parents=True)
    (tmp_path / "broken" / "hibari" / "__init__.py").write_text("raise ImportError('half of it is gone')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    assert len(chain.clip(TEXT, 170).sound) > 10_000
    assert chain.name.startswith("espeak-ng")
    (line,) = told
    assert "half of it is gone" in line
    chain.close()


def test_where_no_voice_can_say_a_text_it_is_an_error_and_the_first_voice_says_the_next_one() -> None:
    chain = chain_of(Told(), "en-us+f2", "en-us")
    with pytest.raises(VoiceError, match="cannot say"):
        chain.clip("half a character: \ud800", 170)
    assert len(chain.clip(TEXT, 170).sound) > 10_000
    assert chain.name.endswith("gmw/en-us+f2")
    chain.close()


def test_where_no_voice_starts_it_is_an_error() -> None:
    with pytest.raises(VoiceError, match="volapuk-y"):
        chain_of(Told(), "volapuk-x", "volapuk-y")


def test_closing_ends_the_child_for_good() -> None:
    chain = chain_of(Told(), "en-us")
    renderer = current(chain)._renderer
    assert renderer is not None
    chain.close()
    chain.close()
    assert renderer._child.returncode is not None
    with pytest.raises(VoiceError, match="is closed"):
        chain.clip(TEXT, 170)


def test_prepare_renders_all() -> None:
    chain = chain_of(Told(), "en-us")
    chain.prepare(["one", "two"], 210)
    assert np.abs(chain.clip("one", 210).sound).max() > 0
    chain.close()
