"""The nouns of the newsroom. Import them from here."""

from newsroom.models.contact import Contact, Telephone
from newsroom.models.department import Department, DepartmentSlug
from newsroom.models.event import Event
from newsroom.models.release import Release, ReleaseContact
from newsroom.models.review import Review
from newsroom.models.text import ReleaseText
from newsroom.models.topic import Topic
from newsroom.models.user import Membership, User
from newsroom.models.version import Address, Version, VersionContact

__all__ = [
    "Address",
    "Contact",
    "Department",
    "DepartmentSlug",
    "Event",
    "Membership",
    "Release",
    "ReleaseContact",
    "ReleaseText",
    "Review",
    "Telephone",
    "Topic",
    "User",
    "Version",
    "VersionContact",
]
