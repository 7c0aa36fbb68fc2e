"""What the start page of the desk asks of the answers."""
