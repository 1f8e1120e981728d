"""Which moments of a history can be believed: a machine without a battery begins in 1970, or in the future. Pure.

The order of sessions is always known, by their numbers; when they were, a clock told that may have been wrong.
"""

from bisect import bisect_right
from collections.abc import Sequence

EARLIEST = 1_735_689_600
"""The beginning of 2025, in seconds since 1970: there was no coach before."""
DAY = 86_400.0


def believable(moment: float) -> bool:
    """Whether a session can have been at `moment`, in seconds since 1970, for all that it tells by itself."""
    return moment >= EARLIEST


def trusted(moments: Sequence[float], now: float) -> list[bool]:
    """For each of `moments`, in the order in which they happened, whether it can be believed.

    None lies before there was a coach, or more than a day after `now`, where that can be believed itself; and time went
    on from one to the next, but for a day. Where two contradict each other, the greater number of moments is right,
    and else the later ones are.
    """
    latest = now + DAY if believable(now) else float("inf")
    possible = [place for place, moment in enumerate(moments) if believable(moment) and moment <= latest]
    told = [moments[place] for place in possible]
    right = set(_rising(told))
    sure = [place in right for place in range(len(possible))]
    found = [False] * len(moments)
    for index, place in enumerate(possible):
        found[place] = sure[index] or _fits_in(index, told, sure)
    return found


def _rising(moments: Sequence[float]) -> list[int]:
    """The places of a longest part of `moments` that never goes back, the latest of such parts."""
    ends: list[float] = []
    places: list[int] = []
    before: list[int] = []
    for place, moment in enumerate(moments):
        length = bisect_right(ends, moment)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [moment]
        places[length : length + 1] = [place]
    chain = []
    place = places[-1] if places else -1
    while place >= 0:
        chain.append(place)
        place = before[place]
    return chain


def _fits_in(index: int, moments: Sequence[float], sure: Sequence[bool]) -> bool:
    """Whether a moment is within a day of where its neighbours would have it."""
    low = next((moments[place] for place in range(index, -1, -1) if sure[place]), float("-inf"))
    high = next((moments[place] for place in range(index, len(moments)) if sure[place]), float("inf"))
    return low - DAY <= moments[index] <= high + DAY
