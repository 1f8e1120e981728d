"""The command line: arguments, choosing parts, exit statuses."""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coach import __version__
from coach.app import endings
from coach.app.completion import routine_names
from coach.app.going import Going, clock
from coach.app.history_commands import history, report
from coach.app.install_commands import install_completion, install_desktop
from coach.app.interrupts import SIGNALS
from coach.app.routine_commands import FILE, LANGUAGE, check, list_routines, new
from coach.app.voice_commands import say, voices
from coach.clock import seconds
from coach.errors import RecordingError
from coach.language.language import ENGLISH, Language
from coach.machine import private
from coach.session.hold import CountStyle
from coach.session.settings import WORDS_A_MINUTE

if TYPE_CHECKING:
    from coach.app.wishes import Wishes

RATES = click.IntRange(80, 300)
_SMALL = {"fetch-model", "history", "install-completion", "install-desktop", "list", "new"}
"""Commands that work without any sound."""
COUNTS = click.Choice([style.value for style in CountStyle])


def _debug(context: click.Context, option: click.Parameter | None, wanted: bool) -> None:
    """Keep a debug log, if it is wanted, until the program ends; it may be asked for before and after the command."""
    whole = context.find_root()
    if wanted and not whole.meta.setdefault("debug log", False):
        from coach.app import debugging

        whole.meta["debug log"] = True
        whole.with_resource(debugging.written_to(debugging.debug_file(), partial(click.echo, err=True)))


DEBUG = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_debug,
    help="Keep a log of what is heard, what is refused and why, devices and timings, as text (docs/debugging.md).",
)


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="coach")
@click.option(
    "--routine",
    default="heel",
    show_default=True,
    shell_complete=routine_names,
    help="A routine's name, or a path to its file.",
)
@LANGUAGE
@click.option("--model", type=FILE, help="Folder of a Vosk model to listen with.")
@click.option("--count", type=COUNTS, help="How holds are counted aloud; as last time, or every second.")
@click.option("--rate", type=RATES, help=f"How fast it speaks, in words a minute; as last time, or {WORDS_A_MINUTE}.")
@click.option("--voice", default="", help="Which voice, such as heart, en-gb or en-us+f2 (see coach voices).")
@click.option("--listen-with", metavar="URL", help="A Wyoming server in your house hears too: tcp://HOST:PORT.")
@click.option("--speak-with", metavar="URL", help="A Wyoming server in your house speaks, in --voice if given.")
@click.option("--microphone", metavar="NAME", help="The microphone's name or number (see coach doctor).")
@click.option("--speaker", metavar="NAME", help="The speaker's name or number.")
@click.option("--no-microphone", is_flag=True, help="Listen to keys only.")
@click.option("--no-speaker", is_flag=True, help="Show captions instead of speaking.")
@click.option("--echo-canceller", metavar="NAME", help="speex, pyaec or none; by default the best available.")
@click.option("--plain", is_flag=True, help="Show plain lines instead of the full screen.")
@click.option("--calm", is_flag=True, envvar="COACH_CALM", help="Keep the drawing still; or set COACH_CALM=1.")
@click.option("--log", type=FILE, help="Write everything that happens to this file, as JSON lines.")
@click.option(
    "--record", type=FILE, help="Record to this WAV file: the coach on the left, the microphone on the right."
)
@DEBUG
@click.option("--wait", is_flag=True, help='Wait for "start heel massage", hold the session, and wait again.')
@click.pass_context
def coach(context: click.Context, /, **options: Any) -> int:
    """Lead me through a heel massage, hands free.

    Without a command, it starts today's session. Say "next", "pause", "switch foot", "how long", "that hurts" or "stop"
    at any moment, also while the coach is speaking; every command has a key as well.
    """
    if context.invoked_subcommand not in _SMALL:
        endings.require_memory(endings.MEMORY if context.invoked_subcommand else endings.SESSION_MEMORY)
        _debug(context, None, endings.is_debugging())
    private.tighten()
    return _live(options) if context.invoked_subcommand is None else 0


@coach.command()
@click.option("--model", type=FILE, help="Folder of a Vosk model to check.")
@click.option("--language", default=ENGLISH, metavar="CODE", show_default=True, help="The language to check.")
@click.option("--calibrate", is_flag=True, help="Speak one sentence, and measure how well it can listen meanwhile.")
@click.option("--listen", is_flag=True, help="Show the microphone's level, noise and echo, until Ctrl-C.")
@click.option("--seconds", type=click.FloatRange(0), help="With --listen: stop after this long.")
@click.option("--microphone", metavar="NAME", help="With --calibrate or --listen: the microphone to measure.")
@click.option("--speaker", metavar="NAME", help="With --calibrate or --listen: the speaker to measure.")
@DEBUG
@click.option("--listen-with", metavar="URL", help="Try this Wyoming server's recogniser.")
@click.option("--speak-with", metavar="URL", help="Try this Wyoming server's voice.")
def doctor(
    model: Path | None,
    language: str,
    calibrate: bool,
    listen: bool,
    seconds: float | None,
    microphone: str | None,
    speaker: str | None,
    listen_with: str | None,
    speak_with: str | None,
) -> int:
    """Show what works on this machine, what is missing and how to fix it.

    The exit status is 0 where a session can be held, and 1 where it cannot.
    """
    from coach.app import parts
    from coach.app.doctor import calibrated, findings, verdict

    where = parts.places()
    spoken = parts.choose_language(where, language)
    if calibrate:
        click.echo(
            "Be quiet, please: it listens, speaks one sentence, and listens on, some 15 seconds in all.", err=True
        )
        with Going("Measuring"):
            found_out = parts.calibrate(where, spoken, microphone, speaker)
        for finding in calibrated(found_out):
            click.echo(finding)
        return 0
    if listen:
        from coach.app.listen import show

        show(parts.readings(where, spoken, microphone, speaker, seconds))
        return 0
    if listen_with or speak_with:
        return _try_servers(spoken, listen_with, speak_with)
    found = []
    for finding in findings(where, model, spoken):
        click.echo(finding)
        found.append(finding)
    held = verdict(found)
    click.echo(held)
    return 0 if held.good else 1


def _try_servers(spoken: Language, listen_with: str | None, speak_with: str | None) -> int:
    from coach.app.served import tried
    from coach.servers.address import address

    both = [address(text) if text else None for text in (listen_with, speak_with)]
    good = True
    for finding in tried(spoken, *both):
        click.echo(finding)
        good = good and finding.good
    return 0 if good else 1


@coach.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--live", default="all", show_default=True, metavar="PHASE|all", help="What counts as a command.")
@click.option("--model", type=FILE, help="Folder of a Vosk model to listen with.")
@click.option("--language", default=ENGLISH, metavar="CODE", show_default=True, help="What is spoken.")
@DEBUG
def hear(files: tuple[Path, ...], live: str, model: Path | None, language: str) -> int:
    """Print a JSON line for each command heard in the WAV FILES.

    A file that cannot be read is reported, and the others are still heard; the exit status is then 2.
    """
    from coach.app import parts
    from coach.hearing.files import FileEar, phase
    from coach.sound import wav

    wanted = phase(live)
    where = parts.places()
    spoken = parts.choose_language(where, language)
    ear: FileEar | None = None
    status = 0
    for path in files:
        try:
            sound = wav.read(path)
        except RecordingError as error:
            click.echo(f"coach: {error}", err=True)
            status = error.exit_status
            continue
        if ear is None:
            chosen = parts.choose_recogniser(where, spoken, model)
            click.echo(chosen.line, err=True)
            ear = FileEar(chosen.recogniser, spoken.phrasebook, wanted)
        _print_commands(path, ear.hear(sound))
    return status


def _print_commands(path: Path, commands: Iterator[dict[str, Any]]) -> None:
    heard = False
    for command in commands:
        click.echo(json.dumps({"file": str(path), **command}))
        heard = True
    if not heard:
        click.echo(f"{path}: heard nothing that may be said.", err=True)


@coach.command()
@click.argument("script", type=FILE)
@click.option("--out", type=FILE, required=True, help="Folder for session.wav, events.jsonl and summary.json.")
@click.option("--model", type=FILE, help="Folder of a Vosk model to listen with.")
@DEBUG
def rehearse(script: Path, out: Path, model: Path | None) -> None:
    """Play SCRIPT: a whole session in a simulated room, faster than real time."""
    from coach.app import parts
    from coach.rehearsal.rehearse import rehearse as play
    from coach.rehearsal.script import read_script

    read = read_script(script)
    began = time.monotonic()
    with Going("Rehearsing") as going:
        going.tell("the voices are made ready")

        def tick(at: int) -> None:
            speed = seconds(at) / (time.monotonic() - began)
            going.tell(f"{clock(at)} of the session, {speed:.0f} times as fast as it lasts")

        result = play(read, script.parent, parts.cast(parts.places(), model), out, tick)
    click.echo(f"{result['title'] or script}: {result['finished']} after {result['seconds']} s of audio.")
    click.echo(f"{len(result['commands'])} said, {result['missed']} missed, {result['false_accepts']} falsely heard.")
    click.echo(f"Written: {out}/session.wav, events.jsonl, summary.json")


@coach.command("fetch-model")
@click.option("--from", "archive", type=FILE, help="Use this archive instead of downloading one.")
@click.option("--any-archive", is_flag=True, help="With --from: accept a model other than the official one.")
def fetch_model(archive: Path | None, any_archive: bool) -> None:
    """Download the official small English Vosk model (41 MB); no other command uses the network."""
    from coach.app import parts
    from coach.speech_models import fetch

    destination = parts.places().models
    if archive:
        with Going("Checking and unpacking the model"):
            folder = fetch.install_archive(archive, destination, source=None if any_archive else fetch.OFFICIAL)
    else:
        with Going("Fetching the model") as going:
            folder = fetch.fetch_model(
                destination,
                progress=lambda done, total: going.tell(f"{done / 1e6:.1f} of {total / 1e6:.1f} MB", done / total),
            )
    click.echo(f"The coach now listens with {folder}.")


for command in (list_routines, new, check, history, report, say, voices, install_desktop, install_completion):
    coach.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; whatever happens, it ends with an exit status and at most one sentence about it."""
    endings.begin()
    run = partial(coach.main, arguments, prog_name="coach", standalone_mode=False)
    sys.exit(endings.finish(endings.status_of(run)))


def _live(options: dict[str, Any]) -> int:
    from coach.app import parts
    from coach.app.live import LiveSession
    from coach.app.wishes import Wishes
    from coach.servers.address import address

    wishes = Wishes(
        routine=options["routine"],
        language=options["language"],
        model=options["model"],
        count=CountStyle(options["count"]) if options["count"] else None,
        words_a_minute=options["rate"],
        voice=options["voice"],
        listen_with=address(options["listen_with"]) if options["listen_with"] else None,
        speak_with=address(options["speak_with"]) if options["speak_with"] else None,
        microphone=options["microphone"],
        speaker=options["speaker"],
        listen=not options["no_microphone"],
        speak=not options["no_speaker"],
        log=options["log"],
        record=options["record"],
        echo_canceller=options["echo_canceller"],
        plain=options["plain"],
        calm=options["calm"],
    )
    if options["wait"]:
        return _wait(wishes)
    session = LiveSession(wishes, parts.places())
    status = endings.status_of(lambda: _ENDINGS.get(session.run(), 0))
    if session.stalled:
        os._exit(status)  # A sound driver that hangs would hang the interpreter's own end.
    return status


def _wait(wishes: "Wishes") -> int:
    from coach.app import parts
    from coach.app.wait import STALLED, Waiter

    if not wishes.listen:
        raise click.UsageError("--wait needs the microphone: leave out --no-microphone.")
    if wishes.log or wishes.record:
        raise click.UsageError("--wait holds many sessions: leave out --log and --record.")
    reason = Waiter(wishes, parts.places()).run()
    if reason == STALLED:
        endings.tell("A sound driver hangs, and only a new start can help.")
        os._exit(_TRY_AGAIN)
    return _ENDINGS.get(reason, 0)


_TRY_AGAIN = 75
"""The exit status of what may well work the next time, as sysexits.h has it."""
_ENDINGS = {reason: 128 + number for number, reason in SIGNALS.items()}
"""The exit statuses of sessions that were ended from outside, as shells know them."""
