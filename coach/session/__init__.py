"""The session, pure: events in, effects out. May import language, routines and the clock."""
