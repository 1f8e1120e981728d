"""Whether the coach lasts: memory, threads, descriptors and counts of a session that goes on for long."""
