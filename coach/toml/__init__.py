"""TOML files that people write, read strictly: every fault is one sentence with its place. Imports errors only."""
