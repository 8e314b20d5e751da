"""HAND: FFmpeg and pixels. Everything that opens media or makes pictures and sound lives here."""
