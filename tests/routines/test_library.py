"""Asserts coach.routines.library: which file a name or a path stands for."""

from pathlib import Path

import pytest

from coach.errors import RoutineError
from coach.routines.library import built_in, find_routine, routines
from coach.routines.reader import read_routine


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A user's folder with a routine of its own, a note, and a version of the built-in one."""
    folder = tmp_path / "routines"
    folder.mkdir()
    for name in ("evening.toml", "heel.toml", "note.txt", ".toml"):
        (folder / name).write_text("format = 1\n")
    return folder


def test_every_built_in_routine_can_be_read() -> None:
    assert "heel" in built_in()
    assert all(read_routine(path).name for path in built_in().values())


def test_the_users_routines_go_before_the_built_in_ones(mine: Path) -> None:
    assert routines([mine]) == {
        **built_in(),
        "evening": mine / "evening.toml",
        "heel": mine / "heel.toml",
    }
    assert routines([]) == built_in()


def test_an_earlier_folder_hides_the_same_name_in_a_later(mine: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.mkdir()
    (later / "evening.toml").touch()
    (later / "noon.toml").touch()
    assert routines([mine, later])["evening"] == mine / "evening.toml"
    assert routines([mine, later])["noon"] == later / "noon.toml"


@pytest.mark.parametrize("name", ["evening", "evening.toml"])
def test_a_name_is_found_in_the_users_folder(mine: Path, name: str) -> None:
    assert find_routine(name, [mine]) == mine / "evening.toml"


def test_a_name_is_found_among_the_built_in_ones_even_where_the_users_folder_is_not_there(tmp_path: Path) -> None:
    assert find_routine("heel", [tmp_path / "none"]) == built_in()["heel"]


def test_a_path_stands_for_itself_whether_or_not_the_file_is_there(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mine)
    for text in ("./evening.toml", "../x/heel.toml", str(mine / "note.txt"), "note.txt", "none.toml"):
        assert find_routine(text, []) == Path(text)


def test_a_file_in_the_present_folder_goes_before_a_routine_of_that_name(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine)
    assert find_routine("heel.toml", []) == Path("heel.toml")
    assert find_routine("heel", []) == built_in()["heel"]


def test_a_tilde_stands_for_the_home_folder(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(mine))
    monkeypatch.setenv("USERPROFILE", str(mine))
    assert find_routine("~/evening.toml", []) == mine / "evening.toml"
    assert find_routine("~no-such-user/x.toml", []) == Path("~no-such-user/x.toml")


def test_an_unknown_name_is_refused_with_the_names_there_are(mine: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        find_routine("heal", [mine])
    assert str(caught.value) == (
        'there is no routine "heal"; choose evening or heel or heel.de or morning or morning.de, '
        "or give the path of a .toml file."
    )


@pytest.mark.parametrize("name", ["", "two\nlines", "nul\0", "é" * 5000, "\udc80", "."])
def test_a_strange_name_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(RoutineError) as caught:
        find_routine(name, [])
    assert str(caught.value).isprintable()


def test_a_folder_that_is_no_folder_is_refused(mine: Path) -> None:
    with pytest.raises(RoutineError) as caught:
        routines([mine / "note.txt"])
    assert str(caught.value) == f"the folder {mine / 'note.txt'} cannot be read (Not a directory); give one that can."
