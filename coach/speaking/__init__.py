"""Text in, blocks of sound out: the synthesiser, the cache of prompts, and the mixer.

May import sound, session, language and machine.
"""
