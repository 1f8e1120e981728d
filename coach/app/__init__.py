"""What a person starts: the command line, a live session, and the choice of its parts. May import everything."""
