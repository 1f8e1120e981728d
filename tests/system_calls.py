"""What a program asks of the kernel, and so do its threads, its children and the libraries in them: seen by strace.

Python's own audit hooks see nothing of what C and C++ do.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_WRITING = (
    "open openat openat2 creat mkdir mkdirat rename renameat renameat2 link linkat symlink symlinkat mknod mknodat"
)
"""Calls by which something comes to lie on the disk. Some machines lack the older ones, hence the question marks."""
_TRACED = ",".join(["network", "io_uring_setup", *(f"?{name}" for name in _WRITING.split())])
_LOCAL = ("AF_UNIX", "AF_LOCAL", "AF_NETLINK")
"""Sockets that end on this machine: to other programs, and to the kernel."""
_LINE = re.compile(r"(\d+)\s+(.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\w+|\?)(?:<(.*?)>(?:\(deleted\))?)?(?: .*)?")
_UNFINISHED = "<unfinished ...>"
_NAMED = re.compile(r'(?:\w+<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
"""A path among the arguments, and the folder that it is relative to, where the call names one."""


def strace(output: Path) -> tuple[str, ...]:
    """What to put before a command so that its calls, and those of all its children, go into `output`.

    Fails the test, and never skips it, where nothing may be traced: the promise would go unwatched.
    """
    if shutil.which("strace") is None:
        raise AssertionError("strace is missing, by which the tests see sockets: sudo apt install strace")
    prefix = (
        "strace",
        "-f",
        "-I",
        "2",
        "-y",
        "-qq",
        "-s",
        "0",
        "-e",
        "signal=none",
        "-e",
        f"trace={_TRACED}",
        "-o",
        str(output),
    )
    tried = subprocess.run((*prefix, "true"), capture_output=True, text=True, timeout=30, check=False)
    if tried.returncode or not output.exists():
        remedy = "let this user trace (in a container: --cap-add=SYS_PTRACE, or a newer seccomp profile)"
        raise AssertionError(f"strace may not watch a program here, so {remedy}: {tried.stderr.strip()}")
    output.unlink()
    return prefix


@dataclass(frozen=True, slots=True)
class Call:
    """One system call that has returned."""

    name: str
    arguments: str
    result: str
    file: str
    """The path of the file that was opened; "" for other calls."""


class Trace:
    """What strace wrote into a file. `folder`: where the program was started, and stayed."""

    def __init__(self, output: Path, folder: Path) -> None:
        self._folder = folder
        self.calls = list(_calls(output.read_text(errors="replace").splitlines()))

    def sockets(self) -> list[str]:
        """Each socket that could reach another machine, opened or only tried for; and io_uring, which hides them."""
        return [
            f"{call.name}({call.arguments}) = {call.result}"
            for call in self.calls
            if call.name == "io_uring_setup"
            or (call.name in {"socket", "socketpair"} and not call.arguments.startswith(_LOCAL))
            or (call.name in {"connect", "sendto", "sendmsg"} and "AF_INET" in call.arguments)
        ]

    def written(self) -> set[Path]:
        """Every path that was opened to be written, made, linked or renamed."""
        return {path for call in self.calls if call.result != "-1" for path in self._written(call)}

    def _written(self, call: Call) -> Iterator[Path]:
        if call.name.startswith("open") or call.name == "creat":
            if call.name == "creat" or re.search(r"\bO_(WRONLY|RDWR|CREAT)\b", call.arguments):
                yield Path(call.file)
        elif call.name in _WRITING.split():
            yield from (self._folder / beside / name for beside, name in _NAMED.findall(call.arguments))


def _calls(lines: Sequence[str]) -> Iterator[Call]:
    for text in _whole(lines):
        if found := _CALL.fullmatch(text):
            yield Call(*(part or "" for part in found.groups()))


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """The text of each call, put together where another process came between; also of those that never returned."""
    begun: dict[str, str] = {}
    for line in lines:
        process, text = _matched(_LINE, line).groups()
        if text.endswith(_UNFINISHED):
            begun[process] = text.removesuffix(_UNFINISHED)
        elif resumed := _RESUMED.match(text):
            yield begun.pop(process, "") + resumed[1]
        else:
            yield text
    yield from (f"{text}) = ?" for text in begun.values())


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    assert found, f"strace wrote what is not understood: {text}"
    return found
