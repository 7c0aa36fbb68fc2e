"""About the newsroom, personal data, and the accessibility statement."""
