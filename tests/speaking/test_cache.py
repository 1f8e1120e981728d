"""The prompt cache gives back what it was given, or nothing."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from coach.errors import StorageError
from coach.sound.edge import Samples
from coach.speaking import cache as cache_module
from coach.speaking.cache import PromptCache

SOUND = np.arange(-1000, 1000, dtype=np.int16)


def only_entry(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


def same(found: Samples | None, sound: Samples) -> bool:
    return found is not None and np.array_equal(found, sound)


def test_a_prompt_is_found_again_by_another_process_start(tmp_path: Path) -> None:
    PromptCache(tmp_path).put(SOUND, text="one", rate=175)
    assert same(PromptCache(tmp_path).get(rate=175, text="one"), SOUND)


def test_any_other_value_is_another_prompt(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path)
    cache.put(SOUND, text="one", rate=175)
    assert cache.get(text="one", rate=180) is None
    assert cache.get(text="One", rate=175) is None
    assert cache.get(text="one", rate=175, pitch=50) is None


def test_entries_of_an_older_format_are_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PromptCache(tmp_path).put(SOUND, text="one")
    monkeypatch.setattr(cache_module, "FORMAT", cache_module.FORMAT + 1)
    assert PromptCache(tmp_path).get(text="one") is None


def zeros_in_the_middle(stored: bytes) -> bytes:
    return stored[:1000] + bytes(512) + stored[1512:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda stored: stored[:500],
        lambda _: b"",
        lambda _: b"not a WAV file",
        lambda s: bytes(len(s)),
        zeros_in_the_middle,
    ],
    ids=["cut", "empty", "other", "all zeros", "zeros in the middle"],
)
def test_a_damaged_entry_is_absent_and_can_be_put_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = PromptCache(tmp_path)
    cache.put(SOUND, text="one")
    entry = only_entry(tmp_path)
    entry.write_bytes(damage(entry.read_bytes()))
    assert cache.get(text="one") is None
    cache.put(SOUND, text="one")
    assert same(cache.get(text="one"), SOUND)


def test_the_folder_is_made(tmp_path: Path) -> None:
    PromptCache(tmp_path / "a" / "b").put(SOUND, text="one")
    assert only_entry(tmp_path / "a" / "b").suffix == ".wav"


def test_a_folder_that_cannot_be_written_says_which_variable_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"COACH_CACHE_DIR to a folder that can\.$"):
        PromptCache(tmp_path / "file" / "cache")


def test_a_folder_that_vanishes_is_a_storage_error(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path / "cache")
    (tmp_path / "cache").rmdir()
    with pytest.raises(StorageError):
        cache.put(SOUND, text="one")


def age(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_opening_removes_the_entries_used_longest_ago(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path)
    for text in ("one", "two", "three"):
        for entry in tmp_path.iterdir():
            age(entry, 60)
        cache.put(SOUND, text=text)
    assert cache.get(text="one") is not None  # using it makes it the newest
    size = next(tmp_path.iterdir()).stat().st_size
    shrunk = PromptCache(tmp_path, largest=2 * size)
    assert [shrunk.get(text=text) is not None for text in ("one", "two", "three")] == [True, False, True]


def test_a_file_that_is_not_ours_is_never_removed(tmp_path: Path) -> None:
    (tmp_path / "holiday.wav").write_bytes(bytes(1000))
    PromptCache(tmp_path).put(SOUND, text="one")
    PromptCache(tmp_path, largest=0)
    assert only_entry(tmp_path).name == "holiday.wav"


def test_what_a_crash_left_unfinished_is_swept_but_not_what_is_being_written(tmp_path: Path) -> None:
    old, new = tmp_path / "prompt-old.part", tmp_path / "prompt-new.part"
    old.touch()
    new.touch()
    age(old, 7200)
    PromptCache(tmp_path)
    assert only_entry(tmp_path) == new


def test_processes_that_share_the_folder_never_see_half_a_prompt(tmp_path: Path) -> None:
    writer = (
        "import sys; from pathlib import Path; import numpy as np; from coach.speaking.cache import PromptCache\n"
        "cache = PromptCache(Path(sys.argv[1]))\n"
        "for _ in range(200): cache.put(np.full(50_000, 7, np.int16), text='one')\n"
    )
    cache = PromptCache(tmp_path)
    cache.put(np.full(50_000, 7, np.int16), text="one")
    writers = [subprocess.Popen([sys.executable, "-c", writer, str(tmp_path)]) for _ in range(2)]
    reads = 0
    while any(process.poll() is None for process in writers):
        assert same(cache.get(text="one"), np.full(50_000, 7, np.int16))
        reads += 1
    assert [process.returncode for process in writers] == [0, 0]
    assert reads > 0
    assert only_entry(tmp_path).suffix == ".wav"


@pytest.mark.faults(own_history=True)
@pytest.mark.parametrize("fails", ["mkstemp", "write", "checksum", "rename"])
def test_a_prompt_that_does_not_fit_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    cache = PromptCache(tmp_path)

    def full(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def full_for_the_sound(*arguments: object) -> None:
        raise StorageError("full")

    if fails == "write":
        monkeypatch.setattr("coach.sound.wav.write", full_for_the_sound)
    elif fails == "checksum":
        monkeypatch.setattr(cache_module, "_checksum", full)
    else:
        monkeypatch.setattr("tempfile.mkstemp" if fails == "mkstemp" else "pathlib.Path.replace", full)
    with pytest.raises(StorageError):
        cache.put(SOUND, text="one")
    assert list(tmp_path.iterdir()) == []


def test_an_unfinished_prompt_of_a_clock_that_was_ahead_is_taken_away(tmp_path: Path) -> None:
    left = tmp_path / "prompt-abc.part"
    left.write_bytes(b"half")
    os.utime(left, (4e9, 4e9))
    PromptCache(tmp_path)
    assert not left.exists()
