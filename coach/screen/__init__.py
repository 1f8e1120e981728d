"""What is seen; every screen is an observer of the runner and a reader of the session's view.

May import speaking's marks, the session, language, routines, machine and the clock.
"""
