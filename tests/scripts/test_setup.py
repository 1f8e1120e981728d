"""The two commands in a scratch copy of the checkout, where pip, apt-get and sudo only note that they were called."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTEST = f"pytest --numprocesses={(os.cpu_count() or 1) + 1} --dist=loadfile --no-loadscope-reorder"
LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

# What pip writes into its log as it fails, from pip 25.
FAILURES = {
    "hash": """ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.
    click==8.5.1 from http://index/click-8.5.1-py3-none-any.whl (from -r requirements.lock (line 9)):
        Expected sha256 aa
             Got        bb
""",
    "wheel": """ERROR: Could not find a version that satisfies the requirement onnxruntime==1.32.0 (from versions: 1.2)
ERROR: No matching distribution found for onnxruntime==1.32.0
""",
    "network": """WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError("Failed")': /x/
ERROR: No matching distribution found for click==8.5.1
""",
    "no index": """WARNING: The repository located at index is not a trusted or secure host and is being ignored.
ERROR: Could not find a version that satisfies the requirement click==8.5.1 (from versions: none)
ERROR: No matching distribution found for click==8.5.1
""",
    "full": "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
    "other": "ERROR: Something that nobody has seen\n",
}

# Answers for the real Python, but notes what would reach the network or start a program.
PYTHON = f"""#!/bin/bash
note() {{ printf 'python %s\\n' "$*" >> "$FAKES/calls"; }}
case "$*" in
  *ctypes*) [ -e "$FAKES/libraries" ] ;;
  "-m venv "*) note "$@"; rm -rf "${{!#}}"; mkdir -p "${{!#}}/bin"; cp "$0" "${{!#}}/bin/python" ;;
  *"-m pip "*)
    note "$@"
    [ -e "$FAKES/slow" ] && {{ touch "$FAKES/begun"; exec sleep 60; }}
    [ -e "$FAKES/failure" ] && {{ while [ "$1" != --log ]; do shift; done; cp "$FAKES/failure" "$2"; exit 1; }}
    [ ! -e "$FAKES/offline" ] ;;
  *"-m coach"* | "-m "*) note "$@" ;;
  *) exec '{sys.executable}' "$@" ;;
esac
"""
APT = """#!/bin/bash
echo "apt-get $* $DEBIAN_FRONTEND" >> "$FAKES/calls"
case "$*" in *update*) touch "$FAKES/lists" ;; *) [ -e "$FAKES/lists" ] ;; esac
"""
SUDO = """#!/bin/bash
echo "sudo $*" >> "$FAKES/calls"
[ -e "$FAKES/sudoer" ] || exit 1
[ "$1" = -n ] && exit
"$@"
"""
PROGRAMS = ["python3", "apt-get", "sudo", "id", "uname"]


@dataclass
class Tree:
    """A copy of the checkout and a folder of fakes that are found before the machine's own programs."""

    root: Path
    fakes: Path

    def run(self, *command: str | Path, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.fakes}:{variables.pop('PATH', '/usr/bin:/bin')}"
        # Nothing is looked for on the network but where a test says so.
        env = {"PATH": path, "HOME": str(self.root), "FAKES": str(self.fakes), "PIP_NO_INDEX": "1", **variables}
        folder, nothing = cwd or self.root, subprocess.DEVNULL
        return subprocess.run(command, cwd=folder, env=env, stdin=nothing, capture_output=True, text=True, check=False)

    def start(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(self.root / "scripts" / script, *arguments)

    def fake(self, name: str, script: str) -> None:
        (self.fakes / name).write_text(script)
        (self.fakes / name).chmod(0o755)

    def has(self, *conditions: str) -> None:
        """From now on: `libraries` load, package `lists` are there, the user is a `sudoer`, or all is `offline`."""
        for condition in conditions:
            (self.fakes / condition).touch()

    def calls(self) -> list[str]:
        """What was called since the last time, one string a call."""
        log = self.fakes / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    def use_real_python(self) -> None:
        """Makes .venv current, and its Python the one that runs the tests."""
        python = self.root / ".venv/bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(f"#!/bin/sh\nexec '{sys.executable}' \"$@\"\n")
        python.chmod(0o755)
        stamp = 'for part in packages dev project; do "${part}_wanted" >"$venv/.$part"; done'
        self.run("bash", "-c", f'root="$PWD"; . scripts/setup.sh; {stamp}')


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(tmp_path / "a checkout", tmp_path / "fakes")
    tree.fakes.mkdir()
    (tree.root / "scripts").mkdir(parents=True)
    for script in ("coach", "test", "setup.sh", "network.py"):
        shutil.copy(ROOT / "scripts" / script, tree.root / "scripts" / script)
    for name in (*LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, tree.root / name)
    user, system = "#!/bin/sh\necho 1000\n", "#!/bin/sh\necho Linux\n"
    for name, script in zip(PROGRAMS, (PYTHON, APT, SUDO, user, system), strict=True):
        tree.fake(name, script)
    return tree


@pytest.fixture
def ready(tree: Tree) -> Tree:
    """A tree in which the coach was started before."""
    tree.has("libraries")
    assert tree.start("coach").returncode == 0
    tree.calls()
    return tree


def blocks(lock: str) -> list[str]:
    """Each requirement of a lock file with its hashes, as one string."""
    text = re.sub(r"(?m)^\s*#.*\n?", "", (ROOT / lock).read_text())
    return re.split(r"\n(?=\S)", text.strip())


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\s=<>;~!\[]", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_one_version_and_hashes(lock: str) -> None:
    assert [
        block for block in blocks(lock) if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", block, re.S)
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_name_no_host_and_no_folder(lock: str) -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|@ |(^|\s)/", (ROOT / lock).read_text())


def test_lock_files_hold_every_package_that_the_project_asks_for() -> None:
    assert names(PROJECT["build-system"]["requires"]) <= names(blocks(LOCKS[0]))
    assert names(PROJECT["project"]["dependencies"]) <= names(blocks(LOCKS[1]))
    assert names(PROJECT["dependency-groups"]["dev"]) <= names(blocks(LOCKS[2]))


def test_no_marker_compares_the_release_of_the_kernel() -> None:
    """pip 24.1 to 25 gives up on the whole installation where a kernel is called "6.1.0-18-amd64"."""
    asked = [*PROJECT["project"]["dependencies"], *(block for lock in LOCKS for block in blocks(lock))]
    assert [line for line in asked if "platform_release" in line] == []


def test_the_coach_starts_from_any_folder_and_through_a_symlink(tree: Tree, tmp_path: Path) -> None:
    tree.use_real_python()
    elsewhere = tmp_path / "else where"
    (elsewhere / "coach").mkdir(parents=True)
    (elsewhere / "coach" / "__init__.py").write_text("raise SystemExit('the wrong coach')")
    (elsewhere / "link").symlink_to(tree.root / "scripts" / "coach")
    result = tree.run(elsewhere / "link", "--version", cwd=elsewhere)
    assert (result.returncode, result.stderr) == (0, "")
    assert PROJECT["project"]["version"] in result.stdout


def test_a_first_start_builds_the_environment_from_the_locks_alone(tree: Tree) -> None:
    tree.has("libraries")
    assert tree.start("coach", "check", "my routine.toml").returncode == 0
    venv, build, packages, project, coach = tree.calls()
    assert venv == f"python -m venv --clear {tree.root}/.venv"
    for call, lock in ((build, LOCKS[0]), (packages, LOCKS[1])):
        assert {"--require-hashes", "--no-deps", "--no-build-isolation"} < set(call.split())
        assert call.endswith(f"--requirement {tree.root}/{lock}")
    assert {"--no-index", "--no-deps", "--no-build-isolation"} < set(project.split())
    assert coach == "python -P -m coach check my routine.toml"


def test_a_second_start_calls_nothing_but_the_coach(ready: Tree) -> None:
    for name in PROGRAMS:
        ready.fake(name, '#!/bin/sh\necho "$0" >> "$FAKES/calls"\nexit 1\n')
    assert ready.start("coach", "list").returncode == 0
    assert ready.calls() == ["python -P -m coach list"]


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(ready: Tree) -> None:
    with (ready.root / LOCKS[1]).open("a") as lock:
        lock.write("# changed\n")
    assert ready.start("coach").returncode == 0
    calls = ready.calls()
    assert not any("-m venv" in call for call in calls)
    assert any(call.endswith(f"/{LOCKS[1]}") for call in calls)
    ready.start("coach")
    assert ready.calls() == ["python -P -m coach"]


def test_an_environment_that_was_left_half_way_is_built_anew(ready: Tree) -> None:
    (ready.root / ".venv/.unfinished").touch()
    assert ready.start("coach").returncode == 0
    assert "-m venv --clear" in ready.calls()[0]


def test_an_environment_whose_python_is_gone_is_built_anew(ready: Tree) -> None:
    (ready.root / ".venv/bin/python").unlink()
    assert ready.start("coach").returncode == 0
    assert "-m venv --clear" in ready.calls()[0]


def test_a_moved_checkout_is_mended_without_the_network(ready: Tree, tmp_path: Path) -> None:
    ready.root = ready.root.rename(tmp_path / "moved here")
    assert ready.start("coach").returncode == 0
    project, coach = ready.calls()
    assert "--no-index" in project
    assert project.endswith(f"--editable {ready.root}")
    assert coach == "python -P -m coach"


def test_without_the_network_the_set_up_says_so_and_is_tried_again(tree: Tree) -> None:
    tree.has("libraries", "offline")
    failed = tree.start("coach")
    assert failed.returncode == 2
    assert "connect this machine to the network and start again." in failed.stderr
    (tree.fakes / "offline").unlink()
    assert tree.start("coach").returncode == 0


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("hash", r"A package is not the one that the lock files name \(click==8\.5\.1\), so it was refused: .*"),
        ("wheel", r"There is no onnxruntime==1\.32\.0 for Python 3\.\S+ on Linux.*: install Python 3\.11.*"),
        ("network", r"The packages could not be downloaded: connect this machine to the network and start again\..*"),
        ("no index", r"The packages could not be downloaded: connect this machine to the network and start again\..*"),
        ("full", r"The disk became full while setting up: free about [0-9]+ MB at .*, then start again\."),
        ("other", r"The packages could not be installed \(see the lines above, or .*setup\.log\): connect .* again\."),
    ],
)
def test_each_failure_of_pip_is_told_with_its_own_remedy_and_is_tried_again(
    tree: Tree, failure: str, told: str
) -> None:
    tree.has("libraries")
    (tree.fakes / "failure").write_text(FAILURES[failure])
    failed = tree.start("coach")
    assert failed.returncode == 2
    assert re.fullmatch(told, failed.stderr.splitlines()[-1]), failed.stderr
    (tree.fakes / "failure").unlink()
    assert tree.start("coach").returncode == 0


FREE = "#!/bin/sh\necho Filesystem 1024-blocks Used Available Capacity Mounted\n"


def test_a_disk_that_is_too_full_is_told_before_anything_is_begun(tree: Tree) -> None:
    tree.fake("df", f"{FREE}echo d 9 9 204800 99% /\n")
    failed = tree.start("coach")
    assert failed.returncode == 2
    assert re.fullmatch(
        r"The disk is too full: setting up needs about \d+ MB at .*, where 200 MB are free\. Free some space.*\.\n",
        failed.stderr,
    )
    assert tree.calls() == []


def test_the_downloads_may_lie_on_a_full_disk_of_their_own(tree: Tree, tmp_path: Path) -> None:
    tree.fake("df", f'{FREE}[ "$2" = "$TMPDIR" ] && echo t 9 9 99999 99% /t || echo d 9 9 9999999 9% /\n')
    failed = tree.run(tree.root / "scripts" / "coach", TMPDIR=str(tmp_path))
    assert failed.returncode == 2
    assert f"MB at {tmp_path}, where 97 MB are free." in failed.stderr
    assert "TMPDIR" in failed.stderr


@pytest.mark.parametrize("links", ["", "/no/such/wheels"])
def test_without_the_network_a_first_start_says_so_before_anything_is_begun(tree: Tree, links: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{nobody.getsockname()[1]}/simple"
        variables = {"PIP_NO_INDEX": "", "PIP_INDEX_URL": index, "PIP_FIND_LINKS": links}
        failed = tree.run("env", *(f"{name}={value}" for name, value in variables.items()), tree.root / "scripts/coach")
    assert failed.returncode == 2
    assert re.fullmatch(r"No network: 127\.0\.0\.1 .*cannot be reached\. Connect this machine .*\.\n", failed.stderr)
    assert tree.calls() == []


@pytest.mark.parametrize(
    "variables",
    [
        {"PIP_INDEX_URL": "http://127.0.0.1:PORT/simple"},
        {"PIP_INDEX_URL": "http://nowhere.invalid/simple", "PIP_PROXY": "127.0.0.1:PORT"},
        {"PIP_INDEX_URL": "http://nowhere.invalid/simple", "http_proxy": "http://127.0.0.1:PORT"},
        {"PIP_INDEX_URL": "http://nowhere.invalid/simple", "PIP_FIND_LINKS": "wheels"},
        {"PIP_INDEX_URL": "file:///mirror"},
        {"PIP_CONFIG_FILE": "pip.conf"},
    ],
)
def test_an_index_a_proxy_or_a_folder_of_the_users_own_is_a_network(tree: Tree, variables: dict[str, str]) -> None:
    tree.has("libraries")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        (tree.root / "pip.conf").write_text(f"[global]\nindex-url = http://127.0.0.1:{port}/simple\n")
        (tree.root / "wheels").mkdir()
        (tree.root / "wheels" / "click-8.5.1-py3-none-any.whl").touch()
        ours = [f"{name}={value.replace('PORT', port)}" for name, value in variables.items()]
        result = tree.run("env", "PIP_NO_INDEX=", *ours, tree.root / "scripts" / "coach")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_set_up_says_so_at_once_and_the_next_start_mends_it(
    tree: Tree, number: int, status: int
) -> None:
    tree.has("libraries", "slow")
    env = {"PATH": f"{tree.fakes}:/usr/bin:/bin", "HOME": str(tree.root), "FAKES": str(tree.fakes), "PIP_NO_INDEX": "1"}
    started = subprocess.Popen(
        [tree.root / "scripts" / "coach"], env=env, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 20
    while not (tree.fakes / "begun").exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    os.killpg(started.pid, number)
    _, told = started.communicate(timeout=10)  # Long before the minute that pip would take.
    assert started.returncode == status
    assert told.splitlines()[-1] == "Setting up was interrupted. Start again: it begins where that is needed."
    assert "Traceback" not in told
    (tree.fakes / "slow").unlink()
    tree.calls()
    assert tree.start("coach").returncode == 0
    assert "-m venv --clear" in tree.calls()[0]


def test_an_interrupt_at_the_very_start_of_a_command_ends_that_command_too(tree: Tree) -> None:
    at_once = "trap '[[ $BASH_COMMAND = child=* && $BASH_COMMAND != *starting ]] && kill -INT $$' DEBUG"
    begin = 'root="$PWD"; . scripts/setup.sh; watch_for_interrupts; set -T'
    told = tree.run("bash", "-c", f"{begin}; {at_once}; interruptible sh -c 'sleep 3; echo It went on. >&2'")
    assert told.returncode == 130
    assert "It went on." not in told.stderr


@pytest.mark.parametrize(("machine", "asked"), [("aarch64", True), ("x86_64", False)])
def test_the_recognisers_atomic_library_is_asked_for_where_it_is_needed(tree: Tree, machine: str, asked: bool) -> None:
    tree.fake("uname", f'#!/bin/sh\n[ "$1" = -m ] && echo {machine} || echo Linux\n')
    ask = 'root="$PWD"; . scripts/setup.sh; find_python; missing_for_sound; missing_for_tests'
    assert ("libatomic1" in tree.run("bash", "-c", ask).stdout.split()) is asked


def test_of_two_first_starts_one_sets_up_and_both_coach(tree: Tree) -> None:
    tree.has("libraries")
    result = tree.run("bash", "-c", "scripts/coach a & a=$!; scripts/coach b && wait $a")
    assert result.returncode == 0
    calls = tree.calls()
    assert sum("-m venv" in call for call in calls) == 1
    assert sorted(call for call in calls if "-m coach" in call) == ["python -P -m coach a", "python -P -m coach b"]


def test_the_checks_add_the_tools_and_pass_their_arguments_to_pytest(ready: Tree) -> None:
    ready.fake("uname", "#!/bin/sh\necho Darwin\n")  # where no system package is asked for
    assert ready.start("test", "-k", "x").returncode == 0
    dev, *checks = ready.calls()
    assert dev.endswith(f"--requirement {ready.root}/{LOCKS[2]}")
    assert checks == [f"python -m {check}" for check in ("ruff check", "ruff format --check", "mypy", f"{PYTEST} -k x")]


def test_without_leave_to_install_the_coach_goes_on_and_shows_the_line_to_type(tree: Tree) -> None:
    result = tree.start("coach")
    assert result.returncode == 0
    assert re.search(
        r"Going on without sound\..*  sudo apt-get update && sudo apt-get install .*libportaudio2", result.stderr
    )
    calls = tree.calls()
    assert calls[-1] == "python -P -m coach"
    assert not any(call.startswith("apt-get") for call in calls)


def test_without_leave_to_install_the_checks_stop_and_show_the_line_to_type(tree: Tree) -> None:
    result = tree.start("test")
    assert result.returncode == 2
    assert re.search(r"  sudo apt-get update && sudo apt-get install .*libportaudio2", result.stderr)
    assert tree.calls() == ["sudo -n true"]


@pytest.mark.parametrize("lists", [True, False])
def test_package_lists_are_fetched_only_when_they_are_needed(tree: Tree, lists: bool) -> None:
    tree.has("sudoer", *(["lists"] if lists else []))
    assert tree.start("coach").returncode == 0
    calls = [call for call in tree.calls() if call.startswith("apt-get")]
    steps = [step for call in calls for step in ("update", "install") if step in call.split()]
    assert steps == (["install"] if lists else ["install", "update", "install"])
    assert all("--no-install-recommends" in call and call.endswith("noninteractive") for call in calls)


def test_root_installs_without_sudo(tree: Tree) -> None:
    tree.has("lists")
    tree.fake("id", "#!/bin/sh\necho 0\n")
    assert tree.start("coach").returncode == 0
    calls = tree.calls()
    assert calls[0].startswith("apt-get")
    assert not any(call.startswith("sudo") for call in calls)


def test_the_sound_servers_plug_in_is_asked_for_only_where_there_is_a_sound_server(tree: Tree) -> None:
    ask = 'root="$PWD"; . scripts/setup.sh; find_python; has_plugin() { false; }; missing_for_sound'
    assert "libasound2-plugins" not in tree.run("bash", "-c", ask).stdout
    assert "libasound2-plugins" in tree.run("bash", "-c", ask, PULSE_SERVER="somewhere").stdout


def test_an_old_python_is_named(tree: Tree) -> None:
    for version in ("", ".11", ".12", ".13", ".14"):
        tree.fake(f"python3{version}", "#!/bin/sh\n[ $1 = -V ] || exit 1\necho Python 3.9.2\n")
    result = tree.start("coach")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "Python 3.11 or newer is needed, and this machine has Python 3.9.2: install one and start again."
    ]
