"""Links in a browser: the desk makes one, the person quoted answers with one press, also without script."""

import pytest
from django.utils import timezone

from newsroom.links import create_link
from newsroom.models import PreviewLink, QuoteAnswer, User
from tests.browser.conftest import PASSWORD
from tests.factories import DAY, make_administrator, make_release, make_version

pytestmark = pytest.mark.browser
QUOTE = "– Vi är glada, säger Märta Ågren."


@pytest.fixture
def newsroom(transactional_db, live_server, settings):
    """Return a live server with one administrator; the demo is not needed here."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    person = make_administrator(username="administrator")
    person.set_password(PASSWORD)
    person.save()
    return live_server.url


@pytest.fixture
def addresses(newsroom):
    """Return the address of a link of each kind, and of the desk's page."""
    by, release = User.objects.get(), make_release(headline="Ny förskola öppnar på Källvägen i Trollhättan")
    paths = {"desk": f"/admin/newsroom/release/{release.pk}/links/"}
    for kind in PreviewLink.Kind.values:
        quote = QUOTE if kind == "quote" else ""
        _link, token = create_link(release=release, by=by, kind=kind, recipient="Katarina Nyman", quote=quote)
        paths[kind] = f"/forhandslank/{token}/"
    make_version(release=release, visible_from=timezone.now() + DAY)
    return paths


@pytest.mark.parametrize("kind", ["preview", "embargo", "quote"])
def test_what_a_link_opens_can_be_read_by_everybody(visit, addresses, kind):
    visitor = visit()
    visitor.go(addresses[kind])

    assert visitor.faults_in((width, light) for width in (1280, 390, 320) for light in ("light", "dark")) == []
    assert visitor.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_the_person_quoted_answers_with_one_press_and_may_change_it(visit, addresses, script):
    page = visit(390, script=script).go(addresses["quote"])

    page.click("button[value=agreed]")
    page.wait_for_selector("[role=status]")
    assert [row.answer for row in QuoteAnswer.objects.all()] == ["agreed"]
    page.fill("textarea", "Säg hellre nöjda.")
    page.click("button[value=change]")
    page.wait_for_selector("text=Säg hellre nöjda.")

    assert [row.answer for row in QuoteAnswer.objects.all()] == ["agreed", "change"]


@pytest.mark.parametrize("width", [390, 1280])
def test_the_desk_makes_a_link_and_revokes_it(visit, addresses, width):
    visitor = visit(width)
    visitor.log_in("administrator")
    page = visitor.go(addresses["desk"])
    assert visitor.faults() == []
    assert not visitor.is_too_wide()

    page.fill("#id_recipient", "Paul Åkerlund")
    page.click("input[type=submit].default")
    address = page.input_value("#link-address")
    assert visitor.faults() == []
    assert not visitor.is_too_wide()
    reader = visit(width)
    assert reader.page.goto(address).status == 200

    visitor.go(addresses["desk"]).click("li:has-text('Paul') input[type=submit]")
    assert reader.page.goto(address).status == 404
    assert visitor.complaints == []
