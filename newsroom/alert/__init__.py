"""The important message: a banner above every public page, set at the desk in under a minute."""
