"""Where speech models lie, and how they are fetched, checked and unpacked. May import machine and errors only."""
