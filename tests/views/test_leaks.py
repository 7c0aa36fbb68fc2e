"""Nothing that is not public reaches a reader: not by text, address, count, order, header or error page.

Two databases that differ only in what is not public must give the same bytes at every public address. A route
that this test does not know makes it fail: whoever adds one says here what may be asked of it.
"""

import itertools
import random
import secrets

import pytest
from django.db import transaction
from django.test import Client
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import timezone

from newsroom.about.models import Page
from newsroom.actions import open_interval, schedule_release
from newsroom.approving import approve_release, submit_release
from newsroom.bundles import BUNDLES
from newsroom.feedback.quota import take
from newsroom.links import create_link, quotes_in
from newsroom.models import Contact, Release, Topic, Version
from newsroom.withdrawing import archive_release, withdraw_release
from tests import factories
from tests.about.support import FAULT, make_shown, make_statement
from tests.alert.support import make_alert
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
from tests.feedback.support import make_answer
from tests.search import leaks as search

pytestmark = pytest.mark.django_db
YEAR = timezone.localtime(NOW - HOUR).year
FEED_QUERIES = ("?sida=2", "?forvaltning=kommunikation&typ=press_release", "?amne=x&ar=x&q=kanarie&sida=x")


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
def shown(monkeypatch):
    """What both databases have: enough for every kind of page, with a history and two pages of list.

    The same each time, names and numbers drawn by lot too, so that one database without anything hidden is compared
    with all those that have something.
    """
    monkeypatch.setattr(factories, "_counter", itertools.count(1_000_000))
    monkeypatch.setattr(secrets, "randbelow", random.Random(1).randrange)
    department = make_department(name="Kommunikationsavdelningen", slug="kommunikation")
    contact = make_contact(department=department, is_listed=True, kind="press_officer")
    topic = make_topic("Skola")
    live = make_version(
        release=make_release(department=department, contacts=[contact], topics=[topic], headline="Öppen rubrik"),
        visible_from=NOW - 3 * DAY,
    )
    make_version(release=live.release, kind="correction", note="Fel siffra.", visible_from=NOW - 2 * DAY)
    make_review(live, timezone.localdate(NOW - DAY))
    make_version(original=live.release, language="en", headline="Open headline", visible_from=NOW - 2 * DAY - HOUR)
    make_version(follows=live.release, follows_as="replaces", headline="Nyare rubrik", visible_from=NOW - DAY)
    make_shown(at=NOW - 5 * DAY)
    Page.objects.create(key="about", placement="after", body="<p>Jouren svarar dygnet runt.</p>")
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
        "release_detail": [version, *relatives_of(live), f"/pressmeddelanden/{YEAR}/finns-inte/"],
        "version_detail": [f"{version}version/{number}/" for number in (1, 2, 3, 4)],
        "release_text": [f"{version}text.txt", f"/pressmeddelanden/{YEAR}/finns-inte/text.txt"],
        "release_paper": [f"{version}utskrift/", f"/pressmeddelanden/{YEAR}/finns-inte/utskrift/"],
        "release_code": [f"{version}qr.svg", f"/pressmeddelanden/{YEAR}/finns-inte/qr.svg"],
        "short_address": [f"/p/{live.release.short_number}", "/p/999999999", "/p/12", f"/p/{'9' * 40}", "/p/"],
        "contact_card": [*cards_of(live), "/kontakter/999999999.vcf", "/kontakter/1.vcf", "/kontakter/x.vcf"],
        "release_picture": [f"{version}bild.png", f"/pressmeddelanden/{YEAR}/finns-inte/bild.png"],
        "site_picture": ["/bild.png", "/en/bild.png"],
        "oembed": [
            f"/oembed?url=http://testserver{version}",
            f"/oembed?url=http://testserver{version}&format=xml&maxwidth=300&maxheight=x",
            f"/oembed?url=http://testserver/pressmeddelanden/{YEAR}/finns-inte/",
            *("/oembed?url=http://testserver/", "/oembed?url=//[", "/oembed", "/oembed?url=x&format=pdf"),
        ],
        "review_of_release": [f"{version}granska/", f"/pressmeddelanden/{YEAR}/finns-inte/granska/"],
        "review_of_version": [f"{version}version/1/granska/", f"{version}version/9/granska/"],
        "review_of_department": ["/forvaltningar/kommunikation/granska/", "/forvaltningar/finns-inte/granska/"],
        "review_of_contacts": ["/kontakter/granska/"],
        "department_list": ["/forvaltningar/"],
        "department_detail": ["/forvaltningar/kommunikation/", "/forvaltningar/kommunikation/?sida=2"],
        "contact_list": ["/kontakter/"],
        "preview_link": [f"/forhandslank/{'x' * 43}/", f"/forhandslank/{'-' * 43}/"],
        "about": ["/om/", "/en/om/", "/om/?sida=2"],
        "privacy": ["/personuppgifter/", "/en/personuppgifter/"],
        "accessibility_statement": ["/tillganglighet/", "/en/tillganglighet/", "/tillganglighet/?version=2"],
        "feed": [
            *(f"/pressmeddelanden/flode.{form}" for form in ("atom", "rss", "json")),
            *(f"/pressmeddelanden/flode.json{query}" for query in FEED_QUERIES),
        ],
        "sitemap": ["/sitemap.xml"],
        "sitemap_pages": ["/sitemap-sidor.xml"],
        "sitemap_news": ["/sitemap-nyheter.xml"],
        "sitemap_year": [
            *(f"/sitemap-{YEAR}.xml", f"/sitemap-{YEAR + 1}.xml", f"/sitemap-{YEAR}-2.xml", f"/sitemap-{YEAR}-0.xml")
        ],
        "security_txt": ["/.well-known/security.txt"],
        "answer_release": [
            *(f"{version}svara/", f"{version}svara/?tack=1", f"{version}svara/?kvitto=x"),
            f"/pressmeddelanden/{YEAR}/finns-inte/svara/",
        ],
        "answer_department": [
            *("/forvaltningar/kommunikation/svara/", "/en/forvaltningar/kommunikation/svara/"),
            *("/forvaltningar/kommunikation/svara/?tack=1", "/forvaltningar/finns-inte/svara/"),
        ],
        "search": search.SEARCHES,
        "search_suggestions": search.SUGGESTIONS,
        "healthz": ["/healthz"],
        "robots": ["/robots.txt"],
        "theme": ["/tema.css"],
        "bundle": [f"/stil/{name}-0123456789ab.css" for name in (*BUNDLES, "finns-inte")],
    }


def relatives_of(live):
    """Return the addresses of what refers to a release: its translation, and what replaces it."""
    related = [live.release.version_translations, live.release.version_followers]
    return [versions.public().first().get_absolute_url() for versions in related]


def cards_of(live):
    """Return the addresses of the cards of a contact who is listed and of one who only stands in a public release."""
    seen = Contact.objects.filter(version_places__version__visible_from__lte=NOW, is_active=True).order_by("pk")
    chosen = [live.contact_places.first().contact, seen.filter(is_listed=False).first()]
    return [f"/kontakter/{contact.short_number}.vcf" for contact in chosen]


def routes():
    """Return the names of all public routes: everything outside the admin."""
    names = set()
    for entry in get_resolver().url_patterns:
        if str(entry.pattern).startswith("admin/"):
            continue
        names |= {pattern.name for pattern in getattr(entry, "url_patterns", [entry])}
    return names


def translated_routes():
    """Return the names of the routes that have a twin below /en/."""
    translated = [e for e in get_resolver().url_patterns if isinstance(e.pattern, LocalePrefixPattern)]
    return {pattern.name for entry in translated for pattern in entry.url_patterns}


def both_frames(name, paths):
    """Return the addresses of a route, and their twins in English where it has some."""
    twins = [f"/en{path}" for path in paths if not path.startswith("/en/")] if name in translated_routes() else []
    return list(dict.fromkeys([*paths, *twins]))


#: Searches are many: what is hidden in words is looked for by all of them, the rest by a few.
HIDDEN_IN_WORDS = ("words_that_are_scheduled", "cards_that_are_not_public", "scheduled")
FEW = 6
_before = {}


def without_anything_hidden(live, state):
    """Return the answers of the database that has nothing hidden; asked once."""
    is_thorough = state in HIDDEN_IN_WORDS
    if is_thorough not in _before:
        _before[is_thorough] = answers(live, state)
    return _before[is_thorough]


def answers(live, state=""):
    """Ask every public address in both languages of the frame, and the login, as an anonymous reader."""
    found = {}
    for name, paths in public_addresses(live).items():
        if name.startswith("search") and state not in HIDDEN_IN_WORDS:
            paths = [path for path in paths if path.startswith("/en/")] + paths[:: len(paths) // FEW]
        for path in both_frames(name, paths):
            response = Client().get(path)
            found[path] = (response.status_code, response.content, sorted(response.items()))
    return found


HIDERS = {}


def in_groups(names, many):
    """Return the names in groups: what both databases have is made once a group, what is hidden is taken back."""
    return [list(names)[start::many] for start in range(many)]


def hider(function):
    HIDERS[function.__name__] = function
    return function


@hider
def nothing(hidden, desk, live):
    """Show that both databases are made alike: without this, the others would prove little."""


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
def draft_translation_of_a_live_release(hidden, desk, live):
    hidden.release(original=live.release, language="fi", department=live.department)


@hider
def drafts_that_follow_a_live_release(hidden, desk, live):
    for follows_as in ("replaces", "ends"):
        hidden.release(follows=live.release, follows_as=follows_as, department=live.department)


@hider
def scheduled_follower_of_a_live_release(hidden, desk, live):
    release = hidden.release(follows=live.release, follows_as="ends", department=live.department)
    schedule_release(release=release, by=desk, visible_from=timezone.now() + HOUR)


@hider
def working_copy_of_a_live_release_that_refers_to_drafts(hidden, desk, live):
    live.release.original, live.release.follows = hidden.release(language="en"), hidden.release()
    live.release.follows_as = "ends"
    live.release.save()


@hider
def contact_that_is_not_listed(hidden, desk, live):
    make_contact(name=hidden.word(), title=hidden.word(), department=live.department)


@hider
def number_of_someone_who_has_left(hidden, desk, live):
    contact = make_contact(name=hidden.word(), email=f"{hidden.word()}@trollhattan.example", department=live.department)
    Contact.objects.filter(pk=contact.pk).update(is_active=False, is_listed=True)


@hider
def new_title_of_a_contact_who_only_stands_in_a_release(hidden, desk, live):
    number = cards_of(live)[1].split("/")[-1].removesuffix(".vcf")
    department = make_department(name=hidden.word(), slug=hidden.word(), status="prepared")
    words = {"title": hidden.word(), "organisation": hidden.word(), "party": hidden.word()[:40]}
    Contact.objects.filter(short_number=number).update(department=department, **words)


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


@hider
def important_messages_of_other_times(hidden, desk, live):
    for start, end, closed in ((HOUR, DAY, None), (-2 * DAY, -DAY, None), (-HOUR, HOUR, NOW), (2 * DAY, 3 * DAY, NOW)):
        words = {name: hidden.word() for name in ("headline", "text", "headline_en", "text_en", "link_text")}
        bounds = {"starts_at": NOW + start, "valid_until": NOW + end, "closed_at": closed}
        make_alert(**words, **bounds, link_url="/kontakter/", created_by=desk)


@hider
def accessibility_statement_being_written(hidden, desk, live):
    words = {name: hidden.word() for name in ("actor", "service", "method_text")}
    make_statement([FAULT | {name: hidden.word() for name in ("what", "whom", "requirement", "why")}], **words)


@hider
def who_wrote_the_own_words_of_a_page(hidden, desk, live):
    Page.objects.update(changed_by=make_administrator(username=hidden.word(), first_name=hidden.word()))


hider(search.words_that_are_scheduled)
hider(search.cards_that_are_not_public)


@hider
def answers_of_readers(hidden, desk, live):
    for kind in ("yes", "no", "remark"):
        make_answer(version=live, kind=kind, text=hidden.word())
        make_answer(department=live.department, about_department=True, kind=kind, text=hidden.word())
    take("193.10.40.7")


def test_every_public_route_is_known_to_this_test(shown):
    assert routes() == set(public_addresses(shown))


def test_every_page_of_the_frame_is_asked_in_english_too(shown):
    addresses = public_addresses(shown)

    assert translated_routes() >= {"start", "release_list", "department_detail", "contact_list"}
    for name in translated_routes() & set(addresses):
        assert any(path.startswith("/en/") for path in both_frames(name, addresses[name])), name


@pytest.mark.parametrize("states", in_groups(HIDERS, 9), ids=" ".join)
def test_what_is_hidden_changes_no_byte_of_any_answer(states, desk, shown):
    for state in states:
        before, hidden = without_anything_hidden(shown, state), Canaries()

        with transaction.atomic():
            HIDERS[state](hidden, desk, Version.objects.get(pk=shown.pk))
            after = answers(shown, state)
            transaction.set_rollback(True)

        assert set(before) == set(after), state
        assert [path for path in before if before[path] != after[path]] == [], state
        for word in hidden.words:
            told = (content + repr(items).encode() for _status, content, items in after.values())
            assert all(word.encode() not in answer for answer in told), state


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
