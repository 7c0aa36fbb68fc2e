"""What the banner needs in templates."""
