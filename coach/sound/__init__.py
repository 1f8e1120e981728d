"""Where coach and air meet: the sound card and, as its twin, the simulated room. Imports machine, clock, errors."""
