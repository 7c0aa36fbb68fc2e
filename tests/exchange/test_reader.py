import contextlib
import datetime as dt
import html
import re
import time
import unicodedata
from pathlib import Path

import pytest

import newsroom
from newsroom.exchange.document import ReadContact, ReadDepartment, ReadReview, UnreadableText
from newsroom.exchange.reader import read_release

FIRST = Path(newsroom.__file__).parent / "demo/data/seed/langsiktighet-starker-arbetet-mot-segregation.txt"

HEADLINE = "Ny förskola i Södra Åker"
TYPE = "PRESSMEDDELANDE, 2018-06-26"
TEXT = "Trollhättans Stad bygger en förskola.\n\nDen öppnar till hösten."
CARD = "Person\nKommunikationschefVivian Komstadius 0520-495929"
UNIT = "Enhet Kommunikationsavdelningen Gärdhemsvägen 9 461 83 Trollhättan 0520-49 50 00"
REVIEW = "Senast granskad 2019-08-05 av Per Ivarsson"

VIVIAN = ReadContact("Vivian Komstadius", "Kommunikationschef", telephones=("0520-495929",), placement="card")
DEPARTMENT = ReadDepartment("Kommunikationsavdelningen", "Gärdhemsvägen 9", "461 83", "Trollhättan", "0520-49 50 00")


def written(*blocks):
    """Return blocks with a blank line between, as in a file."""
    return "\n\n".join(blocks)


def release(header=(), type_line=TYPE, text=TEXT, footer=()):
    """Return a release with what the test is about and something believable for the rest."""
    return written(HEADLINE, *header, type_line, text, *footer)


def first_text():
    return FIRST.read_bytes().decode()


def all_words(read):
    """Return every word that has come out, in one text."""
    department, review = read.department, read.review
    parts = [read.headline, read.subheading, read.dateline, read.lead]
    parts.append(html.unescape(re.sub(r"<[^>]*>", " ", read.body_html)))
    for contact in read.contacts:
        parts += [contact.title, contact.name, contact.organisation, *contact.telephones, contact.email]
    if department:
        parts += [department.name, department.street_address, department.postcode, department.city]
        parts.append(department.telephone)
    if review:
        parts += [review.on.isoformat(), review.name]
    return " ".join(parts).split()


# --- the first release


def test_the_first_release_is_read_field_by_field():
    read = read_release(first_text())

    assert read.headline == "Långsiktighet stärker arbetet mot segregation"
    assert read.subheading == "Trollhättan får del av regeringens satsning för att möta segregationen"
    assert (read.type, read.type_label) == ("press_release", "PRESSMEDDELANDE")
    assert (read.dateline, read.date) == ("PRESSMEDDELANDE, 2018-06-26", dt.date(2018, 6, 26))
    assert read.lead.startswith("Trollhättan är en av 32 kommuner som får särskilda medel")
    assert read.lead.endswith("från regeringen som presenterades idag.")
    assert read.contacts == (
        ReadContact(
            name="Vivian Komstadius",
            title="Kommunikationschef",
            telephones=("0520-495929", "0733-489969"),
            placement="card",
        ),
        ReadContact(
            name="Paul Åkerlund",
            title="kommunstyrelsens ordförande",
            organisation="Trollhättans Stad",
            telephones=("070-554 44 56",),
            placement="more",
        ),
        ReadContact(
            name="Katarina Nyman",
            title="integrationsstrateg",
            telephones=("0733-48 96 28",),
            placement="more",
        ),
    )
    assert read.department == DEPARTMENT
    assert read.review == ReadReview(dt.date(2019, 8, 5), "Per Ivarsson")


def test_the_body_of_the_first_release_is_its_four_paragraphs_word_for_word():
    paragraphs = [line for line in first_text().split("\n") if line][7:11]

    body = read_release(first_text()).body_html

    assert body == "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    assert body.count("<p>– Vi ") == 2
    assert "9,1\u00a0 miljoner kronor" in body


def test_no_word_of_the_first_release_is_lost():
    words = first_text().replace("KommunikationschefVivian", "Kommunikationschef Vivian").split()

    found = {word.strip(",.:") for word in all_words(read_release(first_text()))}
    lost = [word.strip(",.:") for word in words if word.strip(",.:") not in found]

    assert " ".join(lost) == "Person Enhet För ytterligare information Senast granskad"


def test_the_first_release_has_no_line_end_at_its_end_and_reads_the_same_with_one():
    assert not first_text().endswith("\n")
    assert read_release(first_text() + "\n") == read_release(first_text())


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "  \t\n"),
        lambda text: text.replace("\n\n", "\n\n\n\n"),
        lambda text: "\n\n" + text + "\n\n",
    ],
)
def test_line_ends_blanks_and_normal_forms_make_no_difference(changed):
    assert read_release(changed(first_text())) == read_release(first_text())


# --- the type line


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("PRESSMEDDELANDE, 2018-06-26", "press_release", "PRESSMEDDELANDE"),
        ("PRESSMEDDELANDE 2018-06-26", "press_release", "PRESSMEDDELANDE"),
        ("Pressmeddelande - 2018-06-26", "press_release", "Pressmeddelande"),
        ("Pressmeddelande: 26/6 2018", "press_release", "Pressmeddelande"),
        ("Pressmeddelande från Trollhättans Stad, 2018-06-26", "press_release", "Pressmeddelande"),
        ("Pressmeddelande, tisdag 26 juni 2018", "press_release", "Pressmeddelande"),
        ("Pressmeddelanden   •   Jun 26, 2018 14:07 CEST", "press_release", "Pressmeddelanden"),
        ("2018-06-26 14:24Pressmeddelande", "press_release", "Pressmeddelande"),
        ("Pressmeddelande\n2018-06-26", "press_release", "Pressmeddelande"),
        ("Pressmeddelande\n\nTrollhättan den 26 juni 2018", "press_release", "Pressmeddelande"),
        ("Pressinbjudan, 26 juni 2018", "invitation", "Pressinbjudan"),
        ("INBJUDAN TILL PRESSKONFERENS, 2018-06-26", "invitation", "INBJUDAN TILL PRESSKONFERENS"),
        ("Nyhet Publicerad: 2018-06-26 08:00 CEST - Trollhättans Stad", "news", "Nyhet"),
        ("Beslut 2018-06-26", "decision", "Beslut"),
        ("RÄTTELSE, 2018-06-26", "correction", "RÄTTELSE"),
        ("Kommunen svarar – 2018-06-26", "answer", "Kommunen svarar"),
        ("Viktigt meddelande, 2018-06-26 kl. 14.30", "important", "Viktigt meddelande"),
    ],
)
def test_type_and_date_are_understood_and_kept_as_written(line, kind, label):
    read = read_release(release(type_line=line))

    assert (read.type, read.type_label, read.date) == (kind, label, dt.date(2018, 6, 26))
    assert read.dateline == line.replace("\n\n", " ").replace("\n", " ")
    assert read.lead == "Trollhättans Stad bygger en förskola."


def test_the_type_line_may_stand_above_the_headline():
    read = read_release(written(TYPE, HEADLINE, "– Plats för hundra barn", CARD, TEXT))

    assert (read.headline, read.subheading) == (HEADLINE, "Plats för hundra barn")
    assert read.lead == "Trollhättans Stad bygger en förskola."
    assert read.contacts == (VIVIAN,)


def test_a_line_of_speech_below_the_type_line_is_no_subheading():
    read = read_release(release(text=f"– Vi är glada, säger Karin Alm.\n\n{TEXT}"))

    assert (read.subheading, read.lead) == ("", "– Vi är glada, säger Karin Alm.")


def test_a_headline_can_say_that_the_release_is_an_invitation():
    read = read_release(f"Pressinbjudan: Förskolan invigs\n\nPressmeddelande, 2018-06-26\n\n{TEXT}")

    assert (read.type, read.type_label) == ("invitation", "Pressmeddelande")


def test_a_sentence_with_a_type_and_a_date_is_no_type_line():
    read = read_release(release(text="Beslut 2018-06-20 om förskolan har överklagats.\n\nBeslut väntas i höst."))

    assert read.lead == "Beslut 2018-06-20 om förskolan har överklagats."


def test_the_skip_link_of_a_web_page_is_no_headline():
    assert read_release("Gå direkt till innehåll\n\n" + release()).headline == HEADLINE


# --- above the text


@pytest.mark.parametrize(
    "header",
    [
        ("– Plats för hundra barn", CARD, UNIT),
        ("– Plats för hundra barn", f"{CARD}\n{UNIT}"),
        ("– Plats för hundra barn", f"{UNIT}\n{CARD}"),
        (UNIT, CARD, "– Plats för hundra barn"),
        (CARD, "– Plats för hundra barn", UNIT),
        ("– Plats för hundra barn", CARD.removeprefix("Person\n"), UNIT),
        ("- Plats för hundra barn", "Person:", CARD.removeprefix("Person\n"), UNIT.replace("Enhet", "Enhet:")),
        ("—Plats för hundra barn", CARD.replace("\n", " "), UNIT.replace("Enhet", "Unit")),
    ],
)
def test_the_blocks_above_the_text_come_in_any_order(header):
    read = read_release(release(header))

    assert read.subheading == "Plats för hundra barn"
    assert read.contacts == (VIVIAN,)
    assert read.department == DEPARTMENT


def test_everything_but_headline_type_line_and_text_may_be_missing():
    read = read_release(release())

    assert (read.headline, read.subheading, read.contacts, read.department, read.review) == (
        HEADLINE,
        "",
        (),
        None,
        None,
    )


def test_a_release_may_be_one_paragraph():
    read = read_release(release(text="Förskolan är öppen igen."))

    assert (read.lead, read.body_html) == ("Förskolan är öppen igen.", "")


@pytest.mark.parametrize(
    "card",
    [
        f"{CARD}\nPressekreterare Anna Berg 070-174 06 05",
        f"{CARD}\n\nPerson\nPressekreterareAnna Berg 070-174 06 05",
        f"{CARD}\n\nPressekreterareAnna Berg 070-174 06 05",
        f"{CARD}\n\nPerson\nPressekreterare\nAnna Berg\n070-174 06 05",
    ],
)
def test_several_persons_stand_on_a_card(card):
    anna = ReadContact("Anna Berg", "Pressekreterare", telephones=("070-174 06 05",), placement="card")

    assert read_release(release([card])).contacts == (VIVIAN, anna)


@pytest.mark.parametrize(
    ("line", "title", "name"),
    [
        ("KommunikationschefVivian Komstadius", "Kommunikationschef", "Vivian Komstadius"),
        ("Kommunikationschef Vivian Komstadius", "Kommunikationschef", "Vivian Komstadius"),
        ("Vivian Komstadius Kommunikationschef", "Kommunikationschef", "Vivian Komstadius"),
        ("Vivian Komstadius, kommunikationschef", "kommunikationschef", "Vivian Komstadius"),
        ("Tf. kommunikationschefVivian Komstadius", "Tf. kommunikationschef", "Vivian Komstadius"),
        ("Chef för kommunikation Vivian Komstadius", "Chef för kommunikation", "Vivian Komstadius"),
        ("ByggherreVivian Komstadius", "Byggherre", "Vivian Komstadius"),
        ("IT-chefAnna-Karin von Berg", "IT-chef", "Anna-Karin von Berg"),
        ("PressekreterareLars McDonald", "Pressekreterare", "Lars McDonald"),
        ("Lars McDonald, VD", "VD", "Lars McDonald"),
        ("VD Lars O'Brien", "VD", "Lars O'Brien"),
        ("Planeringssekreterare Anna Maria Älvdahl", "Planeringssekreterare", "Anna Maria Älvdahl"),
    ],
)
def test_title_and_name_are_told_apart_glued_or_not(line, title, name):
    contact = read_release(release([f"Person\n{line} 0520-49 59 29"])).contacts[0]

    assert (contact.title, contact.name) == (title, name)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (f"{UNIT} Kommunikationsavdelningen", DEPARTMENT),
        (
            "Enhet Kontoret Tillväxt och utveckling Gärdhemsvägen 9 461 83 Trollhättan "
            "Kontoret Tillväxt och utveckling",
            ReadDepartment("Kontoret Tillväxt och utveckling", "Gärdhemsvägen 9", "461 83", "Trollhättan"),
        ),
        (
            "Enhet Kansliet Stora Torget 1 B 665 31 Västra Ämtervik 0520-49 50 00 Kansliet",
            ReadDepartment("Kansliet", "Stora Torget 1 B", "665 31", "Västra Ämtervik", "0520-49 50 00"),
        ),
        (
            "Enhet Kansliet, Stora Torget 1, 461 83 Trollhättan",
            ReadDepartment("Kansliet", "Stora Torget 1", "461 83", "Trollhättan"),
        ),
        (
            "Enhet\nKontoret för miljö\nStora Torget 1\n461\u00a083 Åmål\nTel: 0520-49 50 00",
            ReadDepartment("Kontoret för miljö", "Stora Torget 1", "461 83", "Åmål", "0520-49 50 00"),
        ),
        ("Enhet Kansliet 0520-49 50 00", ReadDepartment("Kansliet", telephone="0520-49 50 00")),
        ("Enhet Kansliet", ReadDepartment("Kansliet")),
    ],
)
def test_the_department_is_parted_into_name_street_postcode_city_and_number(unit, expected):
    assert read_release(release([unit])).department == expected


# --- the text


def test_the_text_is_kept_word_for_word_and_escaped():
    text = 'Sjöns yta är 9,1\u00a0 ha & "växer" <snart>.\n\n– 5 < 6, säger hon\'s bror.\n\n-Så är det.\n\n— Ja.'

    read = read_release(release(text=text))

    assert read.lead == 'Sjöns yta är 9,1\u00a0 ha & "växer" <snart>.'
    assert read.body_html == "<p>– 5 &lt; 6, säger hon's bror.</p>\n<p>-Så är det.</p>\n<p>— Ja.</p>"


@pytest.mark.parametrize("bullet", ["•", "·", "*", "  •"])
def test_bullets_make_a_list_and_dashes_do_not(bullet):
    text = f"Det här händer:\n\nVi bygger:\n{bullet} kök\n{bullet} matsal\n\n{bullet} gård\n\n- Bra, säger hon."

    body = read_release(release(text=text)).body_html

    assert body == ("<p>Vi bygger:</p>\n<ul><li>kök</li><li>matsal</li><li>gård</li></ul>\n<p>- Bra, säger hon.</p>")


def test_lines_that_were_broken_for_width_are_one_paragraph():
    text = (
        "Trollhättans Stad bygger en förskola i Södra Åker.\n\n"
        "Den ritas av samma arkitekt som den förra, men får en\n"
        "större gård och ett kök där all mat lagas på plats, och\n"
        "öppnar till hösten."
    )

    assert read_release(release(text=text)).body_html == (
        "<p>Den ritas av samma arkitekt som den förra, men får en större gård och ett kök där all mat lagas "
        "på plats, och öppnar till hösten.</p>"
    )


def test_short_lines_and_lines_of_speech_are_paragraphs_of_their_own():
    text = "Välkommen till invigningen.\n\nTid: 10.00\nPlats: Stadshuset\n– Välkomna, säger hon.\n– Ja, kom."

    assert read_release(release(text=text)).body_html == (
        "<p>Tid: 10.00</p>\n<p>Plats: Stadshuset</p>\n<p>– Välkomna, säger hon.</p>\n<p>– Ja, kom.</p>"
    )


# --- contacts below the text


PAUL = ReadContact("Paul Åkerlund", "kommunstyrelsens ordförande", "", "S", ("070-554 44 56",))
ANNA = ReadContact("Anna Berg", "presschef", "", "", ("0520-49 50 00",))


@pytest.mark.parametrize(
    "heading",
    [
        "För ytterligare information:",
        "För mer information:",
        "FÖR MER INFORMATION",
        "Mer information:",
        "Mer information lämnas av:",
        "För mer information, kontakta:",
        "Vid frågor kontakta:",
        "Kontakt:",
        "Kontakter",
        "Kontaktpersoner:",
        "Presskontakt:",
        "Mer information\n\nPresskontakt",
    ],
)
def test_contacts_follow_on_the_lines_below_their_heading(heading):
    lines = "Paul Åkerlund (S), kommunstyrelsens ordförande, 070-554 44 56\nAnna Berg, presschef, 0520-49 50 00"

    assert read_release(release(footer=[f"{heading}\n{lines}"])).contacts == (PAUL, ANNA)
    assert read_release(release(footer=[heading, lines.replace("\n", "\n\n"), REVIEW])).contacts == (PAUL, ANNA)


@pytest.mark.parametrize(
    "lines",
    [
        "Kontakt: Anna Berg, presschef, 0520-49 50 00",
        "Kontakt: presschef Anna Berg, tel. 0520-49 50 00.",
        "Kontakt: Anna Berg presschef 0520-49 50 00",
        "Kontakt: Anna Berg – presschef – 0520-49 50 00",
        "Kontakt:\n• Anna Berg, presschef, 0520-49 50 00",
        "Kontakt:\nAnna Berg\npresschef\nTelefon: 0520-49 50 00",
        "Kontakt:\n\nAnna Berg, presschef\n\nTelefon: 0520-49 50 00",
        "För mer information kontakta presschef Anna Berg, 0520-49 50 00",
        "Presskontakt Anna Berg, presschef, 0520-49 50 00",
    ],
)
def test_a_contact_is_written_in_many_ways(lines):
    assert read_release(release(footer=[lines])).contacts == (ANNA,)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Paul Åkerlund, kommunstyrelsens ordförande, Trollhättans Stad, 070-554 44 56.",
            ReadContact("Paul Åkerlund", "kommunstyrelsens ordförande", "Trollhättans Stad", "", ("070-554 44 56",)),
        ),
        (
            "kommunstyrelsens ordförande Paul Åkerlund (S) 070-554 44 56",
            ReadContact("Paul Åkerlund", "kommunstyrelsens ordförande", "", "S", ("070-554 44 56",)),
        ),
        (
            "Karin Ek, ordförande (M) i kultur- och fritidsnämnden, 0520-49 50 00",
            ReadContact("Karin Ek", "ordförande i kultur- och fritidsnämnden", "", "M", ("0520-49 50 00",)),
        ),
        (
            "Karin Ek (TrP), ledamot, 0520-49 50 00",
            ReadContact("Karin Ek", "ledamot", "", "TrP", ("0520-49 50 00",)),
        ),
        (
            "Lars Lund, hamnchef, Port of Skellefteå.\nTelefon: 0910-73 50 00",
            ReadContact("Lars Lund", "hamnchef", "Port of Skellefteå", "", ("0910-73 50 00",)),
        ),
        (
            "Karin Ek, funktionschef, samhällsbyggnad\nTelefon: 0910-73 50 00",
            ReadContact("Karin Ek", "funktionschef", "samhällsbyggnad", "", ("0910-73 50 00",)),
        ),
        (
            "Lars Lund presskommunikatör\nUmeå kommun\n090-16 10 00\n070-174 06 33\nmejl",
            ReadContact("Lars Lund", "presskommunikatör", "Umeå kommun", "", ("090-16 10 00", "070-174 06 33")),
        ),
        (
            "Lars Lund Pressinformatör Informationsenheten Umeå kommun 090-16 10 00 lars.lund@example.se",
            ReadContact(
                "Lars Lund",
                "Pressinformatör",
                "Informationsenheten Umeå kommun",
                "",
                ("090-16 10 00",),
                "lars.lund@example.se",
            ),
        ),
        (
            "Ulrika Borg\nT f pressamordnare\nMobil: 070-174 06 45",
            ReadContact("Ulrika Borg", "T f pressamordnare", "", "", ("070-174 06 45",)),
        ),
        (
            "Sonja Backa\n\nPresskontakt Tf. Presschef Mediakontakter, omvärldsbevakning 013-20 60 00",
            ReadContact("Sonja Backa", "Tf. Presschef", "Mediakontakter, omvärldsbevakning", "", ("013-20 60 00",)),
        ),
        (
            "Anna Berg, presschef, växel 0520-49 50 00 ankn. 12, mobil 070-174 06 05, anna@example.se",
            ReadContact(
                "Anna Berg", "presschef", "", "", ("0520-49 50 00 ankn. 12", "070-174 06 05"), "anna@example.se"
            ),
        ),
        (
            "Anna Berg, presschef, Kraftstaden Fastigheter, 0520-49 50 00",
            ReadContact("Anna Berg", "presschef", "Kraftstaden Fastigheter", "", ("0520-49 50 00",)),
        ),
        ("Presstjänsten, 040-34 11 50", ReadContact("Presstjänsten", telephones=("040-34 11 50",))),
        (
            "Trollhättans Stads kontaktcenter 0520-49 50 00",
            ReadContact("Trollhättans Stads kontaktcenter", telephones=("0520-49 50 00",)),
        ),
        ("Anna Berg, presschef, anna@example.se", ReadContact("Anna Berg", "presschef", email="anna@example.se")),
    ],
)
def test_name_title_organisation_party_numbers_and_address_are_told_apart(line, expected):
    assert read_release(release(footer=[f"Kontakt:\n{line}"])).contacts == (expected,)


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg, presschef, 0520-49 50 00 och Bo Ek, ekonom, 0520-49 50 01",
        "Anna Berg, presschef, 0520-49 50 00; Bo Ek, ekonom, 0520-49 50 01.",
        "presschef Anna Berg 0520-49 50 00, ekonom Bo Ek 0520-49 50 01",
    ],
)
def test_two_contacts_may_share_a_line(line):
    bo = ReadContact("Bo Ek", "ekonom", telephones=("0520-49 50 01",))

    assert read_release(release(footer=[f"Kontakt: {line}"])).contacts == (ANNA, bo)


def test_more_information_on_the_web_belongs_to_the_text():
    read = read_release(release(footer=["Mer information: www.example.se/skola", "Kontakt: Anna Berg, 0520-49 50 00"]))

    assert read.body_html.endswith("\n<p>Mer information: www.example.se/skola</p>")
    assert [contact.name for contact in read.contacts] == ["Anna Berg"]


# --- the review


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Senast granskad 2019-08-05 av Per Ivarsson", ReadReview(dt.date(2019, 8, 5), "Per Ivarsson")),
        ("Senast granskad: 5 augusti 2019 av Per Ivarsson.", ReadReview(dt.date(2019, 8, 5), "Per Ivarsson")),
        ("Senast granskad 2019-08-05\nav Per Ivarsson", ReadReview(dt.date(2019, 8, 5), "Per Ivarsson")),
        ("Senast granskad 2020-03-06 av anna@example.se", ReadReview(dt.date(2020, 3, 6), "anna@example.se")),
        ("Reviewed: 2016-06-02 | by: Karin Lood", ReadReview(dt.date(2016, 6, 2), "Karin Lood")),
    ],
)
def test_the_review_has_a_date_and_a_name(line, expected):
    assert read_release(release(footer=[line])).review == expected


# --- what is refused


REFUSED = {
    "an empty file": ("", 1),
    "only blank lines": ("\ufeff\n \n", 1),
    "no headline": (f"{TYPE}\n", 1),
    "speech for a headline": (written("– Hej!", TYPE, TEXT), 1),
    "a date for a headline": (written("2016-09-21 Info", TYPE, TEXT), 1),
    "a type for a headline": (written("Pressmeddelande", HEADLINE, TYPE, TEXT), 1),
    "a number for a headline": (written("Ring 0520-49 50 00", TYPE, TEXT), 1),
    "a text for a headline": (written("Ord " * 60, TYPE, TEXT), 1),
    "no type line": (written(HEADLINE, TEXT), 3),
    "a type without a date": (release(["– Under"], type_line="Pressmeddelande -"), 5),
    "a date that is a word": (release(type_line="PRESSMEDDELANDE, igår"), 3),
    "a date without a type": (release(type_line="2018-06-26"), 3),
    "an unknown type": (release(type_line="Annons, 2018-06-26"), 3),
    "an impossible month": (release(type_line="PRESSMEDDELANDE, 2018-13-45"), 3),
    "an impossible day": (release(type_line="PRESSMEDDELANDE, 30 februari 2018"), 3),
    "an impossible year": (release(type_line="PRESSMEDDELANDE, 0018-06-26"), 3),
    "another weekday": (release(type_line="PRESSMEDDELANDE, onsdag 26 juni 2018"), 3),
    "two type lines": (release(footer=["Annan rubrik", "Nyhet, 2018-06-27", "Mer text."]), 11),
    "no text": (written(HEADLINE, TYPE), 3),
    "only contacts for a text": (written(HEADLINE, TYPE, "Kontakt: Anna Berg, 0520-49 50 00"), 3),
    "a list for a text": (release(text="• kök\n• matsal"), 3),
    "a second line of headline": (f"Ny förskola\ni Södra Åker\n\n{TYPE}\n\n{TEXT}", 2),
    "a headline glued to the text": (f"{TYPE}\n\nNy förskola\ni Södra Åker\n\n{TEXT}", 4),
    "a line above the type line": (release(["– Under", "Symbolbild på en förskola"]), 5),
    "two subheadings": (release(["– Under", "– Mer under"]), 5),
    "two departments": (release([UNIT, UNIT]), 5),
    "a department in two ways": (release(["Enhet Kansliet Stora Torget 9 461 83 Trollhättan"]), 3),
    "a department with two numbers": (release([f"{UNIT} 0520-49 50 01"]), 3),
    "a department with a wrong number": (release([UNIT[:-3]]), 3),
    "a department with two postcodes": (release([f"{UNIT} 461 84 Trollhättan"]), 3),
    "a card without a name": (release(["Person\n0520-49 50 00"]), 4),
    "an empty card": (release(["Person"]), 3),
    "a card with a wrong number": (release(["Person\nPresschefAnna Berg 0520-49 50"]), 4),
    "a wrong number without a card": (release(["PresschefAnna Berg 0520-49 50"]), 3),
    "contacts without a name": (release(footer=["Kontakt:", "presschef, 0520-49 50 00"]), 11),
    "a number without a name": (release(footer=["Kontakt: 0520-49 50 00"]), 9),
    "no contacts": (release(footer=["Kontakt:", REVIEW]), 9),
    "a contact without a number": (release(footer=["Kontakt:\nAnna Berg, presschef"]), 10),
    "a title after the number": (release(footer=["Kontakt:\nAnna Berg\n0520-49 50 00\npresschef"]), 12),
    "a contact with a wrong number": (release(footer=["Kontakt:\nAnna Berg, 0520-49 50 000"]), 10),
    "a contact with its hours": (release(footer=["Kontakt: Anna Berg, 0520-49 50 00, kl. 8-17"]), 9),
    "two names for one number": (release(footer=["Kontakt: Anna Berg, Bo Ek, 0520-49 50 00"]), 9),
    "a name or an employer": (release(footer=["Kontakt: Presschef, Port Arthur, Anna Berg, 0520-49 50 00"]), 9),
    "three names or a title": (release(footer=["Kontakt: Byggherre Anna Berg 0520-49 50 00"]), 9),
    "four names": (release(footer=["Kontakt: Anna Berg Port Arthur, chef, 0520-49 50 00"]), 9),
    "two e-mail addresses": (release(footer=["Kontakt: Anna Berg, a@example.se, b@example.se"]), 9),
    "two parties": (release(footer=["Kontakt: Anna Berg (S), 0520-49 50 00, (M)"]), 9),
    "a very long contact": (release(footer=[f"Kontakt: Anna Berg, {'o' * 400}, 0520-49 50 00"]), 9),
    "a contact in a sentence": (
        release(text="Presskonferens idag. För mer information kontakta: Anna Berg Pressinformatör 090-16 10 00"),
        5,
    ),
    "a contact without a heading": (release(footer=["Anna Berg, presschef, 0520-49 50 00"]), 9),
    "text below the contacts": (release(footer=["Kontakt: Anna Berg, 0520-49 50 00", "Om Trollhättan", TEXT]), 11),
    "text below contacts and card": (release(footer=["Kontakt: Anna Berg, 0520-49 50 00", CARD, TEXT]), 14),
    "a review yesterday": (release(footer=["Senast granskad igår"]), 9),
    "a review by nobody": (release(footer=["Senast granskad 2019-08-05"]), 9),
    "a review that never was": (release(footer=["Senast granskad 2019-02-30 av Per Ivarsson"]), 9),
    "text below the review": (release(footer=[REVIEW, "Skrivet av"]), 11),
    "two reviews": (release(footer=[REVIEW, REVIEW]), 11),
    "another footer": (release(footer=["Sidan uppdaterad 2017-06-07"]), 9),
    "a footer in two lines": (release(footer=["Senast uppdaterad:\n2 december 2021"]), 9),
    "a button": (release(footer=["Skriv ut"]), 9),
    "a control character": (release(text="Förskolan \x0b öppnar."), 5),
    "a binary file": ("%PDF-1.4\n\x00\x01", 2),
    "a wrong decoding": (release(text="F\ufffdrskolan"), 5),
    "half a character": (release(text="\ud83d"), 5),
    "a very large file": (release(text="Ord " * 50_001), 1),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_the_number_of_the_line(text, line):
    with pytest.raises(UnreadableText) as error:
        read_release(text)

    assert error.value.line == line
    assert str(line) in error.value.message
    assert error.value.message == str(error.value)
    assert "%(" not in error.value.message


def test_a_long_line_is_quoted_in_part():
    with pytest.raises(UnreadableText) as error:
        read_release(release(["Symbolbild " * 30]))

    assert "Symbolbild" in error.value.message
    assert len(error.value.message) < 300


def test_a_file_of_two_hundred_kilobytes_is_read():
    text = release(text="Förskolan öppnar till hösten.\n\n" + "Ord " * 49_900)

    assert len(text.encode()) <= 200_000
    assert read_release(text).lead == "Förskolan öppnar till hösten."


@pytest.mark.parametrize(
    "repeated", ["a\n", "a\n\n", "• a\n", "– a\n", "Person\na\n", "Enhet\na\n", "Kontakt:\n", "aB", "a ", "0520 49 "]
)
@pytest.mark.parametrize("before", [f"{HEADLINE}\n\n", f"{HEADLINE}\n\n{TYPE}\n\n{TEXT}\n\n", "Kontakt: "])
def test_reading_takes_time_in_proportion_to_the_text(before, repeated):
    start = time.perf_counter()
    with contextlib.suppress(UnreadableText):
        read_release(before + repeated * (50_000 // len(repeated)) + f"\n\n{TYPE}\n\n{TEXT}")

    assert time.perf_counter() - start < 4
