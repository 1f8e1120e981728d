"""Blocks of sound in, words that may be acted on out. May import sound, speech_models, session and what they may."""
