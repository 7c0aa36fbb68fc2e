"""The desk. Importing the modules registers their screens."""

from newsroom.admin import contacts, departments, people, releases, review_log, review_queue, substitutions, topics

__all__ = ["contacts", "departments", "people", "releases", "review_log", "review_queue", "substitutions", "topics"]
