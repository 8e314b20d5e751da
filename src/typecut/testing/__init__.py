"""Shipped fakes: a server that plays every awkward behaviour of the protocol."""
