"""What a hypothesis means: phrases, sound-alikes, pronunciation. May import language and below."""
