"""A page once public keeps answering for ever: 200, 301 or 410, never 404."""

import random

import pytest
from django.utils import timezone

from newsroom.actions import publish_release, save_department
from newsroom.withdrawing import archive_release, withdraw_release
from tests.factories import DAY, NOW, make_administrator, make_department, make_release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(5))
def test_no_address_that_has_answered_is_ever_lost(client, seed):
    """Play random histories on a few releases that want the same addresses, and ask all after every fifth step."""
    chance, desk = random.Random(seed), make_administrator()
    releases = [make_release(headline="Samma rubrik") for _ in range(3)]
    seen, at = set(), NOW - 60 * DAY
    for step in range(25):
        at += DAY
        release = chance.choice(releases)
        _step(chance, release, desk, at, step)
        seen |= {v.get_absolute_url() for r in releases for v in r.versions.public().select_related("address")}
        if step % 5 != 4:
            continue
        lost = [address for address in seen if client.get(address, follow=True).status_code not in (200, 410)]
        assert lost == []
    assert seen


def _step(chance, release, desk, at, step):
    """Publish, change (with or without a new address), archive or withdraw: whatever is allowed now."""
    status = release.status_at(at)
    release.slug = chance.choice([release.slug, "samma-rubrik", f"adress-{chance.randrange(4)}"])
    release.lead = f"Ingress nummer {step}."
    release.save()
    if status == "published" and chance.random() < 0.2:
        withdraw_release(release=release, by=desk, reason="Fel.", at=at)
    elif status == "published" and chance.random() < 0.2:
        archive_release(release=release, by=desk, at=at)
        release.refresh_from_db()
    else:
        kind = "update" if release.has_been_public(at) else "new"
        publish_release(release=release, by=desk, kind=kind, public_note="Nytt.", at=at)


def test_two_releases_never_answer_at_one_address(client):
    desk = make_administrator()
    versions = [
        publish_release(release=make_release(headline="Valborg i stan"), by=desk, at=NOW - (3 - n) * DAY)
        for n in range(3)
    ]

    addresses = [version.get_absolute_url() for version in versions]

    year = timezone.localtime(NOW - 3 * DAY).year
    assert addresses == [f"/pressmeddelanden/{year}/valborg-i-stan{end}/" for end in ("", "-2", "-3")]


def test_every_address_a_department_has_had_leads_to_it(client):
    department = make_department(slug="forsta")
    for slug in ("andra", "tredje", "forsta", "fjarde"):
        department.slug = slug
        save_department(department)

    for slug in ("forsta", "andra", "tredje"):
        assert client.get(f"/forvaltningar/{slug}/")["Location"] == "/forvaltningar/fjarde/"
    assert client.get("/forvaltningar/fjarde/").status_code == 200
