"""Where speech models lie, and how they are fetched, checked and unpacked. May import errors only."""
