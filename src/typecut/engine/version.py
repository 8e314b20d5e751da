"""The engine's version, part of every chunk's key: raised whenever the same spec gives other pixels."""

ENGINE_VERSION = "4"
