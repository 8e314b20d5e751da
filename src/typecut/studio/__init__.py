"""The conductor: use cases that bring the brains and the hands together."""
