"""A language: all that the coach says, hears and shows in it. Pure; catalogues are read by `coach.language`."""

from collections.abc import Collection
from dataclasses import dataclass

from coach.language.keys import Keys
from coach.language.labels import Labels
from coach.language.phrasebook import Phrasebook
from coach.language.standby import Starting
from coach.language.wording import Wording

ENGLISH = "en"
"""The code of the language that the embedded recogniser hears."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """One language, whole."""

    code: str
    """As in "de" or "pt-br"."""
    name: str
    """In English."""
    machine_checked: bool
    """Whether nobody who speaks it has read it."""
    voice: str
    """The synthesiser's voice for it; "" for the usual one."""
    count_rate: int
    """Words a minute of counts, whatever the speech's own rate: each must be shorter than its second."""
    usual_model: str
    """What its Vosk model is usually called."""
    phrasebook: Phrasebook
    keys: Keys
    wording: Wording
    labels: Labels
    starting: Starting

    @property
    def about(self) -> str:
        """Its name, and how far to trust it."""
        return f"{self.name}, machine-checked only" if self.machine_checked else self.name

    def lacks(self, missing: Collection[str]) -> bool:
        """Whether a recogniser to which the words `missing` are unknown is for another language."""
        return len(missing) > len(self.phrasebook.vocabulary) / 2
