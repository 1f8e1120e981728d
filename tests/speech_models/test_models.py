"""A broken model is refused in one sentence and never ends the process; the right one is found, in the right order."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.errors import ModelError
from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.speech_models.models import (
    FLAT,
    MADE_FOR_TESTS,
    NESTED,
    VARIABLE,
    check_model,
    check_shape,
    find_model,
    skipped_models,
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "checked"


@pytest.fixture
def model(test_model: Path, tmp_path: Path) -> Path:
    """A copy of the test model that may be broken."""
    return copy_of(test_model, tmp_path / "model")


def copy_of(model: Path, folder: Path) -> Path:
    """A copy that passes for a model meant for people."""
    shutil.copytree(model, folder)
    (folder / MADE_FOR_TESTS).unlink(missing_ok=True)
    return folder


def cut(path: Path, keep: float) -> None:
    """Leave only the first part of a file, as a full disk or a broken download does."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])


def garble(path: Path) -> None:
    """Turn over every bit of the first half but for its first bytes, by which files are told apart."""
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:60] + bytes(byte ^ 255 for byte in content[60:middle]) + content[middle:])


def to_zip(path: Path) -> None:
    path.write_bytes(b"PK" * 99)


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def test_the_test_model_passes(model: Path, cache: Path) -> None:
    check_model(model, cache)


BREAKAGES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "acoustic model missing": ("am/final.mdl", Path.unlink, "no am/final.mdl"),
    "acoustic model empty": ("am/final.mdl", lambda path: cut(path, 0), "not an acoustic model"),
    "acoustic model a web page": ("am/final.mdl", lambda path: path.write_text("<html>"), "not an acoustic model"),
    "decoder settings missing": ("conf/model.conf", Path.unlink, "no am/final.mdl with a conf/model.conf"),
    "decoder settings empty": ("conf/model.conf", lambda path: cut(path, 0), "silence-phones"),
    "no silence phones": ("conf/model.conf", lambda path: path.write_text("--beam=10\n"), "silence-phones"),
    "silence phones empty": (
        "conf/model.conf",
        lambda path: path.write_text("--endpoint.silence-phones=\n"),
        "silence-phones",
    ),
    "silence phones commented out": (
        "conf/model.conf",
        lambda path: path.write_text("#--endpoint.silence-phones=1\n"),
        "silence-phones",
    ),
    "settings not text": ("conf/model.conf", lambda path: path.write_bytes(b"\xff\xfe"), "not text"),
    "features missing": ("conf/mfcc.conf", Path.unlink, "mfcc.conf is missing"),
    "graph missing": ("graph/HCLr.fst", Path.unlink, "no graph/HCLr.fst"),
    "graph empty": ("graph/HCLr.fst", lambda path: cut(path, 0), "HCLr.fst is not a graph"),
    "graph of another kind": (
        "graph/HCLr.fst",
        to_zip,
        "not a graph",
    ),
    "grammar of another kind": ("graph/Gr.fst", to_zip, "Gr.fst is not a graph"),
    "disambiguation missing": ("graph/disambig_tid.int", Path.unlink, "disambig_tid.int"),
    "disambiguation not numbers": ("graph/disambig_tid.int", lambda path: path.write_text("a"), "more than numbers"),
    "words missing": ("graph/words.txt", Path.unlink, "words.txt"),
    "words empty": ("graph/words.txt", lambda path: cut(path, 0), "words.txt is not a list"),
    "words not numbered": ("graph/words.txt", lambda path: path.write_text("next\nback\n"), "words.txt is not a list"),
    "a pipe": ("graph/HCLr.fst", make_pipe, "no graph/HCLr.fst"),
}


@pytest.mark.parametrize(("name", "act", "says"), BREAKAGES.values(), ids=BREAKAGES)
def test_a_wrong_shape_is_named_in_one_sentence(
    model: Path, name: str, act: Callable[[Path], object], says: str
) -> None:
    act(model / name)
    with pytest.raises(ModelError, match=says) as caught:
        check_shape(model)
    message = str(caught.value)
    assert str(model) in message
    assert "\n" not in message
    assert message.endswith(".")


PLAUSIBLE = ("am/final.mdl", "graph/HCLr.fst", "graph/phones/word_boundary.int", "conf/mfcc.conf")


@pytest.mark.parametrize("act", [lambda path: cut(path, 0.5), lambda path: cut(path, 0.97), garble])
@pytest.mark.parametrize("name", PLAUSIBLE)
def test_a_file_cut_short_or_garbled_is_refused_and_the_process_lives(
    model: Path, name: str, act: Callable[[Path], None]
) -> None:
    act(model / name)
    with pytest.raises(ModelError):
        VoskRecogniser(model)


def test_an_unknown_setting_is_refused(model: Path) -> None:
    with (model / "conf/model.conf").open("a") as file:
        file.write("--no-such-setting=1\n")
    with pytest.raises(ModelError, match="fails with it"):
        check_model(model)


def test_a_static_graph_is_refused_because_it_hears_no_list_of_phrases(model: Path) -> None:
    (model / "graph/HCLr.fst").rename(model / "graph/HCLG.fst")
    with pytest.raises(ModelError, match="dynamic graph"):
        check_shape(model)


def test_an_incomplete_ivector_extractor_is_refused(model: Path) -> None:
    (model / "ivector").mkdir()
    (model / "ivector/final.ie").write_bytes(b"\0B")
    with pytest.raises(ModelError, match=r"splice\.conf"):
        check_shape(model)


def test_words_inside_the_grammar_need_no_list_of_words(model: Path) -> None:
    """The official small model keeps them in Gr.fst: bit 1 of the header's flags says so."""
    (model / "graph/words.txt").unlink()
    grammar = model / "graph/Gr.fst"
    header = bytearray(grammar.read_bytes())
    flags = 4 + 4 + len("vector") + 4 + len("standard") + 4
    assert header[8:14] == b"vector"
    header[flags] |= 2
    grammar.write_bytes(header)
    check_shape(model)


def test_the_flat_layout_passes_and_is_heard_with(model: Path, tmp_path: Path) -> None:
    flat = tmp_path / "flat"
    flat.mkdir()
    pairs = {
        NESTED.acoustic: FLAT.acoustic,
        "conf/mfcc.conf": "mfcc.conf",
        NESTED.hclr: FLAT.hclr,
        "graph/disambig_tid.int": "disambig_tid.int",
        "graph/words.txt": "words.txt",
        NESTED.word_boundary: FLAT.word_boundary,
    }
    for nested, name in pairs.items():
        shutil.copy(model / nested, flat / name)
    ear = VoskRecogniser(flat)
    assert ear.missing_words(["next", "xyzzy"]) == ["xyzzy"]
    ear.close()


def test_a_folder_around_the_model_is_recognised(model: Path) -> None:
    with pytest.raises(ModelError, match=f"one folder deeper; give {model}"):
        check_shape(model.parent)


@pytest.mark.parametrize("name", ["nowhere", "file.zip"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.zip").write_bytes(b"PK")
    with pytest.raises(ModelError, match="no such folder"):
        check_shape(tmp_path / name)


def test_a_passed_trial_is_remembered_until_a_file_changes(
    model: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_model(model, cache)
    with monkeypatch.context() as patch:
        patch.setattr("sys.executable", "/nowhere/python")
        check_model(model, cache)
        moved = model.rename(model.with_name("moved"))
        check_model(moved, cache)
        cut(moved / "am/final.mdl", 0.5)
        with pytest.raises(ModelError, match="trying it out failed"):
            check_model(moved, cache)


def test_a_failed_trial_is_not_remembered(model: Path, cache: Path) -> None:
    cut(model / "am/final.mdl", 0.5)
    for _ in range(2):
        with pytest.raises(ModelError, match="fails with it"):
            check_model(model, cache)


def test_a_cache_that_cannot_be_written_does_not_matter(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    check_model(model, tmp_path / "file" / "cache")


def test_the_model_asked_for_comes_first_then_the_environment_then_checkout_then_user_data(
    test_model: Path, tmp_path: Path
) -> None:
    asked, named = copy_of(test_model, tmp_path / "asked"), copy_of(test_model, tmp_path / "named")
    in_checkout = copy_of(test_model, tmp_path / "checkout/one")
    in_data = copy_of(test_model, tmp_path / "data/models/two")
    environ = {VARIABLE: str(named)}
    places = (tmp_path / "checkout", tmp_path / "data")
    found = [
        find_model(asked, environ, *places),
        find_model(None, environ, *places),
        find_model(None, {}, *places),
        find_model(None, {}, None, tmp_path / "data"),
    ]
    assert [(one.path, one.reason) for one in found if one] == [
        (asked, "--model"),
        (named, "COACH_VOSK_MODEL"),
        (in_checkout, "models/ of this checkout"),
        (in_data, "your data folder"),
    ]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert find_model(None, {}, tmp_path / "no", tmp_path / "nor") is None
    assert find_model(None, {VARIABLE: ""}, None, tmp_path) is None


@pytest.mark.parametrize("by", ["--model", VARIABLE])
def test_a_wrong_model_asked_for_is_never_passed_over(test_model: Path, tmp_path: Path, by: str) -> None:
    copy_of(test_model, tmp_path / "models/good")
    wrong = tmp_path / "wrong"
    explicit, environ = (wrong, {}) if by == "--model" else (None, {by: str(wrong)})
    with pytest.raises(ModelError, match=f"given by {by} .* no such folder"):
        find_model(explicit, environ, tmp_path / "models", tmp_path)


def test_a_broken_folder_is_skipped_and_told_of(test_model: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    good, broken = copy_of(test_model, models / "good"), copy_of(test_model, models / "broken")
    cut(broken / "am/final.mdl", 0.5)
    os.utime(good, (1, 1))
    found = find_model(None, {}, models, tmp_path / "data")
    assert found
    assert found.path == good
    assert len(found.skipped) == 1
    assert str(broken) in found.skipped[0]
    assert skipped_models(models, tmp_path / "data") == found.skipped


def test_the_newest_folder_wins(test_model: Path, tmp_path: Path) -> None:
    newer, older = copy_of(test_model, tmp_path / "models/a"), copy_of(test_model, tmp_path / "models/b")
    os.utime(newer, (2, 2))
    os.utime(older, (1, 1))
    found = find_model(None, {}, tmp_path / "models", tmp_path / "data")
    assert found
    assert found.path == newer


def test_a_model_made_for_tests_is_taken_only_when_asked_for(test_model: Path, tmp_path: Path) -> None:
    folder = copy_of(test_model, tmp_path / "models/toy")
    (folder / MADE_FOR_TESTS).touch()
    assert find_model(None, {}, tmp_path / "models", tmp_path / "data") is None
    assert "made for tests" in skipped_models(tmp_path / "models", tmp_path / "data")[0]
    asked = find_model(folder, {}, None, tmp_path)
    assert asked
    assert asked.path == folder


def test_hidden_folders_and_files_are_not_looked_at(test_model: Path, tmp_path: Path) -> None:
    copy_of(test_model, tmp_path / "models/.unpacking-1/model")
    (tmp_path / "models/README.md").touch()
    assert find_model(None, {}, tmp_path / "models", tmp_path / "data") is None
    assert skipped_models(tmp_path / "models", tmp_path / "data") == ()
