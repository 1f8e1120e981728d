"""The memory: what happened in earlier sessions, kept in one SQLite file on this machine. Nothing of it leaves it."""
