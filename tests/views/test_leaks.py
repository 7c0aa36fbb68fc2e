"""Nothing that is not public reaches a reader: not by text, address, count, order, header or error page.

Two databases that differ only in what is not public must give the same bytes at every public address. A route
that this test does not know makes it fail: whoever adds one says here what may be asked of it.
"""

import secrets

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from newsroom.actions import open_interval, schedule_release
from newsroom.approving import approve_release, submit_release
from newsroom.links import create_link, quotes_in
from newsroom.models import Contact, Release, Topic
from newsroom.withdrawing import archive_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_review,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db
YEAR = timezone.localtime(NOW - HOUR).year


class Canaries:
    """Hands out random words and remembers them."""

    def __init__(self):
        self.words = []

    def word(self):
        self.words.append("kanarie" + secrets.token_hex(8))
        return self.words[-1]

    def release(self, **fields):
        """Make a release whose every field has a word of its own."""
        contact = make_contact(
            name=self.word(), title=self.word(), party=self.word()[:40], organisation=self.word(), hours=self.word(),
            email=f"{self.word()}@trollhattan.example",
        )  # fmt: skip
        values = {
            "slug": self.word(),
            "headline": self.word(),
            "subheading": self.word(),
            "lead": self.word(),
            "body": f"<p>{self.word()}</p>",
            "dateline": self.word(),
        }
        if "department" not in fields:
            fields["department"] = make_department(name=self.word(), slug=self.word(), status="prepared")
        topic = Topic.objects.create(name=self.word(), slug=self.word())
        return make_release(contacts=[contact], topics=[topic], **values | fields)


@pytest.fixture
def hidden():
    return Canaries()


@pytest.fixture
def desk():
    return make_administrator()


@pytest.fixture
def shown():
    """What both databases have: enough for every kind of page, with a history and two pages of list."""
    department = make_department(name="Kommunikationsavdelningen", slug="kommunikation")
    contact = make_contact(department=department, is_listed=True, kind="press_officer")
    topic = make_topic("Skola")
    live = make_version(
        release=make_release(department=department, contacts=[contact], topics=[topic], headline="Öppen rubrik"),
        visible_from=NOW - 3 * DAY,
    )
    make_version(release=live.release, kind="correction", note="Fel siffra.", visible_from=NOW - 2 * DAY)
    make_review(live, timezone.localdate(NOW - DAY))
    for number in range(22):
        make_version(department=department, visible_from=NOW - (30 + number) * HOUR)
    return live


def public_addresses(live):
    """Return at least one address for every public route, by the route's name."""
    version = live.get_absolute_url()
    return {
        "start": ["/", "/?sida=1"],
        "release_list": ["/pressmeddelanden/", "/pressmeddelanden/?sida=2", "/pressmeddelanden/?sida=99"],
        "release_year": [f"/pressmeddelanden/{YEAR}/", f"/pressmeddelanden/{YEAR + 1}/"],
        "release_detail": [version, f"/pressmeddelanden/{YEAR}/finns-inte/"],
        "version_detail": [f"{version}version/{number}/" for number in (1, 2, 3, 4)],
        "review_of_release": [f"{version}granska/", f"/pressmeddelanden/{YEAR}/finns-inte/granska/"],
        "review_of_version": [f"{version}version/1/granska/", f"{version}version/9/granska/"],
        "review_of_department": ["/forvaltningar/kommunikation/granska/", "/forvaltningar/finns-inte/granska/"],
        "review_of_contacts": ["/kontakter/granska/"],
        "department_list": ["/forvaltningar/"],
        "department_detail": ["/forvaltningar/kommunikation/", "/forvaltningar/kommunikation/?sida=2"],
        "contact_list": ["/kontakter/"],
        "preview_link": [f"/forhandslank/{'x' * 43}/", f"/forhandslank/{'-' * 43}/"],
        "healthz": ["/healthz"],
        "robots": ["/robots.txt"],
        "theme": ["/tema.css"],
    }


def routes():
    """Return the names of all public routes: everything outside the admin."""
    names = set()
    for entry in get_resolver().url_patterns:
        if str(entry.pattern).startswith("admin/"):
            continue
        names |= {pattern.name for pattern in getattr(entry, "url_patterns", [entry])}
    return names


def answers(live):
    """Ask every public address, and the login, as an anonymous reader."""
    found = {}
    for paths in public_addresses(live).values():
        for path in paths:
            response = Client().get(path)
            found[path] = (response.status_code, response.content, sorted(response.items()))
    return found


HIDERS = {}


def hider(function):
    HIDERS[function.__name__] = function
    return function


@hider
def draft(hidden, desk, live):
    hidden.release()


@hider
def draft_under_the_same_words(hidden, desk, live):
    make_release(headline=live.headline, department=live.department)


@hider
def submitted(hidden, desk, live):
    submit_release(release=hidden.release(department=live.department), by=desk)


@hider
def approved(hidden, desk, live):
    release = hidden.release(department=live.department)
    submit_release(release=release, by=desk)
    approve_release(release=release, by=make_administrator())


@hider
def frozen_without_interval(hidden, desk, live):
    make_version(release=hidden.release(department=live.department), visible_from=None)


@hider
def scheduled(hidden, desk, live):
    release = hidden.release(department=live.department)
    schedule_release(release=release, by=desk, visible_from=timezone.now() + HOUR)


@hider
def scheduled_in_another_year(hidden, desk, live):
    schedule_release(release=hidden.release(), by=desk, visible_from=timezone.now() + 400 * DAY)


@hider
def working_copy_over_a_live_release(hidden, desk, live):
    release = live.release
    release.headline, release.lead, release.slug = hidden.word(), hidden.word(), hidden.word()
    release.body, release.dateline = f"<p>{hidden.word()}</p>", hidden.word()
    release.department = make_department(name=hidden.word(), status="prepared")
    release.save()
    release.topics.set([Topic.objects.create(name=hidden.word(), slug=hidden.word())])
    release.contact_places.update(role=hidden.word())


@hider
def future_version_of_a_live_release(hidden, desk, live):
    working_copy_over_a_live_release(hidden, desk, live)
    note = hidden.word()
    version = make_version(release=live.release, visible_from=None, kind="correction", note=note)
    open_interval(version=version, visible_from=timezone.now() + HOUR)


@hider
def contact_that_is_not_listed(hidden, desk, live):
    make_contact(name=hidden.word(), title=hidden.word(), department=live.department)


@hider
def number_of_someone_who_has_left(hidden, desk, live):
    contact = make_contact(name=hidden.word(), email=f"{hidden.word()}@trollhattan.example", department=live.department)
    Contact.objects.filter(pk=contact.pk).update(is_active=False, is_listed=True)


@hider
def department_being_prepared(hidden, desk, live):
    make_department(name=hidden.word(), slug=hidden.word(), parent=live.department, status="prepared")


@hider
def topic_without_releases(hidden, desk, live):
    Topic.objects.create(name=hidden.word(), slug=hidden.word())


@hider
def people_and_their_notes(hidden, desk, live):
    person = make_administrator(username=hidden.word(), first_name=hidden.word(), last_name=hidden.word())
    from newsroom.actions import record

    record(live.release, "saved", person, comment=hidden.word())


@hider
def release_with_a_live_preview_link(hidden, desk, live):
    working_copy_over_a_live_release(hidden, desk, live)
    for release in (hidden.release(department=live.department), live.release):
        for kind in ("preview", "embargo", "quote"):
            release.body = f"<p>– {hidden.word()}</p>"
            release.save()
            quote = quotes_in(release.body)[0]
            recipient = hidden.word()
            _link, token = create_link(release=release, by=desk, kind=kind, recipient=recipient, quote=quote)
            assert Client().get(f"/forhandslank/{token}/").status_code == 200
            hidden.words.append(token)


def test_every_public_route_is_known_to_this_test(shown):
    assert routes() == set(public_addresses(shown))


@pytest.mark.parametrize("state", HIDERS)
def test_what_is_hidden_changes_no_byte_of_any_answer(state, hidden, desk, shown):
    before = answers(shown)

    HIDERS[state](hidden, desk, shown)

    after = answers(shown)
    assert [path for path in before if before[path] != after[path]] == []
    for word in hidden.words:
        assert all(word.encode() not in content + repr(items).encode() for _status, content, items in after.values())


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "frozen_without_interval", "scheduled"])
def test_a_guessed_address_is_answered_as_one_that_never_was(state, hidden, desk, shown):
    HIDERS[state](hidden, desk, shown)
    release = Release.objects.exclude(slug="").latest("pk")
    unknown = Client().get(f"/pressmeddelanden/{YEAR}/nagot-helt-annat/")

    for path in (f"/pressmeddelanden/{YEAR}/{release.slug}/", f"/pressmeddelanden/{YEAR}/{release.slug}/version/1/"):
        response = Client().get(path)
        assert response.status_code == 404
        assert (response.content, sorted(response.items())) == (unknown.content, sorted(unknown.items()))


def test_a_withdrawn_release_leaves_no_word_behind(hidden, desk, shown):
    version = make_version(release=hidden.release(department=shown.department))
    withdraw_release(release=version.release, by=desk, reason=hidden.word())
    path = version.get_absolute_url()

    everything = answers(shown) | {p: _asked(p) for p in (path, f"{path}version/1/")}

    slug = version.address.slug
    for address, (_status, content, items) in everything.items():
        for word in [word for word in hidden.words if word != slug]:
            assert word.encode() not in content, (address, word)
            assert word not in repr(items)
    assert everything[path][0] == 410


def _asked(path):
    response = Client().get(path)
    return response.status_code, response.content, sorted(response.items())


def test_a_release_published_under_the_words_of_a_scheduled_one_gets_the_plain_address(desk, shown):
    schedule_release(release=make_release(headline="Branden i hamnen"), by=desk, visible_from=NOW + DAY)

    version = make_version(headline="Branden i hamnen")

    assert version.get_absolute_url() == f"/pressmeddelanden/{YEAR}/branden-i-hamnen/"


def test_an_archived_release_is_still_shown(desk, shown):
    archive_release(release=shown.release, by=desk)

    assert Client().get(shown.get_absolute_url()).status_code == 200


def test_the_canaries_are_found_when_they_are_public(hidden, shown):
    version = make_version(release=hidden.release(department=shown.department))

    page = Client().get(version.get_absolute_url()).content.decode()

    assert sum(word in page for word in hidden.words) >= 10
