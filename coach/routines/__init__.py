"""The routines that come with the coach, and how a routine file is found and read. Imports toml, machine, errors."""
