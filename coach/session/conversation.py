"""What a runner can hold: a session, or the wait for one. Pure."""

from typing import Protocol

from coach.language.intents import Live
from coach.language.language import Language
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.settings import Settings


class Glance(Protocol):
    """It, as it is at one moment."""

    @property
    def live(self) -> Live:
        """What may be said."""


class Conversation(Protocol):
    """Events in, effects out, until a Finish."""

    @property
    def settings(self) -> Settings:
        """How it speaks."""

    @property
    def language(self) -> Language:
        """What it is held in."""

    @property
    def about_to_ask(self) -> bool:
        """Whether a question is on its way that has not begun to sound."""

    @property
    def deadline(self) -> int | None:
        """The audio time at which a TimeUp is wanted."""

    def handle(self, event: Event) -> list[Effect]:
        """What is to be done about what happened."""

    def view(self) -> Glance:
        """A snapshot."""
