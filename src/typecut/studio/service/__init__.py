"""The use cases of the server: what many users ask for at once, kept in one store."""
