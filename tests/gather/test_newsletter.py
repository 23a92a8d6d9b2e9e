"""A newsletter as the page that a mail program makes of it, with its own pictures and nothing from elsewhere."""

from pathlib import Path

import httpx
import pytest

from tilgaengelig.gather.letters.mail import Mail, Picture, read_mail
from tilgaengelig.gather.letters.newsletter import PAGE, POLICY, mail_facts, pages_of
from tilgaengelig.gather.local import FolderServer
from tilgaengelig.model.subject import MailFacts

PNG = b"\x89PNG\r\n\x1a\n"


def mail(html: str | None, plain: str | None = None, **pictures: Picture) -> Mail:
    return Mail("Nyt & mere", "a@b.dk", "", html, plain, pictures)


def page(html: str | None, plain: str | None = None, **pictures: Picture) -> str:
    return pages_of(mail(html, plain, **pictures))[PAGE].decode()


def test_inline_pictures_are_served_with_the_page_from_memory(tmp_path: Path) -> None:
    made = pages_of(
        mail("<body><img src='cid:logo'><img src=\"cid:ukendt\">", logo=Picture("image/png", PNG))
    )
    with FolderServer(tmp_path, pages=made, policy=POLICY) as server:
        shown = httpx.get(server.address(PAGE[1:]), trust_env=False)
        picture = httpx.get(server.address("billede-1.png"), trust_env=False)
    assert "src='/billede-1.png'" in shown.text
    assert "cid%3Aukendt" in shown.text
    assert (picture.headers["content-type"], picture.content) == ("image/png", PNG)
    assert {each.headers["content-security-policy"] for each in (shown, picture)} == {POLICY}


@pytest.mark.parametrize(
    ("html", "made"),
    [
        (
            "<!doctype html><html lang=da><body class=a><p>Hej</body></html>",
            "<body class=a><main><p>Hej</main></body>",
        ),
        ("<p>Hej", "<main><p>Hej</main>"),
        ("<!DOCTYPE html><p>Hej", "<main><p>Hej</main>"),
        ("<body><main>Hej</main></body>", "<body><main>Hej</main></body>"),
    ],
)
def test_the_mail_stands_in_a_frame_with_its_subject_as_the_title(html: str, made: str) -> None:
    shown = page(html)
    assert made in shown
    assert "<title>Nyt &amp; mere</title>" in shown
    assert shown.lower().startswith("<!doctype html>") == html.lower().startswith("<!doctype html>")


def test_a_mail_with_a_title_keeps_it() -> None:
    assert page("<html><head><title>Sit eget</title></head><body>Hej</body></html>").count("<title>") == 1


def test_what_stands_in_a_comment_is_no_place_for_the_frame() -> None:
    shown = page(
        "<!--[if mso]><html><body><main><title>x</title><![endif]--><!--[if !mso]><!--><html lang=da><!--<![endif]-->"
        "<body><p>Hej<!-- </body> --></p></body></html><!-- </body>"
    )
    assert "<!--<![endif]--><body><main><p>Hej<!-- </body> --></p></main></body>" in shown
    assert "<html lang=da><title>Nyt &amp; mere</title>" in shown
    assert "<!--><html lang=da><title>" in page("<!--><html lang=da><p>Hej<!-- -->")


def test_a_mail_of_plain_text_is_shown_by_its_paragraphs() -> None:
    shown = page(None, "Kære <Anna>\r\n\r\nKom i morgen.\n")
    assert "<h1>Nyt &amp; mere</h1><p>Kære &lt;Anna&gt;</p><p>Kom i morgen.</p>" in shown


def test_the_words_of_both_parts_are_counted() -> None:
    assert mail_facts(mail("<style>a{}</style><p>To ord</p>", "Et")) == MailFacts(True, 2, 1)
    assert mail_facts(mail(None, "Et ord")) == MailFacts(False, 0, 2)


def test_a_mails_pictures_are_known_by_their_content_id() -> None:
    source = (
        b"Subject: Nyt\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Hej</p>\n"
        b"--x\nContent-Type: image/png\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\n"
        b"iVBORw0KGgo=\n--x--\n"
    )
    read = read_mail(source)
    assert (read.html, read.plain) == ("<p>Hej</p>", None)
    assert read.pictures == {"logo@x": Picture("image/png", PNG)}


def test_a_sender_that_is_no_address_is_told_as_it_is_written() -> None:
    assert read_mail(b"From: " + b"(" * 20_000 + b"\nSubject: Nyt\n\nHej").sender == "(" * 20_000
