"""`scripts/install-pi`, for real but for systemctl and loginctl, which only note what they are asked for."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "install-pi"
NAME = "hands-free-coach.service"

STUB = """#!/bin/sh
echo "{name} $*" >> "$CALLS"
case "$*" in
  --version) echo "systemd $SYSTEMD (stub)" ;;
  show-user*) cat "$LINGERS" ;;
  enable-linger*) echo yes > "$LINGERS" ;;
  disable-linger*) echo no > "$LINGERS" ;;
esac
"""


class Pi:
    """A home, and a checkout in it whose folder is named to try an installer."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.root = self.home / 'my "coach" 100% $HOME'
        self.unit = self.home / ".config" / "systemd" / "user" / NAME
        self.calls, self.lingers = folder / "calls", folder / "lingers"
        self.lingers.write_text("no\n")
        commands = folder / "bin"
        for path in (self.root / "scripts", self.root / ".venv" / "bin", commands):
            path.mkdir(parents=True)
        shutil.copy(SCRIPT, self.root / "scripts")
        self._executable(self.root / "scripts" / "coach", '#!/bin/sh\necho "coach $*" >> "$CALLS"\n')
        self._executable(self.root / ".venv" / "bin" / "python", "#!/bin/sh\n")
        for name in ("systemctl", "loginctl"):
            self._executable(commands / name, STUB.format(name=name))
        self.env = {
            "PATH": f"{commands}:/usr/bin:/bin",
            "HOME": str(self.home),
            "USER": "ann",
            "CALLS": str(self.calls),
            "LINGERS": str(self.lingers),
            "SYSTEMD": "257",
        }

    def run(self, *arguments: str, status: int = 0, **env: str) -> str:
        """What it tells; `calls` holds what was asked of the system in this run alone."""
        self.calls.write_text("")
        command = (str(self.root / "scripts" / "install-pi"), *arguments)
        ended = subprocess.run(command, env={**self.env, **env}, capture_output=True, text=True, timeout=20)
        assert ended.returncode == status, ended
        return ended.stdout + ended.stderr

    def asked(self) -> list[str]:
        """What was changed: every call that does not only look."""
        looks = ("systemctl --version", "loginctl show-user")
        return [call for call in self.calls.read_text().splitlines() if not call.startswith(looks)]

    @staticmethod
    def _executable(path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def pi(tmp_path: Path) -> Pi:
    return Pi(tmp_path)


def test_it_sets_up_the_coach_writes_the_unit_and_starts_it(pi: Pi) -> None:
    pi.run()
    assert pi.asked() == [
        "coach --version",
        "loginctl enable-linger ann",
        "systemctl --user daemon-reload",
        f"systemctl --user enable {NAME}",
        f"systemctl --user restart {NAME}",
    ]
    assert "--wait" in pi.unit.read_text()


def test_a_second_time_it_changes_nothing(pi: Pi) -> None:
    pi.run()
    before = pi.unit.stat()
    assert "as it should be" in pi.run()
    assert pi.asked() == ["coach --version", f"systemctl --user enable --now {NAME}"]
    assert (pi.unit.stat().st_mtime_ns, pi.unit.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_other_options_write_the_unit_anew_and_restart_it(pi: Pi) -> None:
    pi.run()
    pi.run("--", "--language", "de", "--microphone", "USB 100%")
    assert f"systemctl --user restart {NAME}" in pi.asked()
    assert '--plain "--language" "de" "--microphone" "USB 100%%"' in pi.unit.read_text()


def test_uninstalling_takes_away_all_that_it_did_and_a_second_time_nothing(pi: Pi) -> None:
    before = {path for path in pi.home.rglob("*") if path.is_file()}
    pi.run()
    pi.run("--uninstall")
    assert pi.asked() == [
        f"systemctl --user disable --now {NAME}",
        "systemctl --user daemon-reload",
        "loginctl disable-linger ann",
    ]
    assert {path for path in pi.home.rglob("*") if path.is_file()} == before
    assert "Nothing is installed" in pi.run("--uninstall")
    assert pi.asked() == []


def test_who_lingered_before_lingers_afterwards(pi: Pi) -> None:
    pi.lingers.write_text("yes\n")
    pi.run()
    pi.run()
    pi.run("--uninstall")
    assert pi.lingers.read_text() == "yes\n"


@pytest.mark.parametrize("arguments", [("--dry-run",), ("--uninstall", "--dry-run")])
def test_a_dry_run_tells_and_does_nothing(pi: Pi, arguments: tuple[str, ...]) -> None:
    if "--uninstall" in arguments:
        pi.run()
    before = {path: path.read_bytes() for path in pi.home.rglob("*") if path.is_file()}
    assert "would run: systemctl --user" in pi.run(*arguments)
    assert pi.asked() == []
    assert {path: path.read_bytes() for path in pi.home.rglob("*") if path.is_file()} == before


def test_with_sudo_it_refuses(pi: Pi) -> None:
    assert "without sudo" in pi.run(status=2, SUDO_USER="ann")
    assert pi.asked() == []


def test_an_unknown_option_is_refused(pi: Pi) -> None:
    assert "--purge is not known" in pi.run("--purge", status=2)


def test_where_lingering_is_not_allowed_it_says_what_to_do(pi: Pi) -> None:
    refuse = "#!/bin/sh\ncase $1 in show-user) echo no ;; *) exit 1 ;; esac\n"
    loginctl = Path(pi.env["PATH"].partition(":")[0]) / "loginctl"
    loginctl.write_text(refuse)
    assert "sudo loginctl enable-linger ann" in pi.run(status=2)


@pytest.mark.parametrize(("systemd", "grows"), [("257", True), ("254", True), ("252", False)])
def test_the_pause_before_a_restart_grows_where_systemd_can(pi: Pi, systemd: str, grows: bool) -> None:
    pi.run(SYSTEMD=systemd)
    assert ("RestartSteps=" in pi.unit.read_text()) is grows


@pytest.mark.parametrize(("options", "offline"), [((), True), (("--", "--listen-with", "tcp://10.0.0.2:1"), False)])
def test_the_unit_may_open_no_internet_socket_unless_it_was_told_to(
    pi: Pi, options: tuple[str, ...], offline: bool
) -> None:
    pi.run(*options)
    assert ("RestrictAddressFamilies=AF_UNIX\n" in pi.unit.read_text()) is offline


analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")


@analyze
def test_systemd_finds_nothing_wrong_with_the_unit(pi: Pi, tmp_path: Path) -> None:
    version = subprocess.run(("systemctl", "--version"), capture_output=True, text=True, check=True).stdout.split()[1]
    pi.run("--", "--language", "de", "--voice", 'a "b" \\ $c %d', SYSTEMD=version)
    env = {**os.environ, "HOME": str(pi.home), "XDG_RUNTIME_DIR": str(tmp_path)}
    command = ("systemd-analyze", "--user", "verify", str(pi.unit))
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    told = [line for line in ended.stderr.splitlines() if NAME in line]
    assert (ended.returncode, told) == (0, []), ended.stderr
