"""A year of reviews as a real office has them: most in time, some late, a few forgotten, and today's queue."""

import datetime as dt
from collections.abc import Callable
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

from newsroom.demo.office import DAY, Office, Outcome
from newsroom.due_dates import add_months
from newsroom.models import Contact, ReviewSubject, User
from newsroom.reviewing import interval_months, make_missing_subjects, refresh_subjects

#: When the office began to keep its cards true.
CARDS_SINCE_DAYS = 400
#: Releases that nobody has got round to.
LEFT_AS_THEY_ARE = 1
IN_A_BATCH = 5


def play_reviews(people: dict[str, User], now: dt.datetime, seed_headline: str) -> None:
    """Review the pages of the demo. The release of the seed is left as it is: nobody has read it since 2019."""
    office = Office(people, now)
    make_missing_subjects()
    _open_the_cards(office)
    quiet, others = _forgotten(office, seed_headline)
    pages = iter(quiet)
    for story in _stories():
        for place, subject in enumerate(islice(pages, story.pages)):
            story.play(office, subject, place)
    for place, subject in enumerate(list(pages)):
        office.begin_cycle(subject, office.today - (25 + (place * 37) % 320) * DAY)
        office.keep_up(subject)
    for subject in others[LEFT_AS_THEY_ARE:]:
        office.keep_up(subject)
    _cards(office)
    _answer_for_pages(people)


def _open_the_cards(office: Office) -> None:
    """Let departments and contacts have been there for years; two contacts are new."""
    cards = ReviewSubject.objects.filter(release=None)
    cards.update(begun_at=office.now - CARDS_SINCE_DAYS * DAY)
    new = cards.filter(contact__in=Contact.objects.order_by("-pk")[:2].values("pk")).values_list("pk", flat=True)
    ReviewSubject.objects.filter(pk__in=list(new)).update(begun_at=office.now - 90 * DAY)
    refresh_subjects(cards)


def _forgotten(office: Office, seed_headline: str) -> tuple[list[ReviewSubject], list[ReviewSubject]]:
    """Return the releases that should have been read by now, except the seed's: long quiet ones, and the others."""
    late = ReviewSubject.objects.overdue(office.today).exclude(release=None)
    late = late.exclude(release__headline=seed_headline).select_related("release__department")
    found = sorted(late, key=lambda subject: office.chance(subject).random())
    quiet = [subject for subject in found if _is_quiet(office, subject)]
    return quiet, [subject for subject in found if subject not in quiet]


def _is_quiet(office: Office, subject: ReviewSubject) -> bool:
    """Tell whether nothing has happened to the page for an interval and a year: its dates can be chosen."""
    assert subject.release is not None
    since = add_months(office.today, -13 - interval_months(subject))
    is_read = subject.last_reviewed_on is not None and subject.last_reviewed_on > since
    return not is_read and not subject.release.versions.filter(visible_from__date__gt=since).exists()


# --- stories ----------------------------------------------------------------------------------------
class Story:
    """What happens to some of the pages."""

    def __init__(self, pages: int, play: Callable[[Office, ReviewSubject, int], None]) -> None:
        """Say of how many, and what."""
        self.pages, self.play = pages, play


def _stories() -> list[Story]:
    """Return what is to be found in the queue today, and in the log of the year."""
    return [
        Story(IN_A_BATCH, _in_a_batch),
        Story(2, _soon),
        Story(3, _overdue),
        Story(1, _to_put_right),
        Story(1, _to_archive),
        Story(1, _deferred_now),
        Story(1, _changed_since),
        Story(1, _own_text),
        Story(1, _slip),
        Story(2, _put_right),
        Story(1, _deferred_then),
    ]


def _soon(office: Office, subject: ReviewSubject, place: int) -> None:
    """Due within 30 days."""
    office.begin_cycle(subject, office.today + (5, 14, 26)[place] * DAY)


def _overdue(office: Office, subject: ReviewSubject, place: int) -> None:
    """Forgotten for weeks or months."""
    office.begin_cycle(subject, office.today - (6, 20, 52, 118)[place] * DAY)


def _to_put_right(office: Office, subject: ReviewSubject, place: int) -> None:
    """Something is wrong, and the editors have it."""
    office.begin_cycle(subject, office.today - 4 * DAY)
    comment = "Länken till ansökan leder till en sida som inte finns, och öppettiderna gäller förra året."
    office.read(subject, office.today - 5 * DAY, outcome=Outcome.NEEDS_CHANGES, comment=comment)


def _to_archive(office: Office, subject: ReviewSubject, place: int) -> None:
    """The page has done its work."""
    office.begin_cycle(subject, office.today + 3 * DAY)
    comment = "Projektet är avslutat och verksamheten har flyttat. Läsarna behöver inte texten längre."
    office.read(subject, office.today - 9 * DAY, outcome=Outcome.PROPOSE_ARCHIVE, comment=comment)


def _deferred_now(office: Office, subject: ReviewSubject, place: int) -> None:
    """Waits for somebody's answer."""
    office.begin_cycle(subject, office.today - 8 * DAY)
    until, comment = (
        office.today + 17 * DAY,
        "Nämnden beslutar om taxan den här månaden. Jag läser när det är klart.",
    )
    office.read(subject, office.today - 10 * DAY, outcome=Outcome.DEFERRED, comment=comment, deferred_until=until)


def _changed_since(office: Office, subject: ReviewSubject, place: int) -> None:
    """Read in time, and corrected this month."""
    due = office.today - (80, 130)[place] * DAY
    office.begin_cycle(subject, due)
    office.read(subject, due - 6 * DAY)
    note = ("Vi har rättat ett telefonnummer.", "Vi har rättat en tid.")[place]
    office.change(subject, office.today - (4, 9)[place] * DAY, "Texten är rättad.", note)


def _own_text(office: Office, subject: ReviewSubject, place: int) -> None:
    """Read by who wrote it, with a reason; it stays on the list until somebody else has looked."""
    due, reason = office.today - 40 * DAY, "Mats är på kurs hela veckan och sidan länkas från dagens nyhetsbrev."
    office.begin_cycle(subject, due)
    author = office.people["utgivare"]
    office.read(subject, due - 2 * DAY, by=author, is_own_text=True, override_reason=reason)


def _slip(office: Office, subject: ReviewSubject, place: int) -> None:
    """Marked by mistake, taken back, and read properly the week after."""
    due = office.today - 150 * DAY
    office.begin_cycle(subject, due)
    office.undo(office.read(subject, due - 12 * DAY, by=office.people["granskare"]))
    office.read(subject, due - 4 * DAY)


def _put_right(office: Office, subject: ReviewSubject, place: int) -> None:
    """A fault was found, put right, and read again."""
    due = office.today - (95, 210)[place] * DAY
    office.begin_cycle(subject, due)
    comment = ("Numret till kontaktpersonen är gammalt.", "Datumet för invigningen stämmer inte.")[place]
    office.read(subject, due - 10 * DAY, outcome=Outcome.NEEDS_CHANGES, comment=comment)
    office.change(subject, due - 3 * DAY, "Uppgifterna är kontrollerade.", "Vi har rättat en uppgift.")
    office.read(subject, due + 4 * DAY)


def _deferred_then(office: Office, subject: ReviewSubject, place: int) -> None:
    """Put off in the summer, and read when people were back."""
    due = office.today - 125 * DAY
    office.begin_cycle(subject, due)
    until, comment = due + 28 * DAY, "Ansvarig chef är på semester och är den enda som vet."
    office.read(subject, due - DAY, outcome=Outcome.DEFERRED, comment=comment, deferred_until=until)
    office.read(subject, until - 4 * DAY)


def _in_a_batch(office: Office, subject: ReviewSubject, place: int) -> None:
    """Five read in one sitting."""
    day = office.today - 64 * DAY
    office.begin_cycle(subject, day + (3 + 2 * place) * DAY)
    batch = uuid5(NAMESPACE_URL, f"{office.today}")
    office.read(subject, day, by=office.people["granskare"], batch=batch)


# --- cards ------------------------------------------------------------------------------------------
def _cards(office: Office) -> None:
    """Read the departments and contacts: one is late, one is due soon, one has a wrong number, new ones are unread."""
    cards = ReviewSubject.objects.current(office.now).filter(release=None, begun_at__lt=office.now - 365 * DAY)
    special = {0: _late_card, 1: _card_soon, 3: _wrong_number}
    cards = cards.select_related("unit", "contact__department")
    found = sorted(cards, key=lambda card: (card.kind == "department", str(card)))
    for place, subject in enumerate(found):
        special.get(place, _kept_card)(office, subject, place)


def _kept_card(office: Office, subject: ReviewSubject, place: int) -> None:
    """Most cards are read in time."""
    office.begin_cycle(subject, office.today - (30 + (place * 53) % 300) * DAY)
    office.keep_up(subject)


def _late_card(office: Office, subject: ReviewSubject, place: int) -> None:
    """A contact nobody has called for a while."""
    office.begin_cycle(subject, office.today - 13 * DAY)


def _card_soon(office: Office, subject: ReviewSubject, place: int) -> None:
    """A contact to be checked this month."""
    office.begin_cycle(subject, office.today + 9 * DAY)


def _wrong_number(office: Office, subject: ReviewSubject, place: int) -> None:
    """A contact whose number is wrong."""
    office.begin_cycle(subject, office.today + 20 * DAY)
    comment = "Jag ringde: numret går till en annan avdelning."
    office.read(subject, office.today - 2 * DAY, outcome=Outcome.NEEDS_CHANGES, comment=comment)


def _answer_for_pages(people: dict[str, User]) -> None:
    """Give two pages of three a person, the seed's not."""
    subjects = ReviewSubject.objects.order_by("pk").exclude(last_review__reviewer_name="Per Ivarsson")
    keys = list(subjects.values_list("pk", flat=True))
    ReviewSubject.objects.filter(pk__in=keys[::3]).update(responsible=people["granskare"])
    ReviewSubject.objects.filter(pk__in=keys[1::6]).update(responsible=people["utgivare"])
