"""A hands-free voice coach: it leads a heel massage aloud and listens while it talks."""

from coach.offline import switch_off

__version__ = "0.1.0"

switch_off()  # Before any module of the coach can load a library.
