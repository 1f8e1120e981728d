"""Every error the coach raises, in one tree. Each message is one sentence that says what to do next.

CoachError
├── RoutineError      a routine file that cannot be taught
├── LanguageError     a language whose catalogue is missing or faulty
├── ScriptError       a rehearsal script that cannot be played
├── RecordingError    a sound file that cannot be read
├── ModelError        a speech model that is missing, broken or hostile
├── HearingError      a recogniser that stopped working
├── VoiceError        a synthesiser that stopped working
├── SoundError        a sound card that cannot be opened
├── StorageError      a folder or file that cannot be written
└── NothingToObeyError   neither microphone nor keys
"""


class CoachError(Exception):
    """Something the user can mend; `str()` is one sentence. Ends the program with `exit_status`."""

    exit_status = 2


class RoutineError(CoachError):
    """A routine file that cannot be taught."""


class LanguageError(CoachError):
    """A language whose catalogue is missing or faulty."""


class ScriptError(CoachError):
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


class StorageError(CoachError):
    """A folder or file that cannot be written."""


class NothingToObeyError(CoachError):
    """Neither a microphone nor a keyboard to take orders by."""
