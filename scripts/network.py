"""Whether pip could reach its package index: one look of a second at the first machine that it would speak to.

Run by scripts/setup.sh with the system's Python, before there is a pip. Exit status 0: it answers, or pip needs no
network, or only pip can tell; 1, and its name on standard output: it does not. Nothing is sent.
"""

import configparser
import os
import queue
import socket
import sys
import threading
import urllib.parse
import urllib.request
from pathlib import Path

INDEX = "https://pypi.org/simple"
NETWORK_ANSWERS_WITHIN = 1.0
"""Seconds for name and connection, after which the user is told."""
LONGER = 9.0
"""Seconds more for a slow line."""
_PORTS = {"http": 80, "https": 443}


def main() -> int:
    """Look, and tell."""
    machine = first_machine(pip_options())
    if machine is None:
        return 0
    answers: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: answers.put(_connect(*machine)), daemon=True).start()
    why = _wait(answers, NETWORK_ANSWERS_WITHIN)
    if why is None:
        print(f"{machine[0]} has not answered for a second: waiting a little longer.", file=sys.stderr)
        why = _wait(answers, LONGER)
    if why == "":
        return 0
    print(machine[0] + (f" ({why})" if why else ""))
    return 1


def first_machine(options: dict[str, str]) -> tuple[str, int] | None:
    """Host and port of the proxy, else of the index; None where pip may do without, or only pip can tell."""
    index = urllib.parse.urlsplit(options.get("index-url", INDEX))
    if options.get("no-index", "0").lower() not in {"", "0", "no", "off", "false"}:
        return None
    if any(map(_holds_packages, options.get("find-links", "").split())):
        return None
    if index.scheme not in _PORTS or not index.hostname:
        return None
    proxy = options.get("proxy") or _proxy_of_the_environment(index.scheme, index.hostname)
    at = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}") if proxy else index
    return (at.hostname, at.port or _PORTS.get(at.scheme, 1080)) if at.hostname else None


def _holds_packages(place: str) -> bool:
    """Whether pip may find what it needs there: only it can tell of a page, a folder may be empty or not there."""
    if "://" in place and not place.startswith("file:"):
        return True
    folder = Path(place.removeprefix("file://")).expanduser()
    return folder.is_file() or any(folder.glob("*.whl"))


def pip_options() -> dict[str, str]:
    """What pip is told by its files, then by the environment."""
    files = configparser.ConfigParser(interpolation=None, strict=False)
    for path in _pip_files():
        try:
            files.read(path, encoding="utf-8")
        except (OSError, ValueError, configparser.Error):
            continue
    found: dict[str, str] = {}
    for section in ("global", "install"):
        if files.has_section(section):
            found |= {name.replace("_", "-"): value for name, value in files.items(section)}
    named = {name[4:].lower().replace("_", "-"): value for name, value in os.environ.items() if name[:4] == "PIP_"}
    return found | {name: value for name, value in named.items() if value}


def _pip_files() -> list[Path]:
    """In pip's order, the last one counting most."""
    alone = os.environ.get("PIP_CONFIG_FILE")
    if alone == os.devnull:
        return []
    home = Path(os.environ.get("HOME") or "/")
    shared = [Path(folder) / "pip/pip.conf" for folder in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")]
    mine = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip/pip.conf"
    mac = [Path(f"{top}/Library/Application Support/pip/pip.conf") for top in ("", home)]
    return [*shared, Path("/etc/pip.conf"), *mac, home / ".pip/pip.conf", mine, *([Path(alone)] if alone else [])]


def _proxy_of_the_environment(scheme: str, host: str) -> str:
    proxies = urllib.request.getproxies()
    return "" if urllib.request.proxy_bypass(host) else proxies.get(scheme) or proxies.get("all") or ""


def _connect(host: str, port: int) -> str:
    """ "" if it answers, else why not."""
    try:
        socket.create_connection((host, port), NETWORK_ANSWERS_WITHIN + LONGER).close()
    except OSError as error:
        return error.strerror or str(error) or type(error).__name__
    return ""


def _wait(answers: "queue.Queue[str]", seconds: float) -> str | None:
    try:
        return answers.get(timeout=seconds)
    except queue.Empty:
        return None


if __name__ == "__main__":
    sys.stdout.flush()
    status = main()
    sys.stdout.flush()
    os._exit(status)  # A look-up that hangs must not hold it up.
