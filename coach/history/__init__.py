"""The memory: what happened in earlier sessions, in one SQLite file on this machine, which nothing of it leaves.

May import screen, whose drawings its report shows, and what that may.
"""
