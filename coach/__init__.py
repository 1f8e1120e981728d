"""A hands-free voice coach: it leads a heel massage aloud and listens while it talks."""

import logging

from coach.machine.offline import switch_off

__version__ = "0.2.0"

logging.getLogger(__name__).addHandler(logging.NullHandler())  # Mistakes are logged where somebody asks for it.

switch_off()  # Before any module of the coach can load a library.
