"""What is said, heard and shown in a language: pure data, and the reading of its catalogue. May import routines and toml."""
