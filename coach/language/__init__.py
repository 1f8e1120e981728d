"""What is said, heard and shown in a language, and its catalogue. May import routines, toml and errors."""
