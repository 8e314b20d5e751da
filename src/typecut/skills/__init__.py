"""The agent skills: their texts, their rules, and how they come to where an agent finds them."""
