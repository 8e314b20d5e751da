"""Types on the wire, shared by the server and its clients."""
