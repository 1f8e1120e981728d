"""Every error the coach raises, in one tree. Each message is one sentence that says what to do next.

CoachError
├── FileError         a file that a person wrote, with a fault in it
│   ├── RoutineError  a routine file that cannot be taught
│   ├── LanguageError a language whose catalogue is missing or faulty
│   └── ScriptError   a rehearsal script that cannot be played
├── RecordingError    a sound file that cannot be read
├── ModelError        a speech model that is missing, broken or hostile
├── HearingError      a recogniser that stopped working
├── VoiceError        a synthesiser that stopped working
├── SoundError        a sound card that cannot be opened
├── ServerError       a speech server that may not be asked, or does not answer
├── StorageError      a folder or file that cannot be written
└── NothingToObeyError   neither microphone nor keys
"""

from pathlib import Path


class CoachError(Exception):
    """Something the user can mend; `str()` is one sentence. Ends the program with `exit_status`."""

    exit_status = 2

    def __init__(self, message: str, *, path: Path | None = None) -> None:
        """`path`: the file or folder that it is about, if it is about one."""
        super().__init__(message)
        self.path = path


class FileError(CoachError):
    """A file that a person wrote, with a fault in it. What is not known of the fault is None or ""."""

    line: int | None = None
    """From 1, as `column` is."""
    column: int | None = None
    field: str = ""
    """As the message spells it: "step 2, seconds"."""
    found: str = ""
    expected: str = ""


class RoutineError(FileError):
    """A routine file that cannot be taught."""


class LanguageError(FileError):
    """A language whose catalogue is missing or faulty."""


class ScriptError(FileError):
    """A rehearsal script that cannot be played."""


class RecordingError(CoachError):
    """A sound file that cannot be read."""


class ModelError(CoachError):
    """A speech model that is missing, broken or hostile."""


class HearingError(CoachError):
    """A recogniser that stopped working."""


class VoiceError(CoachError):
    """A synthesiser that stopped working."""


class SoundError(CoachError):
    """A sound card that cannot be opened."""


class ServerError(CoachError):
    """A speech server that may not be asked, or does not answer."""


class StorageError(CoachError):
    """A folder or file that cannot be written."""


class NothingToObeyError(CoachError):
    """Neither a microphone nor a keyboard to take orders by."""
