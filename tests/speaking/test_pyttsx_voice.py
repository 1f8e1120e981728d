"""The real synthesiser in its child process: voices, the cache, and every way in which the child may fail."""

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import scipy.signal

from coach.errors import VoiceError
from coach.sound.edge import Samples
from coach.speaking.cache import PromptCache
from coach.speaking.loudness import loudness
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import LEAD, LOUDNESS, speech_rms

TEXT = "Left foot now, and slowly."


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., PyttsxVoice]]:
    """Makes voices whose temporary folders lie in tmp_path / "tmp", and closes them."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    made: list[PyttsxVoice] = []

    def make(*args: object, **options: object) -> PyttsxVoice:
        made.append(PyttsxVoice(*args, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for voice in made:
        voice.close()


def child(voice: PyttsxVoice) -> "subprocess.Popen[str]":
    assert voice._renderer is not None
    return voice._renderer._child


def eventually(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


def hertz(sound: Samples) -> float:
    """The commonest pitch of 64 ms frames, by autocorrelation."""
    frames = sound[: len(sound) // 1024 * 1024].reshape(-1, 1024).astype(float)
    loud = frames[np.abs(frames).max(axis=1) > 0.3 * np.abs(frames).max()]
    lags = [200 // 4 + int(np.argmax(scipy.signal.correlate(f, f)[1023:][50:260])) for f in loud]
    return 16_000 / float(np.median(lags))


# Voices


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("en-us", "gmw/en-us"),
        ("gmw/en-us", "gmw/en-us"),
        ("EN-US", "gmw/en-us"),
        ("en-gb", "gmw/en"),
        ("English (America)", "gmw/en-us"),
        ("en-us+f2", "gmw/en-us+f2"),
        ("gmw/en-us+female2", "gmw/en-us+f2"),
        ("en-gb+Andy", "gmw/en+andy"),
        (None, "gmw/en"),
    ],
)
def test_a_voice_is_found_by_every_name_people_type(
    make: Callable[..., PyttsxVoice], asked: str | None, given: str
) -> None:
    assert make(asked).name.endswith(f"voice {given}")


def test_a_variant_really_sounds_different(make: Callable[..., PyttsxVoice]) -> None:
    man, woman = make("en-us+m3").clip(TEXT, 175), make("en-us+female2").clip(TEXT, 175)
    assert hertz(woman.sound) > 1.3 * hertz(man.sound)


def test_pitch_raises_the_voice(make: Callable[..., PyttsxVoice]) -> None:
    low, high = make("en-us", pitch=20).clip(TEXT, 175), make("en-us", pitch=80).clip(TEXT, 175)
    assert hertz(high.sound) > 1.2 * hertz(low.sound)


@pytest.mark.parametrize("name", ["nosuch", "", "+f2", "klatt"])
def test_an_unknown_voice_is_refused_with_those_that_exist(make: Callable[..., PyttsxVoice], name: str) -> None:
    with pytest.raises(VoiceError, match=r"^No voice is called .*: use one of .*en-us.*\.$"):
        make(name)


@pytest.mark.parametrize("name", ["en-us+nosuch", "en-us+f2+f3", "en-us+"])
def test_an_unknown_variant_is_refused_with_those_that_exist(make: Callable[..., PyttsxVoice], name: str) -> None:
    with pytest.raises(VoiceError, match=r"^No variant is called .*: use one of .*Andy.*\.$"):
        make(name)


def test_every_english_voice_that_it_lists_can_be_asked_for(make: Callable[..., PyttsxVoice]) -> None:
    english = [name for name in make().voices() if name.startswith("en")]
    assert {"en", "en-us"} <= set(english)
    for name in english:
        assert make(name).name.endswith(f"/{name}")


# Sound


def test_a_clip_begins_with_its_sound_and_has_the_common_loudness(make: Callable[..., PyttsxVoice]) -> None:
    sound = make().clip("twenty-seven", 175).sound
    loud = np.abs(sound.astype(int)) >= 0.0057 * np.abs(sound.astype(int)).max()
    assert np.flatnonzero(loud)[0] <= LEAD
    assert loudness(sound) == pytest.approx(LOUDNESS, abs=0.5)


def test_half_the_volume_is_half_the_sound(make: Callable[..., PyttsxVoice]) -> None:
    loud, soft = make().clip(TEXT, 175), make(volume=0.5).clip(TEXT, 175)
    assert speech_rms(soft.sound) == pytest.approx(speech_rms(loud.sound) / 2, rel=0.05)


def test_a_long_run_of_texts_never_loses_one(make: Callable[..., PyttsxVoice]) -> None:
    voice = make()
    first = child(voice)
    voice.prepare((f"{number} left" for number in range(300)), 175)
    assert min(len(voice.clip(f"{number} left", 175).sound) for number in range(300)) > 6_000
    assert child(voice) is first


# The cache


def test_a_cached_prompt_needs_no_synthesis(make: Callable[..., PyttsxVoice], tmp_path: Path) -> None:
    said = make(cache=PromptCache(tmp_path / "cache")).clip(TEXT, 175)
    again = make(cache=PromptCache(tmp_path / "cache"))
    assert np.array_equal(again.clip(TEXT, 175).sound, said.sound)
    assert again._renderer is None


def test_a_voice_whose_prompts_are_all_cached_is_known_by_name_without_being_started(
    make: Callable[..., PyttsxVoice], tmp_path: Path
) -> None:
    started = make("en-us+f2", cache=PromptCache(tmp_path / "cache"))
    again = make("en-us+f2", cache=PromptCache(tmp_path / "cache"))
    assert again.name == started.name
    assert again._renderer is None
    assert len(again.clip("Something new.", 175).sound) > 10_000
    assert again._renderer is not None


def test_what_a_broken_cache_remembers_of_a_voice_is_asked_again(
    make: Callable[..., PyttsxVoice], tmp_path: Path
) -> None:
    name = make(cache=PromptCache(tmp_path / "cache")).name
    (card,) = (tmp_path / "cache").glob("*.json")
    card.write_text('{"engine": 3}')
    assert make(cache=PromptCache(tmp_path / "cache")).name == name


@pytest.mark.parametrize("other", [{"voice": "en-us"}, {"volume": 0.5}, {"pitch": 70}])
def test_the_cache_tells_voices_volumes_and_pitches_apart(
    make: Callable[..., PyttsxVoice], tmp_path: Path, other: dict[str, object]
) -> None:
    said = make(cache=PromptCache(tmp_path / "cache")).clip(TEXT, 175)
    assert not np.array_equal(make(cache=PromptCache(tmp_path / "cache"), **other).clip(TEXT, 175).sound, said.sound)


def test_a_damaged_prompt_is_rendered_and_kept_again(make: Callable[..., PyttsxVoice], tmp_path: Path) -> None:
    make(cache=PromptCache(tmp_path / "cache")).clip(TEXT, 175)
    (entry,) = (tmp_path / "cache").glob("*.wav")
    size = entry.stat().st_size
    entry.write_bytes(b"damaged")
    assert len(make(cache=PromptCache(tmp_path / "cache")).clip(TEXT, 175).sound) > 10_000
    assert entry.stat().st_size == pytest.approx(size, rel=0.05)


def test_a_cache_that_fails_later_does_not_silence_the_voice(make: Callable[..., PyttsxVoice], tmp_path: Path) -> None:
    voice = make(cache=PromptCache(tmp_path / "cache"))
    shutil.rmtree(tmp_path / "cache")
    assert len(voice.clip(TEXT, 175).sound) > 10_000


# The child


@pytest.mark.faults
def test_a_child_that_dies_is_replaced(make: Callable[..., PyttsxVoice]) -> None:
    voice = make()
    dead = child(voice)
    dead.kill()
    assert len(voice.clip(TEXT, 175).sound) > 10_000
    assert child(voice) is not dead


def test_a_child_that_hangs_is_killed_and_replaced(make: Callable[..., PyttsxVoice]) -> None:
    voice = make(patience=1.0)
    hung = child(voice)
    os.kill(hung.pid, signal.SIGSTOP)
    assert len(voice.clip(TEXT, 175).sound) > 10_000
    assert hung.returncode == -signal.SIGKILL


def test_a_text_that_fails_twice_is_a_voice_error_and_the_next_one_is_spoken(
    make: Callable[..., PyttsxVoice],
) -> None:
    voice = make()
    with pytest.raises(VoiceError, match="cannot say"):
        voice.clip("half a character: \ud800", 175)
    assert len(voice.clip(TEXT, 175).sound) > 10_000


def test_a_closed_voice_says_so(make: Callable[..., PyttsxVoice]) -> None:
    voice = make()
    voice.close()
    with pytest.raises(VoiceError, match="is closed"):
        voice.clip(TEXT, 175)


def test_closing_ends_the_child_and_leaves_no_file(make: Callable[..., PyttsxVoice], tmp_path: Path) -> None:
    voice = make()
    voice.clip(TEXT, 175)
    ended = child(voice)
    assert list((tmp_path / "tmp").iterdir())
    voice.close()
    assert ended.returncode is not None
    assert not list((tmp_path / "tmp").iterdir())


def test_a_voice_that_is_forgotten_ends_its_child() -> None:
    voice = PyttsxVoice()
    forgotten = child(voice)
    del voice
    gc.collect()
    assert forgotten.returncode is not None


@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["exits", "is killed"])
def test_a_coach_that_ends_without_closing_leaves_no_child_and_no_file(tmp_path: Path, end: str) -> None:
    program = (
        f"import os; from coach.speaking.pyttsx_voice import PyttsxVoice; v = PyttsxVoice(); v.clip('one', 175); {end}"
    )
    (tmp_path / "tmp").mkdir()
    environment = os.environ | {"TMPDIR": str(tmp_path / "tmp")}
    subprocess.run([sys.executable, "-c", program], env=environment, timeout=60, check=False)
    assert eventually(lambda: not list((tmp_path / "tmp").iterdir()))


def test_a_module_of_the_same_name_in_the_current_folder_is_not_run(
    make: Callable[..., PyttsxVoice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "queue.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    assert len(make().clip(TEXT, 175).sound) > 10_000


# The machine


def test_a_machine_without_a_synthesiser_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError")
    for library in ("libespeak-ng.so.1", "libespeak.so.1"):
        (tmp_path / library).write_bytes(b"not a library")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    with pytest.raises(VoiceError, match=r"No speech synthesiser was found: run `pip install .*`\."):
        PyttsxVoice()


def test_a_deep_installation_folder_does_not_end_espeak(
    make: Callable[..., PyttsxVoice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import espeakng_loader

    deep = tmp_path / ("d" * 150)
    deep.mkdir()
    (deep / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)
    monkeypatch.setenv("PYTHONPATH", str(deep))
    assert len(make("en-us+f2").clip(TEXT, 175).sound) > 10_000
