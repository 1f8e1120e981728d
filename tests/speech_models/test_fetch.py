"""Downloads from a real server on this machine, and archives made to do harm: a sound model in place, or nothing."""

import hashlib
import io
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coach.errors import CoachError, ModelError, StorageError
from coach.speech_models import archive
from coach.speech_models.fetch import OFFICIAL, Source, fetch_model, install_archive
from coach.speech_models.models import MADE_FOR_TESTS, find_model

NAME = "vosk-model-tiny"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def good(test_model: Path) -> bytes:
    """The zip of a model that passes for one meant for people, laid out as the official one."""
    files = [path for path in sorted(test_model.rglob("*")) if path.is_file() and path.name != MADE_FOR_TESTS]
    return zipped({f"{NAME}/{path.relative_to(test_model).as_posix()}": path.read_bytes() for path in files})


def zipped(members: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda member: None) -> bytes:
    """A zip of `members`, each header as `change` leaves it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            change(member)
            opened.writestr(member, content)
    return buffer.getvalue()


class QuietServer(ThreadingHTTPServer):
    """Does not print when the client hangs up on it, which is what some tests are about."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class Server:
    """Serves one file as its switches say; remembers which ranges were asked for."""

    def __init__(self) -> None:
        self.content = b""
        self.status: int | None = None
        self.heeds_range = True
        self.announces = True
        self.breaks_after: list[int] = []
        self.shifts_range = 0
        self.ranges: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/models/{NAME}.zip"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def source(self, content: bytes) -> Source:
        return Source(self.url, len(content), hashlib.sha256(content).hexdigest())

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers["Range"]
        self.ranges.append(asked)
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.heeds_range else 0
        begin += self.shifts_range if asked else 0
        status = self.status or (206 if asked and self.heeds_range else 200)
        if status == 206 and begin >= len(self.content):
            status = 416
        request.send_response(status)
        body = self.content[begin:] if status in (200, 206) else b""
        if status == 206:
            request.send_header("Content-Range", f"bytes {begin}-{len(self.content) - 1}/{len(self.content)}")
        if self.announces:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[: self.breaks_after.pop(0)] if self.breaks_after else body)

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(good: bytes) -> Iterator[Server]:
    server = Server()
    server.content = good
    yield server
    server.close()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def begins(server: Server) -> list[int]:
    """From which byte on each request asked."""
    return [int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0 for asked in server.ranges]


def is_found(models: Path) -> bool:
    return find_model(None, {}, models, models / "none") is not None


def is_one_sentence(error: CoachError) -> bool:
    return "\n" not in str(error) and str(error).endswith(".") and error.exit_status == 2


def test_a_model_is_downloaded_checked_and_put_where_it_is_found(server: Server, good: bytes, models: Path) -> None:
    seen: list[tuple[int, int]] = []
    folder = fetch_model(models, source=server.source(good), progress=lambda done, total: seen.append((done, total)))
    assert folder == models / NAME
    found = find_model(None, {}, models, models)
    assert found
    assert found.path == folder
    assert left_in(models) == [NAME]
    assert seen == sorted(seen)
    assert seen[-1] == (len(good), len(good))


def test_a_model_that_is_there_is_not_downloaded_again(server: Server, good: bytes, models: Path) -> None:
    for _ in range(2):
        fetch_model(models, source=server.source(good))
    assert server.ranges == [None]


def test_a_broken_model_of_the_same_name_is_replaced(server: Server, good: bytes, models: Path) -> None:
    folder = fetch_model(models, source=server.source(good))
    (folder / "graph/HCLr.fst").write_bytes(b"")
    assert not is_found(models)
    assert fetch_model(models, source=server.source(good)) == folder
    assert is_found(models)
    assert left_in(models) == [NAME]


def test_a_broken_download_goes_on_where_it_ended(server: Server, good: bytes, models: Path) -> None:
    server.breaks_after = [100_000, 200_000]
    fetch_model(models, source=server.source(good))
    first, second = begins(server)[1:]
    assert 50_000 < first <= 100_000
    assert 100_000 < second - first <= 200_000
    assert is_found(models)


def test_what_came_is_kept_for_the_next_run(server: Server, good: bytes, models: Path) -> None:
    server.breaks_after = [50_000] * 3
    with pytest.raises(ModelError, match="command again") as caught:
        fetch_model(models, source=server.source(good))
    assert is_one_sentence(caught.value)
    assert left_in(models) == [f"{NAME}.zip.part"]
    assert not is_found(models)
    fetch_model(models, source=server.source(good))
    assert 100_000 < begins(server)[-1] <= 150_000
    assert left_in(models) == [NAME]


@pytest.mark.parametrize("announces", [True, False])
def test_a_server_that_ignores_ranges_is_taken_from_the_start(
    server: Server, good: bytes, models: Path, announces: bool
) -> None:
    server.heeds_range, server.announces, server.breaks_after = False, announces, [100_000]
    fetch_model(models, source=server.source(good))
    assert len(server.ranges) == 2
    assert server.ranges[1]
    assert is_found(models)


@pytest.mark.parametrize("extra", [1, 100_000])
def test_a_part_longer_than_the_archive_is_begun_anew(server: Server, good: bytes, models: Path, extra: int) -> None:
    models.mkdir()
    (models / f"{NAME}.zip.part").write_bytes(bytes(len(good) + extra))
    fetch_model(models, source=server.source(good))
    assert server.ranges == [f"bytes={len(good) + extra}-", None]
    assert is_found(models)


def test_a_server_that_sends_another_range_is_asked_for_the_whole(server: Server, good: bytes, models: Path) -> None:
    server.breaks_after, server.shifts_range = [100_000], 7
    fetch_model(models, source=server.source(good))
    assert [asked is not None for asked in server.ranges] == [False, True, False]
    assert is_found(models)


def test_a_whole_part_is_installed_without_asking_the_server(server: Server, good: bytes, models: Path) -> None:
    models.mkdir()
    (models / f"{NAME}.zip.part").write_bytes(good)
    fetch_model(models, source=server.source(good))
    assert server.ranges == []
    assert is_found(models)


def test_a_wrong_hash_deletes_the_download_and_says_so(server: Server, good: bytes, models: Path) -> None:
    server.content = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(ModelError, match="deleted") as caught:
        fetch_model(models, source=server.source(good))
    assert is_one_sentence(caught.value)
    assert left_in(models) == []


@pytest.mark.parametrize("kept", [0, 1000])
def test_a_file_that_changed_its_size_is_not_downloaded(server: Server, good: bytes, models: Path, kept: int) -> None:
    models.mkdir()
    (models / f"{NAME}.zip.part").write_bytes(good[:kept])
    server.content = good + b"more"
    with pytest.raises(ModelError, match="has changed"):
        fetch_model(models, source=server.source(good))
    assert (models / f"{NAME}.zip.part").stat().st_size == kept


def test_a_server_that_sends_without_end_is_cut_off(server: Server, good: bytes, models: Path) -> None:
    server.content, server.announces = good + bytes(10_000_000), False
    with pytest.raises(ModelError, match="sent more"):
        fetch_model(models, source=server.source(good))
    assert (models / f"{NAME}.zip.part").stat().st_size == 0


@pytest.mark.parametrize("status", [404, 403, 500, 204, 416])
def test_a_server_that_refuses_is_quoted(server: Server, good: bytes, models: Path, status: int) -> None:
    server.status = status
    with pytest.raises(ModelError, match=f"status {status}") as caught:
        fetch_model(models, source=server.source(good))
    assert is_one_sentence(caught.value)


def test_no_network_is_one_sentence_that_names_the_way_round(server: Server, good: bytes, models: Path) -> None:
    source = server.source(good)
    server.close()
    with pytest.raises(ModelError, match=r"check the network .* name it by --from") as caught:
        fetch_model(models, source=source)
    assert is_one_sentence(caught.value)


def test_too_little_room_is_said_before_anything_is_asked_for(server: Server, models: Path) -> None:
    with pytest.raises(StorageError, match="free some space") as caught:
        fetch_model(models, source=Source(server.url, 1 << 50, "0" * 64))
    assert is_one_sentence(caught.value)
    assert server.ranges == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_disk_that_fills_up_is_a_storage_error(server: Server, good: bytes, models: Path) -> None:
    models.mkdir()
    (models / f"{NAME}.zip.part").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="free some space") as caught:
        fetch_model(models, source=server.source(good))
    assert is_one_sentence(caught.value)


def test_a_folder_that_cannot_be_made_is_a_storage_error(server: Server, good: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        fetch_model(tmp_path / "file" / "models", source=server.source(good))


def test_the_official_source_is_pinned() -> None:
    assert OFFICIAL.url == "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip"
    assert OFFICIAL.name == "vosk-model-small-en-us-0.15.zip"
    assert OFFICIAL.size == 41_205_931
    assert OFFICIAL.sha256 == "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498"


def test_an_archive_from_a_stick_is_installed_and_left_where_it_is(
    server: Server, good: bytes, models: Path, tmp_path: Path
) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(good)
    assert install_archive(brought, models, source=server.source(good)) == models / NAME
    assert brought.read_bytes() == good
    assert server.ranges == []
    assert is_found(models)


def test_another_archive_is_refused_unless_any_will_do(good: bytes, models: Path, tmp_path: Path) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(good)
    with pytest.raises(ModelError, match="--any-archive") as caught:
        install_archive(brought, models)
    assert is_one_sentence(caught.value)
    assert not models.exists()
    assert install_archive(brought, models, source=None) == models / NAME


def test_an_archive_that_is_not_there_is_named(models: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no file"):
        install_archive(tmp_path / "no.zip", models)


def test_remains_of_a_killed_run_are_cleared_away(good: bytes, models: Path, tmp_path: Path) -> None:
    (models / ".unpacking-old/new").mkdir(parents=True)
    brought = tmp_path / "brought.zip"
    brought.write_bytes(good)
    install_archive(brought, models, source=None)
    assert left_in(models) == [NAME]


def as_link(member: zipfile.ZipInfo) -> None:
    member.external_attr = (stat.S_IFLNK | 0o777) << 16


def as_device(member: zipfile.ZipInfo) -> None:
    member.external_attr = (stat.S_IFCHR | 0o666) << 16


def as_lzma(member: zipfile.ZipInfo) -> None:
    member.compress_type = zipfile.ZIP_LZMA


def encrypted() -> bytes:
    """A zip whose header says that its file is encrypted; zipfile itself cannot write one."""
    content = bytearray(zipped({f"{NAME}/a": b"x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def overlapping(name: str) -> bytes:
    """A zip that announces a smaller file than it unpacks to."""
    content = bytearray(zipped({name: b"x" * 10_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        content[content.index(mark) + place : content.index(mark) + place + 4] = (100).to_bytes(4, "little")
    return bytes(content)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "parent folder": lambda: zipped({f"{NAME}/../../evil": b"x"}),
    "parent folder first": lambda: zipped({"../evil/a": b"x"}),
    "absolute path": lambda: zipped({"/evil/a": b"x"}),
    "drive letter": lambda: zipped({"C:/evil/a": b"x"}),
    "drive letter inside": lambda: zipped({f"{NAME}/C:evil": b"x"}),
    "backslash": lambda: zipped({f"{NAME}\\..\\evil": b"x"}),
    "line break": lambda: zipped({f"{NAME}/a\nb": b"x"}),
    "hidden top folder": lambda: zipped({".evil/a": b"x"}),
    "double slash": lambda: zipped({f"{NAME}//a": b"x"}),
    "long name": lambda: zipped({f"{NAME}/{'a' * 300}": b"x"}),
    "symbolic link": lambda: zipped({f"{NAME}/am": b"/etc"}, as_link),
    "device": lambda: zipped({f"{NAME}/am": b""}, as_device),
    "encrypted": encrypted,
    "unusual packing": lambda: zipped({f"{NAME}/a": b"x"}, as_lzma),
    "bomb": lambda: zipped({f"{NAME}/zeros": bytes(30_000_000)}),
    "many files": lambda: zipped({f"{NAME}/f{number}": b"" for number in range(archive.MAX_FILES + 1)}),
    "same name": lambda: zipped({f"{NAME}/a": b"x", f"{NAME}/A": b"y"}),
    "file as folder": lambda: zipped({f"{NAME}/a": b"x", f"{NAME}/a/b": b"y"}),
    "two folders": lambda: zipped({f"{NAME}/a": b"x", "other/a": b"x"}),
    "file at the top": lambda: zipped({"README": b"x"}),
    "folder and file at the top": lambda: zipped({NAME + "/": b"", NAME: b"x"}),
    "wrong size announced": lambda: overlapping(f"{NAME}/a"),
    "no files": lambda: zipped({}),
    "empty file": lambda: b"",
    "web page": lambda: b"<html>Please log in to this network</html>",
    "no model": lambda: zipped({f"{NAME}/README": b"hello"}),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_stays(
    make: Callable[[], bytes], models: Path, tmp_path: Path
) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(make())
    before = sorted(path for path in tmp_path.rglob("*"))
    with pytest.raises(ModelError) as caught:
        install_archive(brought, models, source=None)
    assert is_one_sentence(caught.value)
    assert left_in(models) == []
    assert sorted(path for path in tmp_path.rglob("*") if path != models) == before


def test_names_that_zipfile_would_shorten_are_refused(models: Path, tmp_path: Path) -> None:
    """zipfile ends a name at its first NUL; what is written there is not what was checked."""
    brought = tmp_path / "brought.zip"
    brought.write_bytes(zipped({f"{NAME}/aXevil": b"x"}).replace(b"aXevil", b"a\0evil"))
    with pytest.raises(ModelError, match="no model holds a file named"):
        install_archive(brought, models, source=None)


@pytest.mark.parametrize("place", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_a_damaged_archive_is_refused_and_nothing_stays(
    good: bytes, models: Path, tmp_path: Path, place: float
) -> None:
    broken = bytearray(good)
    at = int(len(good) * place)
    broken[at : at + 40] = bytes(byte ^ 255 for byte in broken[at : at + 40])
    for content in (bytes(broken), good[:at]):
        brought = tmp_path / "brought.zip"
        brought.write_bytes(content)
        with pytest.raises(ModelError) as caught:
            install_archive(brought, models, source=None)
        assert is_one_sentence(caught.value)
        assert left_in(models) == []


def test_a_broken_archive_leaves_the_model_of_that_name_alone(good: bytes, models: Path, tmp_path: Path) -> None:
    brought = tmp_path / "brought.zip"
    brought.write_bytes(good)
    install_archive(brought, models, source=None)
    brought.write_bytes(zipped({f"{NAME}/README": b"hello"}))
    with pytest.raises(ModelError, match=f"in {NAME} cannot be used"):
        install_archive(brought, models, source=None)
    assert is_found(models)


def test_importing_the_module_brings_no_network_code() -> None:
    """Whoever only coaches never loads what could open a connection from here."""
    program = "import sys, coach.speech_models.fetch; sys.exit('requests' in sys.modules or 'socket' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
