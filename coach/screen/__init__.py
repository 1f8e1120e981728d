"""What is seen: plain lines now; every screen is an observer of the runner and a reader of the session's view."""
