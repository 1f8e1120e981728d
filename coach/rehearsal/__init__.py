"""The whole coach in a simulated room, faster than real time, with a user who follows a script.

May import all but app, history and screen.
"""
