import datetime as dt
import itertools
import random

import pytest

from newsroom import actions
from newsroom.addresses import MAX_LENGTH, released_at, wanted_slug
from newsroom.models import Address, Release, Version
from tests.factories import DAY, HOUR, NOW, SECOND, make_administrator, make_release, make_version

pytestmark = pytest.mark.django_db

#: Within one year, whatever day the tests run.
PAST = dt.datetime(2024, 5, 2, 12, tzinfo=dt.UTC)
AHEAD = NOW.replace(year=NOW.year + 1, month=6, day=15)


def published(headline="Ny bro över Göta älv", start=PAST, **more):
    return make_version(headline=headline, visible_from=start, **more)


def slug_of(version):
    return Version.objects.select_related("address").get(pk=version.pk).address.slug


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Ny bro över Göta älv", "ny-bro-over-gota-alv"),
        ("ÅSA ÄR PÅ ÖN", "asa-ar-pa-on"),
        ("Smørrebrød på Ærø, Straße 5", "smorrebrod-pa-aero-strasse-5"),
        ("ÆTT, ØL, ẞ OCH ŒUVRE", "aett-ol-ss-och-oeuvre"),
        ("Sámi álbmotbeaivi: Ŋ, đ og Ŧ i Łódź", "sami-albmotbeaivi-n-d-og-t-i-lodz"),
        ("Café é à ü ñ", "cafe-e-a-u-n"),
        ("A\u030angfartyg", "angfartyg"),
        ("  100 % förnybart – redan 2027!  ", "100-fornybart-redan-2027"),
        ("Snabbare/enklare & bättre_nu", "snabbareenklare-battre_nu"),
        ("…", "utan-rubrik"),
        ("?!", "utan-rubrik"),
        ("---", "utan-rubrik"),
        ("🎉", "utan-rubrik"),
        ("مرحبا", "utan-rubrik"),
        ("", "utan-rubrik"),
    ],
)
def test_slugs_are_made_from_the_headline(headline, slug):
    assert wanted_slug(Release(headline=headline)) == slug


def test_a_slug_of_its_own_goes_before_the_headline():
    assert wanted_slug(Release(headline="Ny bro", slug="stridsbergsbron")) == "stridsbergsbron"


@pytest.mark.parametrize(
    "headline", ["förskola " * 20, "a" * 200, "a" * 79 + " b", "a" * 80 + " b", "å-" * 100, "x " + "b" * 198]
)
def test_long_slugs_are_cut_between_words(headline):
    slug = wanted_slug(Release(headline=headline))

    assert 1 <= len(slug) <= MAX_LENGTH
    assert slug == slug.strip("-")
    assert set(slug.split("-")) <= set(wanted_words(headline)) or "-" not in slug


def wanted_words(headline):
    return headline.replace("å", "a").replace("ö", "o").replace("-", " ").split()


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (dt.datetime(2025, 12, 31, 22, 59, 59, tzinfo=dt.UTC), 2025),
        (dt.datetime(2025, 12, 31, 23, 0, tzinfo=dt.UTC), 2026),
        (dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC), 2026),
        (dt.datetime(2026, 1, 1, 0, 0, tzinfo=dt.UTC), 2026),
        (dt.datetime(2025, 6, 30, 22, 30, tzinfo=dt.UTC), 2025),
    ],
)
def test_the_year_is_that_of_the_swedish_clock(moment, year):
    version = published(start=moment)

    assert (version.address.year, version.get_absolute_url()) == (
        year,
        f"/pressmeddelanden/{year}/ny-bro-over-gota-alv/",
    )


def test_the_same_headline_gets_a_number_within_the_year():
    starts = [PAST, PAST + HOUR, PAST + 2 * HOUR]

    assert [slug_of(published(start=start)) for start in starts] == [
        "ny-bro-over-gota-alv",
        "ny-bro-over-gota-alv-2",
        "ny-bro-over-gota-alv-3",
    ]


def test_another_year_starts_over():
    published(start=dt.datetime(2024, 5, 1, tzinfo=dt.UTC))

    assert slug_of(published(start=dt.datetime(2025, 5, 1, tzinfo=dt.UTC))) == "ny-bro-over-gota-alv"


def test_what_is_published_now_takes_the_address_from_what_is_scheduled():
    scheduled = published(start=NOW + HOUR)
    now = published(start=NOW)

    assert (slug_of(now), slug_of(scheduled)) == ("ny-bro-over-gota-alv", "ny-bro-over-gota-alv-2")


def test_what_opens_earlier_takes_the_address_from_what_opens_later():
    later = published(start=AHEAD + SECOND)
    sooner = published(start=AHEAD)

    assert (slug_of(sooner), slug_of(later)) == ("ny-bro-over-gota-alv", "ny-bro-over-gota-alv-2")


def test_what_opens_at_the_same_moment_comes_after():
    first, second = published(start=AHEAD), published(start=AHEAD)

    assert (slug_of(first), slug_of(second)) == ("ny-bro-over-gota-alv", "ny-bro-over-gota-alv-2")


@pytest.mark.parametrize("end", [None, PAST + DAY])
@pytest.mark.parametrize("entered", [PAST, PAST - SECOND, PAST - HOUR, PAST + HOUR, PAST + 2 * DAY])
def test_an_address_that_has_been_seen_is_never_taken(end, entered):
    seen = published(visible_until=end)
    afterwards = published(start=entered)

    assert slug_of(seen) == "ny-bro-over-gota-alv"
    assert slug_of(afterwards) == "ny-bro-over-gota-alv-2"


@pytest.mark.parametrize("seed", range(10))
def test_no_number_tells_of_something_unseen(seed):
    starts = [AHEAD + number * HOUR for number in range(6)]
    random.Random(seed).shuffle(starts)
    versions = [published("Nytt", start) for start in starts]

    for at in starts:
        seen = Address.objects.filter(versions__in=Version.objects.once_public(at))
        slugs = {address.slug for address in seen}
        assert all(slug == "nytt" or lower_number(slug) in slugs for slug in slugs)
    assert len({slug_of(version) for version in versions}) == 6


def lower_number(slug):
    """Return the address that must have been taken for this one to have its number."""
    stem, number = slug.rsplit("-", 1)
    return stem if number == "2" else f"{stem}-{int(number) - 1}"


@pytest.mark.parametrize("order", list(itertools.permutations(range(1, 4))))
def test_what_is_published_moves_everything_scheduled_in_the_order_in_which_it_opens(order):
    versions = {hours: published("Nytt", AHEAD + hours * HOUR) for hours in order}
    first = published("Nytt", AHEAD)
    slugs = [slug_of(version) for version in (first, *(versions[hours] for hours in (1, 2, 3)))]

    assert slugs[:2] == ["nytt", "nytt-2"]
    assert lower_number(slugs[2]) in slugs[:2]
    assert lower_number(slugs[3]) in slugs[:3]
    assert len(set(slugs)) == 4


def test_a_correction_keeps_the_address_though_the_headline_changes():
    first = published()
    release = first.release
    release.headline = "Ny bro över Göta älv öppnar i maj"
    release.save()
    second = make_version(release=release, visible_from=PAST + DAY, kind="minor")

    assert second.address == first.address
    assert Address.objects.count() == 1


def test_a_changed_slug_keeps_the_former_address():
    first = published()
    release = first.release
    release.slug = "stridsbergsbron"
    release.lead = "Bron öppnar i maj."
    release.save()
    actions.publish_release(release=release, by=make_administrator(), kind=Version.Kind.MINOR, at=PAST + DAY)

    assert [slug_of(v) for v in release.versions.order_by("number")] == ["ny-bro-over-gota-alv", "stridsbergsbron"]
    assert release.addresses.count() == 2
    assert slug_of(published()) == "ny-bro-over-gota-alv-2"


def test_a_slug_changed_back_finds_the_former_address_again():
    first = published()
    release = first.release
    for number, slug in enumerate(["stridsbergsbron", "ny-bro-over-gota-alv"]):
        release.slug = slug
        version = make_version(release=release, visible_from=PAST + (1 + number) * DAY, kind="minor")

    assert version.address == first.address
    assert release.addresses.count() == 2


def test_a_change_in_another_year_keeps_the_year_of_the_first_publication():
    first = published(start=PAST)
    release = first.release
    release.slug = "stridsbergsbron"
    second = make_version(release=release, visible_from=NOW, kind="minor")

    assert (second.address.year, second.published_at) == (2024, first.published_at)


def test_an_address_is_what_a_release_has_when_it_appears_and_not_before():
    release = make_version(visible_from=None).release

    assert not release.addresses.exists()


def test_released_at_is_the_earliest_start():
    release = make_release()
    assert released_at(release) is None

    make_version(release=release, visible_from=NOW - DAY, visible_until=NOW)
    make_version(release=release, visible_from=NOW + HOUR, kind="minor")
    make_version(release=release, visible_from=None, kind="minor")
    assert released_at(release) == NOW - DAY
