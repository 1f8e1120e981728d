"""Takes the coach's own voice out of the microphone. May import sound's blocks and the clock."""
