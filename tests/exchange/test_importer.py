"""A text becomes a release: all of it, or nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from newsroom.demo.loader import SEED
from newsroom.exchange.importer import import_release
from newsroom.exchange.reader import read_release
from newsroom.models import Contact, Department, Event, Release, Review, Telephone, Version
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
TEXT = SEED.read_text(encoding="utf-8")
MODELS = (Release, Version, Contact, Telephone, Department, Review, Event)


def stored():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}


def run(path, capsys):
    call_command("import_release", str(path))
    return capsys.readouterr().out


def test_the_same_file_twice_changes_nothing_and_says_so(capsys):
    assert "Importerat: Långsiktighet" in run(SEED, capsys)
    before = stored()

    assert "Finns redan, inget ändrades: Långsiktighet" in run(SEED, capsys)
    assert stored() == before


def test_the_file_again_after_an_edit_at_the_desk_leaves_the_edit_alone(capsys):
    run(SEED, capsys)
    release = Release.objects.get()
    release.headline = "Redigerad rubrik"
    release.save()
    before = stored()

    assert "Finns redan" in run(SEED, capsys)
    assert stored() == before


def test_another_file_with_the_same_people_reuses_them(capsys, tmp_path):
    run(SEED, capsys)
    other = tmp_path / "annat.txt"
    other.write_text(TEXT.replace("stärker arbetet", "bromsar arbetet"), encoding="utf-8")

    run(other, capsys)

    assert Release.objects.count() == 2
    assert Contact.objects.count() == 3
    assert Telephone.objects.count() == 4
    assert Department.objects.count() == 1


def test_numbers_that_the_desk_keeps_are_not_overwritten():
    known = make_contact(name="Katarina Nyman", title="integrationsstrateg", numbers=["070-174 06 44"])

    import_release(read_release(TEXT))

    assert [t.number for t in known.telephones.all()] == ["070-174 06 44"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("PRESSMEDDELANDE, 2018-06-26", "", "typ och datum saknas"),
        ("2018-06-26", "2018-13-45", "Rad 9"),
        ("0520-495929", "0520-4", "Rad 6"),
        ("Senast granskad 2019-08-05 av Per Ivarsson", "Senast granskad i somras", "Rad 24"),
        ("Senast granskad 2019-08-05", "Senast granskad 2017-08-05", "daterad före"),
        ("Trollhättan är en av 32", "Trollhättan " + "och grannarna " * 80, "ingress: "),
    ],
)
def test_what_cannot_be_read_names_the_fault_and_stores_nothing(old, new, said, tmp_path):
    path = tmp_path / "fel.txt"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")

    with pytest.raises(CommandError) as fault:
        call_command("import_release", str(path))

    assert said in str(fault.value)
    assert "fel.txt" in str(fault.value)
    assert "Inget sparades." in str(fault.value)
    assert not any(stored().values())


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path):
    binary = tmp_path / "bild.jpg"
    binary.write_bytes(b"\xff\xd8\xff\xe0\x00\x10")

    for path in (tmp_path / "saknas.txt", binary):
        with pytest.raises(CommandError, match=path.name):
            call_command("import_release", str(path))


def test_a_release_dated_ahead_is_not_public_before_its_day():
    text = TEXT.replace("2018-06-26", "2199-01-02")
    text = text[: text.index("Senast granskad")]

    release = import_release(read_release(text)).release

    assert str(release.status) == "scheduled"
    assert not Version.objects.public().exists()


def test_a_review_before_publication_is_refused():
    with pytest.raises(ValidationError):
        import_release(read_release(TEXT.replace("2019-08-05", "2018-06-25")))


def test_the_timeline_says_that_it_was_imported():
    import_release(read_release(TEXT))

    assert [event.kind for event in Event.objects.order_by("pk")] == ["imported", "reviewed"]
    assert str(Event.objects.earliest("pk")) == "Importen hämtade in pressmeddelandet"
