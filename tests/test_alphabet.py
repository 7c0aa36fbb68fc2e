from newsroom.alphabet import swedish


def test_the_last_letters_come_last_in_their_order():
    names = ["Öberg", "Ängkvist", "Åkerlund", "Zander", "Ek", "Étienne", "alm"]

    assert sorted(names, key=swedish) == ["alm", "Ek", "Étienne", "Zander", "Åkerlund", "Ängkvist", "Öberg"]


def test_a_letter_is_the_same_however_it_is_written():
    assert swedish("A\u030angström") == swedish("Ångström")
