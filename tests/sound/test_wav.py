"""Whatever a sound file holds comes out as 16 kHz mono, or one sentence says why not."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.errors import RecordingError, StorageError
from coach.sound import wav


def tone(rate: int = 16_000, hertz: float = 440.0, seconds: float = 0.5) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)


def error_between(sound: np.ndarray, wanted: np.ndarray) -> float:
    """Largest difference, full scale being 1, away from the ends, where a resampler must guess."""
    assert sound.dtype == np.int16
    assert sound.shape == wanted.shape
    return float(np.abs(sound / 32_767 - wanted)[800:-800].max())


@pytest.mark.parametrize(
    ("subtype", "tolerance"),
    [("PCM_U8", 0.01), ("PCM_16", 1e-4), ("PCM_24", 1e-4), ("PCM_32", 1e-4), ("FLOAT", 1e-4), ("DOUBLE", 1e-4)],
)
def test_every_sample_width_reads_as_the_same_sound(tmp_path: Path, subtype: str, tolerance: float) -> None:
    soundfile.write(tmp_path / "a.wav", tone(), 16_000, subtype=subtype)
    assert error_between(wav.read(tmp_path / "a.wav"), tone()) < tolerance


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT"])
def test_every_rate_is_resampled_to_16_khz(tmp_path: Path, rate: int, subtype: str) -> None:
    soundfile.write(tmp_path / "a.wav", tone(rate), rate, subtype=subtype)
    assert error_between(wav.read(tmp_path / "a.wav"), tone()) < 0.002


def test_channels_are_averaged(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.column_stack([tone(), np.zeros(8_000)]), 16_000)
    assert error_between(wav.read(tmp_path / "a.wav"), tone() / 2) < 1e-4


def test_an_aiff_file_is_read_because_macos_speaks_in_them(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.aiff", tone(22_050), 22_050)
    assert error_between(wav.read(tmp_path / "a.aiff"), tone()) < 0.002


def test_samples_beyond_full_scale_are_clipped_not_wrapped(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([3.0, -3.0, np.nan, 0.0]), 16_000, subtype="FLOAT")
    assert wav.read(tmp_path / "a.wav").tolist() == [32_767, -32_767, 0, 0]


def test_what_is_written_is_read_back_to_the_sample(tmp_path: Path) -> None:
    sound = np.array([0, 1, -1, 32_767, -32_768], np.int16)
    wav.write(tmp_path / "a.wav", sound)
    assert wav.read(tmp_path / "a.wav").tolist() == sound.tolist()


def test_two_channels_are_written_side_by_side_at_the_given_rate(tmp_path: Path) -> None:
    wav.write(tmp_path / "a.wav", np.array([1, 2], np.int16), np.array([3, 4], np.int16), rate=48_000)
    frames, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    assert (frames.tolist(), rate) == ([[1, 3], [2, 4]], 48_000)


def test_a_length_left_open_by_a_pipe_is_no_truncation(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.arange(1000, dtype=np.int16))
    stored = bytearray(path.read_bytes())
    stored[4:8] = stored[40:44] = b"\xff" * 4
    path.write_bytes(stored)
    assert wav.read(path).tolist() == list(range(1000))


def test_bytes_after_the_sound_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.arange(1000, dtype=np.int16))
    path.write_bytes(path.read_bytes() + b"more")
    assert wav.read(path).tolist() == list(range(1000))


def refused(path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        wav.read(path)
    message = str(caught.value)
    assert str(path) in message
    assert caught.value.path == path
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_missing_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.wav")


def test_a_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path)


def test_an_empty_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    assert "is empty" in refused(tmp_path / "a.wav")


def test_a_file_without_samples_is_refused_in_one_sentence(tmp_path: Path) -> None:
    wav.write(tmp_path / "a.wav", np.zeros(0, np.int16))
    assert "holds no sound" in refused(tmp_path / "a.wav")


@pytest.mark.parametrize("content", [b"hello, world", b"RIFF\x10\0\0\0WAVE", bytes(5000)])
def test_a_file_of_something_else_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    assert "is not a WAV file" in refused(tmp_path / "a.wav")


def test_another_sound_format_is_refused_by_its_name(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", tone(), 16_000)
    assert "FLAC" in refused(tmp_path / "a.flac")


@pytest.mark.parametrize(("kept", "missing"), [(1044, 1000), (1043, 1001), (44, 2000)])
def test_a_file_cut_short_is_refused_with_what_is_missing(tmp_path: Path, kept: int, missing: int) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.arange(1000, dtype=np.int16))
    path.write_bytes(path.read_bytes()[:kept])
    assert f"{missing} bytes are missing" in refused(path)


def test_a_file_cut_short_behind_other_chunks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.arange(1000, dtype=np.int16))
    stored = path.read_bytes()
    path.write_bytes(stored[:12] + b"note\x03\0\0\0abc\0" + stored[12:-10])
    assert "10 bytes are missing" in refused(path)


def test_a_folder_that_cannot_be_written_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        wav.write(tmp_path / "none" / "a.wav", np.zeros(10, np.int16))


def test_an_aiff_file_cut_short_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.aiff"
    soundfile.write(path, tone(), 16_000, subtype="PCM_16")
    path.write_bytes(path.read_bytes()[:-1000])
    assert "1000 bytes are missing" in refused(path)


def test_a_long_file_cut_short_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(), 16_000, subtype="PCM_16", format="RF64")
    stored = path.read_bytes()
    assert stored[:4] == b"RF64"
    path.write_bytes(stored[:-1000])
    assert "1000 bytes are missing" in refused(path)


@pytest.mark.parametrize(
    ("subtype", "tolerance"),
    [("ULAW", 0.02), ("ALAW", 0.02), ("IMA_ADPCM", 0.1), ("MS_ADPCM", 0.1), ("GSM610", 0.1), ("G721_32", 0.1)],
)
def test_a_file_of_each_telephone_codec_is_read(tmp_path: Path, subtype: str, tolerance: float) -> None:
    soundfile.write(tmp_path / "a.wav", tone(8_000, 300.0, 1.0), 8_000, subtype=subtype)
    sound, wanted = wav.read(tmp_path / "a.wav"), tone(16_000, 300.0, 1.0)
    assert abs(len(sound) - len(wanted)) <= 1024  # These codecs fill up their last block.
    assert error_between(sound[: len(wanted)], wanted[: len(sound)]) < tolerance


def test_a_file_longer_than_a_piece_is_read_to_its_end(tmp_path: Path) -> None:
    sound = np.arange(200_000, dtype=np.int16)
    wav.write(tmp_path / "a.wav", sound)
    assert np.array_equal(wav.read(tmp_path / "a.wav"), sound)


@pytest.mark.parametrize("whole", [0, 36, 0xFFFF_FFFF])
def test_a_length_that_the_recorder_never_filled_in_is_found(tmp_path: Path, whole: int) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.arange(1000, dtype=np.int16))
    stored = bytearray(path.read_bytes())
    stored[4:8], stored[40:44] = whole.to_bytes(4, "little"), bytes(4)
    path.write_bytes(stored)
    assert wav.read(path).tolist() == list(range(1000))


def test_an_empty_sound_before_other_chunks_is_not_made_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wav.write(path, np.zeros(0, np.int16))
    stored = bytearray(path.read_bytes()) + b"LIST\x04\0\0\0INFO"
    stored[4:8] = (len(stored) - 8).to_bytes(4, "little")
    path.write_bytes(stored)
    assert "holds no sound" in refused(path)


@pytest.mark.parametrize("scale", [32_767.0, 2.0**23, 2.0**31])
@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE"])
def test_float_samples_in_the_scale_of_whole_numbers_are_taken_for_what_they_are(
    tmp_path: Path, scale: float, subtype: str
) -> None:
    soundfile.write(tmp_path / "a.wav", tone() * scale, 16_000, subtype=subtype)
    assert error_between(wav.read(tmp_path / "a.wav"), tone()) < 1e-3


@pytest.mark.parametrize("glitch", [np.inf, -np.inf, np.nan, 1e30])
def test_a_few_impossible_samples_do_not_silence_the_rest(tmp_path: Path, glitch: float) -> None:
    sound = tone()
    sound[4000:4005] = glitch
    soundfile.write(tmp_path / "a.wav", sound, 16_000, subtype="FLOAT")
    read = wav.read(tmp_path / "a.wav")
    assert error_between(read[:3900], tone()[:3900]) < 1e-3


def test_channels_that_cancel_each_other_are_not_averaged(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.column_stack([tone(), -0.9 * tone()]), 16_000)
    assert error_between(wav.read(tmp_path / "a.wav"), tone()) < 1e-3


def test_one_voice_on_one_of_many_channels_keeps_its_level(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.column_stack([np.zeros((8_000, 7)), tone()]), 16_000)
    assert error_between(wav.read(tmp_path / "a.wav"), tone()) < 1e-3
