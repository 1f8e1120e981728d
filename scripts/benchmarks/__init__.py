"""Benchmarks: the coach's hearing against recorded and synthetic speech, beside the plain way of using Vosk."""
