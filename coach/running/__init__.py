"""Drives a session over a sound edge: one queue, one loop, and the log. Knows no screen, history or rehearsal."""
