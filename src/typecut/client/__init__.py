"""The Python SDK and the runtime of the skills."""
