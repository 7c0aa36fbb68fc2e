"""The nouns of the newsroom. Import them from here."""

from newsroom.models.approval import Approval
from newsroom.models.contact import Contact, Telephone
from newsroom.models.department import Department, DepartmentSlug
from newsroom.models.event import Event
from newsroom.models.letter import Letter
from newsroom.models.link import PreviewLink, QuoteAnswer
from newsroom.models.listing_change import ListingChange
from newsroom.models.release import Release, ReleaseContact
from newsroom.models.review import Review
from newsroom.models.short_number import draw_number
from newsroom.models.subject import SOON_DAYS, ReviewStatus, ReviewSubject, belonging, past_due
from newsroom.models.task import CardChange, ReviewTask, Substitution
from newsroom.models.text import Following, Language, ReleaseText, ReleaseType
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
    "Following",
    "Language",
    "Letter",
    "ListingChange",
    "Membership",
    "Presence",
    "PreviewLink",
    "QuoteAnswer",
    "Release",
    "ReleaseContact",
    "ReleaseText",
    "ReleaseType",
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
    "draw_number",
    "past_due",
]
