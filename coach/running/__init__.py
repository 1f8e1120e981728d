"""Drives a session over a sound edge: one queue, one loop, and the log. Imports hearing, speaking and below."""
