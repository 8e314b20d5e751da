"""A door for agents: the Model Context Protocol server."""
