"""A score as sound."""
