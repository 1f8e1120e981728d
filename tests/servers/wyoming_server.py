"""A speech server by the class that the `wyoming` package has for them, in a thread of its own, around any engine."""

import asyncio
import threading
import time
from collections.abc import Callable

import numpy as np
import soxr
from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event
from wyoming.info import AsrModel, AsrProgram, Attribution, Describe, Info, TtsProgram, TtsVoice
from wyoming.server import AsyncEventHandler, AsyncTcpServer
from wyoming.tts import Synthesize

from coach.clock import RATE
from coach.sound.edge import Samples

Hears = Callable[[Samples], str]
Speaks = Callable[[str], Samples]
SPOKEN_RATE = 22_050
_BY = Attribution("the tests", "")


def info(*, hears: bool, speaks: bool, language: str = "en_US") -> Info:
    model = AsrModel("model", _BY, True, None, None, [language])
    voice = TtsVoice("anna", _BY, True, None, None, [language])
    asr = [AsrProgram("test-hearing", _BY, True, None, "1.0", [model])] if hears else []
    tts = [TtsProgram("test-speaking", _BY, True, None, "1.0", [voice])] if speaks else []
    return Info(asr=asr, tts=tts)


class Handler(AsyncEventHandler):
    """What a server of Home Assistant does: one utterance, or texts, a connection."""

    def __init__(self, server: "WyomingServer", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        super().__init__(reader, writer)
        self._server = server
        self._heard: list[bytes] = []

    async def handle_event(self, event: Event) -> bool:
        server = self._server
        if server.asleep:
            await asyncio.sleep(3600)
        if Describe.is_type(event.type):
            await self.write_event(
                info(hears=bool(server.hears), speaks=bool(server.speaks), language=server.language).event()
            )
        elif AudioChunk.is_type(event.type):
            self._heard.append(AudioChunk.from_event(event).audio)
        elif AudioStop.is_type(event.type):
            await self._transcribe()
            return False
        elif Synthesize.is_type(event.type):
            await self._synthesize(Synthesize.from_event(event))
        return True

    async def _transcribe(self) -> None:
        sound = np.frombuffer(b"".join(self._heard), "<i2")
        self._server.asked.append(sound)
        assert self._server.hears
        text = await asyncio.to_thread(self._server.hears, sound)
        await self.write_event(Transcript(text).event())

    async def _synthesize(self, asked: Synthesize) -> None:
        assert self._server.speaks
        self._server.texts.append(asked.text)
        sound = await asyncio.to_thread(self._server.speaks, asked.text)
        theirs = soxr.resample(sound, RATE, SPOKEN_RATE)
        await self.write_event((self._server.opening or AudioStart(SPOKEN_RATE, 2, 1)).event())
        for at in range(0, len(theirs), 1000):
            await self.write_event(AudioChunk(SPOKEN_RATE, 2, 1, theirs[at : at + 1000].tobytes()).event())
        await self.write_event(AudioStop().event())


class WyomingServer:
    """A context manager; `stop` and `start` as a machine goes and comes back, at the same port."""

    def __init__(self, hears: Hears | None = None, speaks: Speaks | None = None, language: str = "en_US") -> None:
        self.hears, self.speaks, self.language = hears, speaks, language
        self.asked: list[Samples] = []
        self.texts: list[str] = []
        self.opening: AudioStart | None = None
        """How it announces its sound, where that is not as it should be."""
        self.asleep = False
        """Whether it takes connections and answers nothing."""
        self.port = 0

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def __enter__(self) -> "WyomingServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(5)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(5)
            assert not self._thread.is_alive()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = AsyncTcpServer("127.0.0.1", self.port)
        await server.start(lambda reader, writer: Handler(self, reader, writer))
        assert isinstance(server._server, asyncio.Server)
        self.port = server._server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server._server.close()


def until(reached: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something, and fail where it does not come."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it has not come"
        time.sleep(0.01)
