"""A small Vosk model, made from synthetic speech alone, so that tests run the real recogniser without a download.

It understands the few espeak-ng voices named in `VOICES`, and nobody else.
"""

VOICES = ("gmw/en-US", "gmw/en-US+f2", "gmw/en-US+m2", "gmw/en-US+Alex", "gmw/en")
"""espeak-ng voices that the model is made from; tests and rehearsals speak with just these."""

GERMAN_VOICES = ("gmw/de", "gmw/de+f2", "gmw/de+m2", "gmw/de+Alex")
"""Those of the German model."""

MARKER = "MADE-FOR-TESTS"
"""Name of the file by which a model folder is known to be no model for people."""
