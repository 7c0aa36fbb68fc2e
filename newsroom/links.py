"""Links for people without an account: made and revoked by the desk, opened by their token, quotes answered.

The token is 256 random bits and stands only in the address that the desk is shown once. What is stored is its
SHA-256, so whoever reads the database cannot open a link.
"""

import datetime as dt
import hashlib
import re
import secrets
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import workflow
from newsroom.html import html_to_text
from newsroom.models import PreviewLink, QuoteAnswer, Release, User

Kind = PreviewLink.Kind
DEFAULT_DAYS, MOST_DAYS = 7, 30
#: Answers are never deleted, so whoever has the link must not be able to write without end.
MOST_ANSWERS = 50
_DASH = re.compile(r"[–—-]\s")


def sha256(text: str) -> str:
    """Return the digest of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quotes_in(body: str) -> list[str]:
    """Return the paragraphs of a body that begin with a dash: what somebody says, word for word."""
    paragraphs = (" ".join(line.split()) for line in html_to_text(body).splitlines())
    return list(dict.fromkeys(line for line in paragraphs if _DASH.match(line)))


@transaction.atomic
def create_link(
    *,
    release: Release,
    by: User,
    kind: str,
    recipient: str,
    days: int = DEFAULT_DAYS,
    quote: str = "",
    at: dt.datetime | None = None,
) -> tuple[PreviewLink, str]:
    """Make a link for one named person; return it with its token, which cannot be had again.

    Raises PermissionDenied without the role, ValidationError with every fault, field by field.
    """
    _require_role(release, by)
    recipient, quote = " ".join(recipient.split()), quote if kind == Kind.QUOTE else ""
    _require_sound_link(release, kind, recipient, days, quote)
    now, token = at or timezone.now(), secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        release=release,
        kind=kind,
        token_hash=sha256(token),
        recipient=recipient,
        quote=quote,
        digest=sha256(quote) if quote else "",
        created_by=by,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    return link, token


def _require_role(release: Release, by: User) -> None:
    """Let those who may edit the text decide who else reads it."""
    if not workflow.has_role("edit", release, by):
        raise PermissionDenied(_("You lack the role for this in the department."))


def _require_sound_link(release: Release, kind: str, recipient: str, days: int, quote: str) -> None:
    """Refuse a link to nobody, for ever, or about words that do not stand in the text."""
    faults = {
        "kind": kind not in Kind.values,
        "recipient": not 0 < len(recipient) <= 120,
        "days": not 1 <= days <= MOST_DAYS,
        "quote": kind == Kind.QUOTE and quote not in quotes_in(release.body),
    }
    messages = {
        "kind": _("Choose what the link shows."),
        "recipient": _("Write the name of the one person the link is for."),
        "days": _("A link works for 1 to %(most)d days.") % {"most": MOST_DAYS},
        "quote": _("Choose a quote that stands in the text."),
    }
    if found := {field: [messages[field]] for field, is_wrong in faults.items() if is_wrong}:
        raise ValidationError(found)


@transaction.atomic
def revoke_link(*, link: PreviewLink, by: User, at: dt.datetime | None = None) -> None:
    """Close a link for good. The first time counts."""
    _require_role(link.release, by)
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at or timezone.now(), revoked_by=by)
    link.refresh_from_db(fields=["revoked_at", "revoked_by"])


def find_link(token: str, at: dt.datetime | None = None) -> PreviewLink | None:
    """Return the link of a token if it opens now; otherwise None, with the same work whatever the reason."""
    return PreviewLink.objects.usable(at).select_related("release").filter(token_hash=sha256(token)).first()


@transaction.atomic
def answer_quote(
    *, link: PreviewLink, answer: str, digest: str, comment: str = "", at: dt.datetime | None = None
) -> QuoteAnswer:
    """Write down what the person answered about the quote that was on screen.

    Raises PreviewLink.DoesNotExist when the link has closed meanwhile, ValidationError when the answer does not do.
    """
    now, comment = at or timezone.now(), comment.strip()
    link = PreviewLink.objects.usable(now).select_for_update().get(pk=link.pk, kind=Kind.QUOTE)
    if not secrets.compare_digest(digest.encode(), link.digest.encode()):
        raise ValidationError(_("The quote is not the one that was shown. Read it again."))
    if answer == QuoteAnswer.Answer.CHANGE and not comment:
        raise ValidationError({"comment": [_("Write what should be changed.")]})
    if link.answers.count() >= MOST_ANSWERS:
        raise ValidationError(_("There are too many answers already. Get in touch with the person who sent the link."))
    row = QuoteAnswer(
        link=link, answer=answer, comment=comment, answered_name=link.recipient, answered_at=now, digest=digest
    )
    row.full_clean(exclude=["link"], validate_constraints=False)
    row.save()
    return row


class QuoteState(models.TextChoices):
    """How it stands with a quote that somebody has been asked about."""

    WAITING = "waiting", gettext_lazy("waiting for an answer")
    AGREED = "agreed", gettext_lazy("agreed")
    CHANGE = "change", gettext_lazy("wants a change")
    OUTDATED = "outdated", gettext_lazy("the text has been changed since")


@dataclass(frozen=True)
class QuoteCheck:
    """One line of the checklist: the question, how it stands, and the answer that counts."""

    link: PreviewLink
    state: QuoteState
    answer: QuoteAnswer | None

    @property
    def wish(self) -> str:
        """Return what the person wants changed, "" if nothing."""
        return self.answer.comment if self.answer and self.answer.answer == QuoteAnswer.Answer.CHANGE else ""

    def is_later_than(self, other: "QuoteCheck") -> bool:
        """Tell whether this answer came after the other; a question without any comes before every answer."""
        if self.answer is None or other.answer is None:
            return other.answer is None
        return (self.answer.answered_at, self.answer.pk) > (other.answer.answered_at, other.answer.pk)


def quotes_of(release: Release, at: dt.datetime | None = None, *, body: str | None = None) -> list[QuoteCheck]:
    """Return every quote somebody has been asked about, the oldest question first, judged by a body (default: stored).

    A question that the desk has revoked is taken back, and one that publication left unanswered is moot:
    neither is in the list. An expired one stays until it is revoked.
    """
    standing = set(quotes_in(release.body if body is None else body))
    asked = release.links.filter(kind=Kind.QUOTE, revoked_at=None).not_moot(at).order_by("created_at", "pk")
    return [_check(link, standing) for link in asked.prefetch_related("answers")]


def last_words(release: Release, body: str | None = None) -> tuple[QuoteCheck, ...]:
    """Return one check for each person and quote, however often they were asked: the last answer counts."""
    found: dict[tuple[str, str], QuoteCheck] = {}
    for check in quotes_of(release, body=body):
        key = (check.link.recipient, check.link.quote)
        if key not in found or check.is_later_than(found[key]):
            found[key] = check
    return tuple(found.values())


def _check(link: PreviewLink, standing: set[str]) -> QuoteCheck:
    """Return how it stands with one question; words that no longer stand in the text come before any answer."""
    answers = list(link.answers.all())
    last = answers[-1] if answers else None
    state = QuoteState(last.answer) if last else QuoteState.WAITING
    return QuoteCheck(link, state if link.quote in standing else QuoteState.OUTDATED, last)
