"""A text of several sentences as those: each is spoken, shown and cut off by itself. Pure."""

import re

_END = re.compile(r"(?<=[.?!]) (?=[^\W\d_a-zäöü])")


def sentence_by_sentence(text: str) -> tuple[str, ...]:
    """The sentences of `text`, in order; none of "". A full stop ends one where a capital letter follows."""
    return tuple(filter(None, _END.split(text)))
