"""Where the coach meets the air: the sound card and, as its twin, the simulated room."""
