"""What a person starts: the command line, a live session on this machine, and the choice of its parts. May import everything."""
