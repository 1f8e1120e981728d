"""The system's packages: the same names as the set-up's, each told of with its command."""

import re
from pathlib import Path

import pytest

from coach.app import system_packages
from coach.app.system_packages import PACKAGES, Package, has_plugin, has_sound_server, loads, missing
from tests.coach_process import ROOT

SETUP = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")


def test_the_doctor_and_the_set_up_name_the_same_packages() -> None:
    function = re.search(r"missing_for_sound\(\) \{(.*?)\n\}", SETUP, re.DOTALL)
    assert function
    assert set(re.findall(r"echo (\S+)", function[1])) == {package.name for package in PACKAGES}


def test_what_is_missing_and_needed_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Package("libgone1", "nothing works", lambda: True, lambda: False)
    there = Package("libthere1", "nothing works", lambda: True, lambda: True)
    elsewhere = Package("libelsewhere1", "nothing works", lambda: False, lambda: False)
    monkeypatch.setattr(system_packages, "PACKAGES", (gone, there, elsewhere))
    monkeypatch.setattr("sys.platform", "linux")
    assert list(missing()) == [gone]
    assert "libgone1 is missing, and without it nothing works" in gone.advice
    assert "`sudo apt-get install libgone1`" in gone.advice


def test_elsewhere_than_on_linux_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "PACKAGES", (Package("x", "y", lambda: True, lambda: False),))
    monkeypatch.setattr("sys.platform", "darwin")
    assert list(missing()) == []


def test_a_library_that_the_system_lacks_is_known() -> None:
    assert not loads("libof-no-such-name.so.9")


def test_a_sound_server_is_known_by_its_address(tmp_path: Path) -> None:
    assert has_sound_server({"PULSE_SERVER": "somewhere"})
    assert not has_sound_server({"XDG_RUNTIME_DIR": str(tmp_path)})


@pytest.mark.parametrize("folder", ["usr/lib64/alsa-lib", "usr/lib/x86_64-linux-gnu/alsa-lib"])
def test_alsas_way_to_the_sound_server_is_found_wherever_the_system_keeps_it(tmp_path: Path, folder: str) -> None:
    assert not has_plugin(tmp_path)
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "libasound_module_pcm_pipewire.so").touch()
    assert has_plugin(tmp_path)
