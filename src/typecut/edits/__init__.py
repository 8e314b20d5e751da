"""Verbs: edits as frozen values and what they do to a timeline."""
