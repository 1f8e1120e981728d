"""A hands-free voice coach: it leads a heel massage aloud and listens while it talks."""

import logging

logging.getLogger(__name__).addHandler(logging.NullHandler())  # Mistakes are logged where somebody asks for it.

__version__ = "0.1.0"
