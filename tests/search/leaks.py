"""What the leak test asks of the search, and what it hides that only a search could find."""

from django.utils import timezone
from django.utils.http import urlencode

from newsroom.actions import schedule_release
from tests.factories import HOUR, make_contact, make_department, make_release, make_topic

#: Found in several ways, misspelled, hidden, broken. Few, because each is asked for every kind of hidden thing.
QUESTIONS = (
    *("förskolorna", '"ny förskola" Källvägen 3', "070-174 06 05", "Ågren pressekreterare"),
    *("förskloa", "ruubrik", "förskola hemligstämpel zebra"),
    *("kanari", "hemligstämpl", "Skymningsavdelningen", "***"),
)
BEGUN = ("ny för", "hem", "skol", "kan", "Ågren", "070-174", "\x00")
SEARCHES = [
    *("/sok/", "/en/sok/?q=school", "/sok/?q=rubrik&typ=press_release&forvaltning=kommunikation"),
    *("/sok/?q=f%C3%B6rskola&sida=2", "/sok/?q=f%C3%B6rskola&sida=x&ar=1800&amne=hemligt"),
    *(f"/sok/?{urlencode({'q': question})}" for question in QUESTIONS),
]
SUGGESTIONS = [
    *("/sok/forslag/", "/en/sok/forslag/?q=kommun"),
    *(
        f"/sok/forslag/?{urlencode({'q': words})}"
        for words in ("ny för", "hem", "skol", "kan", "Ågren", "070-174", "\x00")
    ),
]


def words_that_are_scheduled(hidden, desk, live):
    """A text to come, with the very words that are misspelled, asked for and begun above."""
    release = make_release(
        headline="Hemligstämpeln förskoln ruubriken kommunikatoin zebra",
        lead="Förskloan och forskolan öppnar barn i höst på Källvägen 3.",
        body=f"<p>Kanariefågeln, ny förskola. {hidden.word()}</p>",
        department=live.department,
    )
    schedule_release(release=release, by=desk, visible_from=timezone.now() + HOUR)


def cards_that_are_not_public(hidden, desk, live):
    """A contact nobody lists, a department being prepared and a topic without releases, by words asked for above."""
    make_contact(name=f"Ågren {hidden.word()}", title="pressekreterare", numbers=["070-174 06 05"])
    make_department(name=f"Skymningsavdelningen {hidden.word()}", slug=hidden.word(), status="prepared")
    make_topic(f"Skolan {hidden.word()}")
