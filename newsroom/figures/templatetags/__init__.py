"""Tags of the figures, for the start page of the desk."""
