"""espeak-ng's letter-to-sound rules, by the real library."""

import errno
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import HearingError
from coach.hearing import pronunciation
from coach.hearing.pronunciation import pronounce


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("stop", "stAp"), ("ouch", "WC"), ("change foot", "CEnJfQt"), ("wait", "wEt"), ("i'm ready", "Ymredi"),
        ("incession", "InseSUn"), ("quieter", "kwYUtR"), ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_one_letter_a_sound(text: str, sounds: str) -> None:
    assert pronounce(text) == sounds


@pytest.mark.parametrize(("one", "other"), [("weight", "wait"), ("paws", "pause"), ("ate", "eight"), ("won", "one")])
def test_words_that_sound_the_same_are_the_same(one: str, other: str) -> None:
    assert pronounce(one) == pronounce(other)


def test_a_long_text_is_taken_to_its_end() -> None:
    assert pronounce("stop. now! pause, please") == pronounce("stop") + pronounce("now") + pronounce("pause please")


def in_a_process_of_its_own(code: str, path: Path) -> str:
    """What `code` prints, with `path` before all other packages."""
    checkout = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(path)!r}, {checkout!r}]\n{code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_wheel_under_a_very_long_path_is_read(tmp_path: Path) -> None:
    espeakng_loader = pytest.importorskip("espeakng_loader")
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    shutil.copytree(Path(espeakng_loader.__file__).parent, deep / "espeakng_loader")
    code = "from coach.hearing import pronunciation as p; print(p.pronounce('stop'), p._installed()[1])"
    sounds, _, data = in_a_process_of_its_own(code, deep).partition(" ")
    assert sounds == "stAp"
    assert data.startswith(str(deep))


@pytest.mark.parametrize("library", [None, "libno-such-espeak.so"])
def test_without_espeak_the_error_says_what_to_install(library: str | None, tmp_path: Path) -> None:
    code = (
        "import ctypes.util, importlib.util as u; spec = u.find_spec; "
        f"ctypes.util.find_library = lambda name: {library!r}; "
        "u.find_spec = lambda name: None if name == 'espeakng_loader' else spec(name)\n"
        "from coach.errors import HearingError\nfrom coach.hearing.pronunciation import pronounce\n"
        "try:\n    pronounce('stop')\nexcept HearingError as error:\n    print(error)"
    )
    assert "pip install espeakng-loader" in in_a_process_of_its_own(code, tmp_path)


@pytest.fixture
def too_deep(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """espeak-ng's data lies where it cannot be reached without a shorter path."""
    monkeypatch.setattr(pronunciation, "_LONGEST_DATA_PATH", 5)
    pronunciation._espeak.cache_clear()
    pronunciation.pronounce.cache_clear()
    yield
    monkeypatch.undo()
    pronunciation._espeak.cache_clear()
    pronunciation.pronounce.cache_clear()


@pytest.mark.usefixtures("too_deep")
def test_a_path_that_is_too_long_is_made_short_by_a_link() -> None:
    assert pronunciation.pronounce("stop") == "stAp"


@pytest.mark.usefixtures("too_deep")
def test_where_no_link_may_be_made_it_says_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*arguments: object, **options: object) -> None:
        raise OSError(errno.EPERM, "a required privilege is not held")

    monkeypatch.setattr(Path, "symlink_to", forbidden)
    with pytest.raises(HearingError, match=r"a required privilege is not held\): .* a shorter name\.$"):
        pronunciation.pronounce("stop")


@pytest.mark.usefixtures("too_deep")
def test_where_no_folder_for_the_link_can_be_made_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(HearingError, match=r"No such file or directory\): free some space in .*\.$"):
        pronunciation.pronounce("stop")


@pytest.mark.parametrize("text", ["\ud800stop", "stop\x00go", "\u202e", ""])
def test_text_that_is_no_text_has_a_sound_or_none(text: str) -> None:
    assert pronunciation.pronounce(text).isalpha() or pronunciation.pronounce(text) == ""
