"""The nouns of the newsroom. Import them from here."""

from newsroom.models.approval import Approval
from newsroom.models.contact import Contact, Telephone
from newsroom.models.department import Department, DepartmentSlug
from newsroom.models.event import Event
from newsroom.models.letter import Letter
from newsroom.models.link import PreviewLink, QuoteAnswer
from newsroom.models.release import Release, ReleaseContact
from newsroom.models.review import Review
from newsroom.models.subject import SOON_DAYS, ReviewStatus, ReviewSubject, belonging, past_due
from newsroom.models.task import CardChange, ReviewTask, Substitution
from newsroom.models.text import ReleaseText
from newsroom.models.together import Autosave, Presence
from newsroom.models.topic import Topic
from newsroom.models.user import Membership, User
from newsroom.models.version import Address, Version, VersionContact

__all__ = [
    "SOON_DAYS",
    "Address",
    "Approval",
    "Autosave",
    "CardChange",
    "Contact",
    "Department",
    "DepartmentSlug",
    "Event",
    "Letter",
    "Membership",
    "Presence",
    "PreviewLink",
    "QuoteAnswer",
    "Release",
    "ReleaseContact",
    "ReleaseText",
    "Review",
    "ReviewStatus",
    "ReviewSubject",
    "ReviewTask",
    "Substitution",
    "Telephone",
    "Topic",
    "User",
    "Version",
    "VersionContact",
    "belonging",
    "past_due",
]
