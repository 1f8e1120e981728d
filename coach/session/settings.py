"""What a person may choose, at the start and by voice. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.session.hold import CountStyle

RATES = (120, 130, 140, 150, 160, 170, 180, 190, 200, 210, 220)
"""The rates of speech that "slower" and "faster" step through, in words a minute."""
WORDS_A_MINUTE = 170
"""How fast the coach speaks where nobody says otherwise."""
GAIN_STEP_DB = 3.0
GAIN_LIMIT_DB = 12.0


@dataclass(slots=True)
class Settings:
    """How the coach counts and speaks."""

    count_style: CountStyle = CountStyle.EVERY
    words_a_minute: int = WORDS_A_MINUTE
    gain_db: float = 0.0

    @classmethod
    def remembered(cls, known: Mapping[str, str], count: CountStyle | None, words_a_minute: int | None) -> "Settings":
        """As an earlier session left them, where the person does not ask for something else; what is odd is usual."""
        style, rate, gain = known.get("count", ""), known.get("rate", ""), known.get("gain", "")
        settings = cls()
        if style in set(CountStyle):
            settings.count_style = CountStyle(style)
        if rate.isdecimal() and RATES[0] <= int(rate) <= RATES[-1]:
            settings.words_a_minute = int(rate)
        if gain.lstrip("-").isdecimal() and abs(int(gain)) <= GAIN_LIMIT_DB:
            settings.gain_db = float(gain)
        settings.count_style = count or settings.count_style
        settings.words_a_minute = words_a_minute or settings.words_a_minute
        return settings

    def change_rate(self, steps: int) -> bool:
        """Speak faster by `steps` of RATES, or slower by a negative number; False at the limit."""
        before = self.words_a_minute
        nearest = min(range(len(RATES)), key=lambda place: abs(RATES[place] - before))
        self.words_a_minute = RATES[min(max(nearest + steps, 0), len(RATES) - 1)]
        return self.words_a_minute != before

    def change_gain(self, steps: int) -> bool:
        """Speak louder by `steps` of 3 dB, or quieter by a negative number; False at the limit."""
        before = self.gain_db
        self.gain_db = min(max(before + steps * GAIN_STEP_DB, -GAIN_LIMIT_DB), GAIN_LIMIT_DB)
        return self.gain_db != before
