"""Compression: for readers who take it, the same bytes each time, never at the desk."""

import gzip

import pytest

from tests.factories import make_version

pytestmark = pytest.mark.django_db
GZIP = {"accept-encoding": "br;q=1.0, gzip, deflate"}


@pytest.mark.parametrize("path", ["/", "/kontakter/", "/finns-inte/", "/stil/frame-0123456789ab.css"])
def test_a_public_answer_is_compressed_and_says_the_same(client, path):
    make_version()
    plain, packed = client.get(path), client.get(path, headers=GZIP)

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) == int(packed["Content-Length"]) < len(plain.content)
    assert "Accept-Encoding" in packed["Vary"]
    assert "Accept-Encoding" in plain["Vary"]


def test_it_is_the_same_bytes_each_time(client):
    assert client.get("/", headers=GZIP).content == client.get("/", headers=GZIP).content


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip; q=0.0, br", "br"])
def test_who_does_not_take_it_gets_plain_text(client, accepted):
    response = client.get("/", headers={"accept-encoding": accepted})

    assert "Content-Encoding" not in response


def test_who_has_the_page_gets_no_second_copy_compressed_or_not(client):
    tag = client.get("/", headers=GZIP)["ETag"]

    assert tag.startswith('W/"')
    assert client.get("/", headers=GZIP | {"if-none-match": tag}).status_code == 304
    assert client.get("/", headers={"if-none-match": tag}).status_code == 304


def test_the_desk_is_never_compressed(client):
    assert "Content-Encoding" not in client.get("/admin/login/", headers=GZIP)


def test_short_answers_and_pictures_are_left_alone(client):
    assert "Content-Encoding" not in client.get("/healthz", headers=GZIP)
    assert "Content-Encoding" not in client.get("/static/newsroom/fonts/newsreader-headline.woff2", headers=GZIP)


def test_head_tells_the_length_of_what_get_gives(client):
    assert client.head("/", headers=GZIP)["Content-Length"] == client.get("/", headers=GZIP)["Content-Length"]
