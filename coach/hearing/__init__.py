"""Blocks of sound in, words out: recognisers, the echo canceller, and where speech models lie."""
