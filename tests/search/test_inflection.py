"""Forms: every form of a word leads to every other, and hardly to anything else."""

import pytest

from newsroom.search.inflection import forms_of

FAMILIES = """
förskola förskolan förskolor förskolorna förskolans förskolornas
väg vägen vägar vägarna vägens
hus huset husen husets
beslut beslutet besluten beslutets
bibliotek biblioteket biblioteken
område området områden områdena
möte mötet möten mötena
lärare läraren lärarna lärarens lärarnas
möjlighet möjligheten möjligheter möjligheterna
trygghet tryggheten
förening föreningen föreningar föreningarna
parkering parkeringen parkeringar parkeringarna
cykel cykeln cyklar cyklarna
regel regeln regler reglerna
vinter vintern vintrar
nummer numret
museum museet museer museerna
gymnasium gymnasiet gymnasier
politiker politikern politikerna
stad staden städer städerna
bok boken böcker böckerna
brand branden bränder
ledamot ledamoten ledamöter
rum rummet rummen
medlem medlemmen medlemmar medlemmarna
program programmet programmen
tunnel tunneln tunnlar tunnlarna
bygga bygger byggde byggt byggs byggas
öppna öppnar öppnade öppnat öppnas
inviga inviger invigde invigs invigning invigningen
söka söker sökte sökt
rösta röstar röstade röstning
stänga stänger stängde stängt stängs stängd stängda
planera planerar planerade planerat planering planeringen
ny nytt nya
by byn byar byarna
is isen isar
å ån åar
kommunal kommunalt kommunala
kafé kaféet kaféer
sommar sommaren somrar
vatten vattnet
sälja säljer sålde sålt
barn barnet barnen
snö snön
""".strip().splitlines()


@pytest.mark.parametrize("family", [line.split() for line in FAMILIES], ids=lambda family: family[0])
def test_every_form_leads_to_every_other(family):
    folded = [word.replace("é", "e") for word in family]

    for one in folded:
        assert set(folded) <= forms_of(one), one


@pytest.mark.parametrize(
    ("word", "other"),
    [
        *[("får", "far"), ("väg", "vägg"), ("väg", "vägra"), ("val", "valp"), ("val", "valuta"), ("bil", "bild")],
        *[("orkan", "orkar"), ("lärare", "lära"), ("maj", "maja"), ("äldre", "gamla"), ("hål", "hall"), ("bok", "bo")],
    ],
)
def test_words_that_only_look_alike_stay_apart(word, other):
    assert other not in forms_of(word)


@pytest.mark.parametrize("word", ["12", "e45", "2026", "x"])
def test_numbers_have_no_forms(word):
    assert forms_of(word) == {word}


def test_a_word_has_few_enough_forms_to_ask_for():
    assert max(len(forms_of(word)) for line in FAMILIES for word in line.replace("é", "e").split()) < 200
