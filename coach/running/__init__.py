"""Drives a session over a sound edge: one queue, one loop, and the log of what happened. Must not import app, rehearsal, screen or history."""
