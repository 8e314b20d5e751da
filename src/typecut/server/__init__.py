"""The door for programs and browsers: the wire protocol over HTTP."""
