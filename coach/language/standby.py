"""What the coach says and shows while it waits to be asked for a session, as a language's catalogue gives it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from coach.language.marks import Holds, MayBeEmpty

Named = Annotated[str, Holds("name")]


@dataclass(frozen=True, kw_only=True, eq=False)
class Starting:
    """How a session is started by voice; `name` is a routine's."""

    phrases: tuple[Named, ...]
    """What people say; the first one is shown."""
    names: Mapping[str, str]
    """What routines are called aloud, where that is not the name of their file."""
    misheard: Annotated[Mapping[str, str], MayBeEmpty()]
    """Words that recognisers were seen to write for one of a phrase, and that word: "heal" for "heel"."""
    shall_i: Named
    """The question whether it is meant."""
    begins: str
    not_now: str
    lost: str
    """The microphone is gone; `microphone_found` of the sentences tells when it is back."""
    listening: Annotated[str, Holds("phrases")]
    """The line that tells what may be said, and that nothing is kept of what is."""
