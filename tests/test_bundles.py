"""Style sheets put together: whole, in order, under an address that says what is in them."""

import re

import pytest

from newsroom import bundles
from newsroom.bundles import BUNDLES, bundle, bundle_url

pytestmark = pytest.mark.django_db
FOR_A_YEAR = "public, max-age=31536000, immutable"


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_holds_the_rules_of_its_files_and_every_file_it_asks_for_is_there(name, client):
    css = bundle(name)

    assert css.count("{") == css.count("}")
    assert "/*" not in css
    for address in re.findall(r'url\("([^"]+)"\)', css):
        assert client.get(address).status_code == 200, address


def test_the_colour_of_the_municipality_comes_with_the_frame(settings):
    before = bundle_url("frame")
    settings.SITE_COLOUR = "#8a0035"

    assert "--brand: #8a0035" in bundle("frame")
    assert bundle_url("frame") != before


def test_print_rules_hold_for_paper_alone():
    assert re.search(r"@media print \{\s*@layer print", bundle("frame"))


def test_a_bundle_is_kept_for_a_year_under_the_address_of_its_state(client):
    response = client.get(bundle_url("lists"))

    assert (response.status_code, response["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert response["Cache-Control"] == FOR_A_YEAR


def test_the_address_of_an_earlier_state_gives_the_present_one_for_no_time(client):
    response = client.get("/stil/lists-0123456789ab.css")

    assert response.content.decode() == bundle("lists")
    assert "immutable" not in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/stil/finns-0123456789ab.css", "/stil/lists.css", "/stil/lists-X.css"])
def test_what_is_no_bundle_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_where_files_are_hashed_a_bundle_is_put_together_once(settings, monkeypatch):
    settings.HASHED_STATIC = True
    bundles._bundle.cache_clear()
    first = bundle("lists")
    monkeypatch.setattr(bundles, "_part", lambda name: "other")

    assert bundle("lists") == first
    bundles._bundle.cache_clear()
