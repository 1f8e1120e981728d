"""What was said in the minute that README.md shows, as text: made of the events that scripts/movie keeps."""

from coach.session import events
from coach.session.effects import CueKind, Say
from coach.speaking.mixer import CueBegun
from scripts import film

COACH, COUNTS, PERSON = "Coach: ", "       ", "     > "


def transcript() -> str:
    """A line for each sentence of the coach's, for the counts between two, and for what the person says."""
    told = film.kept_events()
    begin, end = film.span(told)
    script = _Transcript()
    for at, event in told:
        lines = script.of(event)
        if begin <= at <= end:
            script.add(lines)
        else:
            script.forget_counts()
    return "\n".join(
        line if line.endswith((".", "?")) or not line.startswith(COACH) else f"{line}." for line in script.lines
    )


class _Transcript:
    def __init__(self) -> None:
        self._session = film.new_session()
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._counts: list[str] = []
        self.lines: list[str] = []

    def of(self, event: film.Told) -> list[str]:
        """What is to be written of an event; counts are gathered until there is something else."""
        if isinstance(event, CueBegun):
            self._counts += [event.cue.text] if event.cue.kind is CueKind.COUNT else []
            return []
        lines = [PERSON + event.match.phrase] if isinstance(event, events.Heard) and not event.by_key else []
        for effect in self._session.handle(event):
            if isinstance(effect, Say):
                self._sentences[effect.say_id] = effect.sentences
                lines += [COACH + text for text in effect.sentences if effect.over_counts]
        if isinstance(event, events.SentenceBegun):
            lines.append(COACH + self._sentences[event.say_id][event.index])
        return lines

    def forget_counts(self) -> None:
        """Those before the beginning are not told."""
        self._counts = []

    def add(self, lines: list[str]) -> None:
        """Write them, after the counts that came before them."""
        if lines and self._counts:
            self.lines.append(COUNTS + ", ".join(self._counts))
            self._counts = []
        self.lines += lines


if __name__ == "__main__":
    print(transcript())
