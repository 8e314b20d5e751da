"""What a skill does between a person and a session: routing, translating, telling."""
