"""Drivers for pyttsx3 beside its own. Only `renderer.py`, in its child process, lets pyttsx3 find this folder."""
