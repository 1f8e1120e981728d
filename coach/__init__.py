"""A hands-free voice coach: it leads a heel massage aloud and listens while it talks."""

__version__ = "0.1.0"
