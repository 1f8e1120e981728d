"""Routine files as people get them wrong, each with a name: one change to a sound file, or a file of its own."""

from collections.abc import Iterator

SOUND = """\
format = 1
name = "Evening"
changeover = "Cross the other leg over."

[[steps]]
id = "seat"
title = "your seat"
kind = "guide"
zone = "foot"
per_foot = false
instruction = "Sit down."

[[steps]]
id = "press"
title = "thumb pressure"
kind = "hold"
zone = "heel"
seconds = 30
instruction = ["Set a thumb on it.", "Hold it."]

[[steps]]
title = "roll"
kind = "motion"
zone = "sole"
seconds = 60
instruction = "Roll to and fro."

[[steps.cues]]
second = 30
say = "The whole sole."
"""
_CHANGES: dict[str, tuple[str, str]] = {
    # how TOML is written
    "a text without quotes": ('kind = "hold"', "kind = hold"),
    "typographic quotes": ('"Evening"', "\N{LEFT DOUBLE QUOTATION MARK}Evening\N{RIGHT DOUBLE QUOTATION MARK}"),
    "a quote that is not closed": ('"Evening"', '"Evening'),
    "a colon in place of =": ("seconds = 30", "seconds: 30"),
    "an empty value": ("seconds = 30", "seconds ="),
    "a comma at the end of a line": ("seconds = 30", "seconds = 30,"),
    "a comment of another language": ("[[steps]]", "// the seat\n[[steps]]"),
    "true in capitals": ("per_foot = false", "per_foot = False"),
    "a yes": ("per_foot = false", "per_foot = no"),
    "a number with a comma": ("seconds = 30", "seconds = 30,5"),
    "a leading zero": ("seconds = 30", "seconds = 030"),
    "a unit": ("seconds = 30", "seconds = 30 s"),
    "a list that is not closed": ('"Hold it."]', '"Hold it."'),
    "a list without commas": ('it.", "Hold', 'it." "Hold'),
    "a text over two lines": ('"Sit down."', '"Sit\ndown."'),
    "a header that is not closed": ("[[steps.cues]]", "[[steps.cues]"),
    "a header with single brackets": ("[[steps]]\nid", "[steps]\nid"),
    "a backslash": ('"Sit down."', r'"Sit \down."'),
    "a semicolon": ("seconds = 30", "seconds = 30;"),
    "a key in two words": ("per_foot", "per foot"),
    "an indented brace": ("[[steps.cues]]", "cues = {"),
    "a key twice": ("seconds = 30", "seconds = 30\nseconds = 40"),
    "a key twice, in quotes": ("seconds = 30", 'seconds = 30\n"seconds" = 40'),
    "a name twice, at the top": ('name = "Evening"', 'name = "Evening"\nformat = 1'),
    "a key twice in an inline table": ("[[steps.cues]]", "tools = { ball = 'A.', ball = 'B.' }\n[[steps.cues]]"),
    "a table twice": ("[[steps.cues]]", "[steps.tools]\nball = 'A.'\n[steps.tools]\nball = 'B.'\n[[steps.cues]]"),
    "a list after single cues": ("[[steps.cues]]", "cues = []\n[[steps.cues]]"),
    # fields
    "a field misspelt": ("seconds = 30", "secnds = 30"),
    "a field in capitals": ("title =", "Title ="),
    "a field in the plural": ("instruction = [", "instructions = ["),
    "a field nobody knows": ("zone =", 'colour = "red"\nzone ='),
    "a side by another name": ("seconds = 30", 'seconds = 30\nside = "left"'),
    "a length by another name": ("seconds = 30", "duration = 30"),
    "a foot in capitals": ("seconds = 30", 'seconds = 30\nfoot = "Left"'),
    "a foot by its letter": ("seconds = 30", 'seconds = 30\nfoot = "L"'),
    "two feet in a list": ("seconds = 30", 'seconds = 30\nfoot = ["left", "right"]'),
    "a foot for what is done once": ("per_foot = false", 'per_foot = false\nfoot = "left"'),
    "sets, as others call them": ("seconds = 30", "seconds = 30\nsets = 3"),
    "a field at the top that belongs to a step": ("format = 1", "format = 1\nseconds = 30"),
    "a field of the routine below the steps": ('say = "The whole sole."\n', 'say = "Go."\nclosing = "That was all."\n'),
    "no format": ("format = 1\n", ""),
    "a later format": ("format = 1", "format = 2"),
    "a format in quotes": ("format = 1", 'format = "1"'),
    "no name": ('name = "Evening"\n', ""),
    "no changeover": ('changeover = "Cross the other leg over."\n', ""),
    "no title": ('title = "thumb pressure"\n', ""),
    "no kind": ('kind = "hold"\n', ""),
    "no zone": ('zone = "heel"\n', ""),
    "no instruction": ('instruction = ["Set a thumb on it.", "Hold it."]\n', ""),
    "no seconds for a hold": ("seconds = 30\n", ""),
    "seconds for a guide": ('zone = "foot"', 'zone = "foot"\nseconds = 9'),
    # values
    "a kind misspelt": ('"hold"', '"holt"'),
    "a kind in capitals": ('"hold"', '"HOLD"'),
    "a kind of another format": ('"hold"', '"stretch"'),
    "a zone misspelt": ('"heel"', '"heal"'),
    "a zone that is no part of the foot": ('"heel"', '"knee"'),
    "a language in capitals": ("format = 1", 'format = 1\nlanguage = "DE"'),
    "a language by its name": ("format = 1", 'format = 1\nlanguage = "German"'),
    "a language that the coach does not speak": ("format = 1", 'format = 1\nlanguage = "fr"'),
    "a language with a region": ("format = 1", 'format = 1\nlanguage = "en-GB"'),
    "too short": ("seconds = 30", "seconds = 3"),
    "too long": ("seconds = 30", "seconds = 3600"),
    "half a second": ("seconds = 30", "seconds = 30.5"),
    "seconds in quotes": ("seconds = 30", 'seconds = "30"'),
    "a time of day": ("seconds = 30", "seconds = 00:00:30"),
    "not a number": ("seconds = 30", "seconds = nan"),
    "repeated too often": ("seconds = 30", "seconds = 30\nrepeat = 11"),
    "repeated never": ("seconds = 30", "seconds = 30\nrepeat = 0"),
    "a guide repeated": ('zone = "foot"', 'zone = "foot"\nrepeat = 2'),
    "an id with a space": ('"press"', '"thumb press"'),
    "an id in capitals": ('"press"', '"Press"'),
    "an id twice": ('"press"', '"seat"'),
    "an empty title": ('"thumb pressure"', '""'),
    "a title too long": ('"thumb pressure"', f'"{"thumb " * 20}"'),
    "a sentence too long": ('"Sit down."', f'"{"Sit down. " * 40}"'),
    "a sentence of marks": ('"Sit down."', '"..."'),
    "no sentences": ('["Set a thumb on it.", "Hold it."]', "[]"),
    "a number among sentences": ('"Hold it."]', "7]"),
    "a list in a list": ('["Set a thumb on it.", "Hold it."]', '[["Set a thumb on it."]]'),
    "an unseen character": ('"Sit down."', '"Sit\N{ZERO WIDTH SPACE} down."'),
    "a text that turns round": ('"Sit down."', '"Sit \N{RIGHT-TO-LEFT OVERRIDE}down."'),
    "a cue behind the end": ("second = 30", "second = 60"),
    "a cue at the start": ("second = 30", "second = 0"),
    "a cue that says nothing": ('say = "The whole sole."\n', ""),
    "cues in a hold": ('kind = "motion"', 'kind = "hold"'),
    "tools without hands": ("[[steps.cues]]", "[steps.tools]\nball = 'Roll it.'\n[[steps.cues]]"),
    "a tool misspelt": ("[[steps.cues]]", "[steps.tools]\n'hands only' = 'Rub it.'\nbal = 'A.'\n[[steps.cues]]"),
    "a step for both feet too late": ("seconds = 60", "seconds = 60\nper_foot = false"),
    "steps that are no tables": (SOUND[SOUND.index("[[steps]]") :], 'steps = "none"\n'),
    "no steps at all": (SOUND[SOUND.index("[[steps]]") :], ""),
    "only preparation": (SOUND[SOUND.index('[[steps]]\nid = "press"') :], ""),
}
_FILES: dict[str, bytes] = {
    "an empty file": b"",
    "another encoding": SOUND.replace("Evening", "F\u00fc\u00dfe").encode("latin-1"),
    "UTF-16": SOUND.encode("utf-16"),
    "JSON": b'{"format": 1, "name": "Evening"}\n',
    "YAML": b"format: 1\nname: Evening\n",
    "steps for one foot alone": (
        SOUND.replace("seconds = 30", 'seconds = 30\nfoot = "left"').replace("= 60", '= 60\nfoot = "left"').encode()
    ),
    "a letter": b"Dear coach,\nplease press the heel.\n",
    "zeros": b"\0" * 50,
    "too many steps by repeating": (
        SOUND.replace("seconds = 30", "seconds = 30\nrepeat = 10")
        + '[[steps]]\ntitle = "x"\nkind = "hold"\nzone = "heel"\nseconds = 5\nrepeat = 10\ninstruction = "x"\n' * 5
    ).encode(),
}


def odd() -> Iterator[tuple[str, bytes]]:
    """Name and content of one file after the other; none of them can be taught."""
    for name, (old, new) in _CHANGES.items():
        if old not in SOUND:
            raise ValueError(f"{name}: nothing to change")
        yield name, SOUND.replace(old, new, 1).encode()
    yield from _FILES.items()
