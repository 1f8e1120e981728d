"""What a script asks to be heard: words, recordings and noise."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.clock import RATE, samples
from coach.errors import ScriptError
from coach.rehearsal.script import ScriptFile
from coach.rehearsal.sounds import Sounds, VoiceMaker
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.trim import speech_rms
from tests.messages import without_column
from tests.rehearsal.conftest import Written

Made = Callable[[ScriptFile], Sounds]


@pytest.fixture
def made(tmp_path: Path, voice_of: VoiceMaker) -> Iterator[Made]:
    opened: list[Sounds] = []

    def make(read: ScriptFile) -> Sounds:
        opened.append(Sounds(read, tmp_path, voice_of))
        return opened[-1]

    yield make
    for sounds in opened:
        sounds.close()


def dbfs(sound: Samples) -> float:
    return float(20 * np.log10(speech_rms(sound)))


def test_the_user_speaks_as_loud_as_the_script_says(made: Made, written: Written) -> None:
    read = written(
        "user.level_dbfs = -32\n[[do]]\nsay = 'next'\nwhen = { at = 1 }\n"
        "[[do]]\nsay = 'next'\nlevel_dbfs = -20\nwhen = { at = 2 }\n"
    )
    usual, louder = made(read).utterances().values()
    assert dbfs(usual.sound) == pytest.approx(-32, abs=0.1)
    assert dbfs(louder.sound) == pytest.approx(-20, abs=0.1)
    assert (usual.begin, usual.end) == (0, len(usual.sound))


def test_rate_pitch_and_voice_may_be_given_for_one_phrase(made: Made, written: Written) -> None:
    read = written(
        "".join(
            f"[[do]]\nsay = 'switch foot'\n{more}\nwhen = {{ at = 1 }}\n"
            for more in ("", "words_a_minute = 100", "pitch = 0", "voice = 'gmw/en'")
        )
    )
    usual, *others = (utterance.sound for utterance in made(read).utterances().values())
    assert len(others[0]) > 1.3 * len(usual)
    assert all(not np.array_equal(usual, other) for other in others)


def test_a_recording_is_played_at_the_users_level_and_its_speech_found(
    made: Made, written: Written, tmp_path: Path
) -> None:
    hiss = np.random.default_rng(1).standard_normal(2 * RATE) * 10
    hiss[samples(0.5) : samples(1.2)] += 3000 * np.sin(np.arange(samples(0.7)) / 10)
    wav.write(tmp_path / "word.wav", np.rint(hiss).astype(np.int16))
    (word,) = made(written("[[do]]\nwav = 'word.wav'\nwhen = { at = 1 }\n")).utterances().values()
    assert len(word.sound) == 2 * RATE
    assert (word.begin, word.end) == (samples(0.5), samples(1.2))
    assert dbfs(word.sound) == pytest.approx(-26, abs=0.2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[[do]]\nwav = 'none.wav'\nwhen = { at = 1 }",
            ['line 3, do, item 1, wav: found "none.wav"', "cannot be read"],
        ),
        (
            "[[do]]\nwav = 'text.wav'\nwhen = { at = 1 }",
            ['line 3, do, item 1, wav: found "text.wav"', "not a WAV file"],
        ),
        ("[[do]]\nwav = 'mute.wav'\nwhen = { at = 1 }", ['do, item 1, wav: found "mute.wav"', "holds sound"]),
        ("[[do]]\nwav = 'a\\u0000b'\nwhen = { at = 1 }".replace("'", '"'), ["do, item 1, wav"]),
        (
            "[[do]]\nsay = 'next'\nvoice = 'nobody-at-all'\nwhen = { at = 1 }",
            ['line 4, do, item 1, voice: found "nobody-at-all"', "expected a voice of the synthesiser"],
        ),
        (
            "[user]\nvoice = 'nobody-at-all'\n[[do]]\nsay = 'a'\nwhen = { at = 1 }",
            ['line 3, user, voice: found "nobody-at-all"'],
        ),
    ],
)
def test_what_nobody_has_is_named_with_its_line(
    made: Made, written: Written, tmp_path: Path, text: str, says: list[str]
) -> None:
    (tmp_path / "text.wav").write_text("this is no sound", encoding="utf-8")
    wav.write(tmp_path / "mute.wav", np.zeros(RATE, np.int16))
    with pytest.raises(ScriptError) as refused:
        made(written(text)).utterances()
    message = without_column(str(refused.value))
    assert all(words in message for words in ["script.toml", *says]), message
    assert "\n" not in message
    assert message.endswith(".")


def test_the_coachs_own_voice_is_looked_for_too(made: Made, written: Written) -> None:
    with pytest.raises(ScriptError, match=r'line 2, column 1, coach, voice: found "nobody-at-all"'):
        made(written("coach.voice = 'nobody-at-all'")).coach_voice()


@pytest.mark.parametrize("field", ["noise_wav", "impulse_response"])
def test_a_room_of_missing_files_is_refused(made: Made, written: Written, field: str) -> None:
    sounds, room = made(read := written(f"room.{field} = 'none.wav'")), read.script.room
    with pytest.raises(ScriptError, match=rf'line 2, column 1, room, {field}: found "none\.wav"'):
        _ = sounds.noise(room, np.random.default_rng(1)), sounds.response(room)


@pytest.mark.parametrize("kind", ["white", "pink", "tap", "babble"])
def test_every_noise_is_as_loud_as_the_script_says(made: Made, written: Written, kind: str) -> None:
    read = written(f"[room]\nnoise = '{kind}'\nnoise_dbfs = -40")
    loop = made(read).noise(read.script.room, np.random.default_rng(1))(1 << 18)
    assert 20 * np.log10(np.sqrt(np.mean(loop**2)) / 32768) == pytest.approx(-40, abs=0.1)


def test_a_recorded_noise_takes_the_place_of_the_made_one(made: Made, written: Written, tmp_path: Path) -> None:
    wav.write(tmp_path / "fan.wav", np.array([100, -200, 300], np.int16))
    read = written("[room]\nnoise_wav = 'fan.wav'\nnoise_dbfs = -40")
    sound = made(read).noise(read.script.room, np.random.default_rng(1))(6)
    assert np.allclose(sound / sound[0], [1, -2, 3, 1, -2, 3])
