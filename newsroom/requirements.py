"""What a release needs before anybody outside may read it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.html import html_to_text
from newsroom.models import Contact, Release

#: Marks that writers leave where something is still to be filled in.
PLACEHOLDER = re.compile(
    r"\bX{2,}\b|\bTODO\b|\?\?\?|\[(?i:namn|titel|datum|ort|tid|plats|citat|siffra|fyll i|x+|\.\.)(?!\w)[^\]\n]{0,40}\]"
)


def missing_for_publication(release: Release) -> dict[str, str]:
    """Return every fault that stops publication, field by field; empty when there is none."""
    faults = {
        "headline": not release.headline.strip(),
        "lead": not release.lead.strip(),
        "body": not html_to_text(release.body),
        "department": release.department is None,
    }
    messages = {
        "headline": _("Write a headline."),
        "lead": _("Write a lead: the most important thing, in one or two sentences."),
        "body": _("Write the text."),
        "department": _("Choose the department that sends the release."),
    }
    found = {field: str(messages[field]) for field, is_missing in faults.items() if is_missing}
    return found | _contact_fault(release) | _placeholders(release)


def _contact_fault(release: Release) -> dict[str, str]:
    """Demand somebody whom a journalist can reach."""
    contacts = Contact.objects.active().filter(release_places__release=release)
    if any(contact.email or contact.telephones.all() for contact in contacts.prefetch_related("telephones")):
        return {}
    return {"contacts": str(_("Choose at least one active contact with a telephone number or an e-mail address."))}


def _placeholders(release: Release) -> dict[str, str]:
    """Find what was left to be filled in."""
    texts = {
        "headline": release.headline,
        "subheading": release.subheading,
        "lead": release.lead,
        "body": html_to_text(release.body),
        "dateline": release.dateline,
    }
    message = _("Something is left to fill in: “%(mark)s”.")
    hits = {field: PLACEHOLDER.search(text) for field, text in texts.items()}
    return {field: str(message % {"mark": hit[0]}) for field, hit in hits.items() if hit}


def require_publishable(release: Release) -> None:
    """Raise ValidationError with every fault at once."""
    if faults := missing_for_publication(release):
        raise ValidationError({field: [message] for field, message in faults.items()})
