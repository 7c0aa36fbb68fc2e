"""The desk. Importing the modules registers their screens."""

from newsroom.admin import contacts, departments, people, releases, topics

__all__ = ["contacts", "departments", "people", "releases", "topics"]
