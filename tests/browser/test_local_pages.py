"""The server of local pages: the files of its folder, and nothing else of the machine."""

from __future__ import annotations

import http.client
import socket
from pathlib import Path

import pytest
from browser_house import NO_ALT, Reader, faults, page, reader

from tilgaengelig.gather.local import FolderServer

__all__ = ["reader"]


def ask(server: FolderServer, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Status, media type (or where to) and body of an answer; the path is sent as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        connection.endheaders()
        answer = connection.getresponse()
        head = answer.getheader("Location") or answer.getheader("Content-Type") or ""
        return answer.status, head, answer.read()
    finally:
        connection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page, an inner folder, and a secret beside it."""
    inside = tmp_path / "side"
    (inside / "inde").mkdir(parents=True)
    (inside / "tom").mkdir()
    (inside / "index.html").write_text("<p>Forside")
    (inside / "inde" / "index.html").write_text("<p>Inde")
    (inside / "æ ø.xhtml").write_text("<p>Æ")
    (tmp_path / "hemmelig.txt").write_text("HEMMELIG")
    (tmp_path / "side-hemmelig").mkdir()
    (tmp_path / "side-hemmelig" / "a.txt").write_text("HEMMELIG")
    return inside


def test_the_files_of_the_folder_are_served_by_their_kind(folder: Path) -> None:
    with FolderServer(folder) as server:
        assert ask(server, "/") == (200, "text/html", b"<p>Forside")
        assert ask(server, "/inde/") == (200, "text/html", b"<p>Inde")
        address = server.address("æ ø.xhtml")
        assert address == f"http://127.0.0.1:{server.port}/%C3%A6%20%C3%B8.xhtml"
        assert ask(server, address.partition(str(server.port))[2])[:2] == (200, "application/xhtml+xml")
        assert ask(server, "/findes-ikke.html")[0] == 404


def test_a_folder_asked_for_without_its_slash_is_redirected(folder: Path) -> None:
    with FolderServer(folder) as server:
        assert ask(server, "/inde")[:2] == (301, "/inde/")


@pytest.mark.parametrize(
    "path",
    [
        "/../hemmelig.txt",
        "/inde/../../hemmelig.txt",
        "/%2e%2e/hemmelig.txt",
        "/..%2fhemmelig.txt",
        "/inde/%2e%2e%2f%2e%2e%2fhemmelig.txt",
        "//../hemmelig.txt",
        "/./.././hemmelig.txt",
        "/..\\hemmelig.txt",
        "/../side-hemmelig/a.txt",
        "/../../../../../../etc/passwd",
        "//etc/passwd",
        "/%00/../hemmelig.txt",
        "/%00",
    ],
)
def test_nothing_above_the_folder_is_served(folder: Path, path: str) -> None:
    with FolderServer(folder) as server:
        status, _, body = ask(server, path)
    assert status in {400, 404}
    assert b"HEMMELIG" not in body
    assert b"root:" not in body


@pytest.mark.parametrize("target", ["../hemmelig.txt", "/etc/passwd", "../side-hemmelig/a.txt"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_symbolic_link_that_leads_out_of_the_folder_is_not_followed(
    folder: Path, target: str, method: str
) -> None:
    (folder / "link.html").symlink_to(target)
    assert (folder / "link.html").exists()
    with FolderServer(folder) as server:
        assert ask(server, "/link.html", method)[0] == 404


def test_a_folder_that_is_a_symbolic_link_out_is_not_entered(folder: Path) -> None:
    (folder / "ud").symlink_to("../side-hemmelig")
    with FolderServer(folder) as server:
        assert ask(server, "/ud/a.txt")[0] == 404
        assert ask(server, "/ud/")[0] == 404


def test_a_symbolic_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "link.html").symlink_to("index.html")
    with FolderServer(folder) as server:
        assert ask(server, "/link.html")[2] == b"<p>Forside"


def test_an_index_page_that_is_a_symbolic_link_out_is_not_served(folder: Path) -> None:
    (folder / "tom" / "index.html").symlink_to("../../hemmelig.txt")
    with FolderServer(folder) as server:
        status, _, body = ask(server, "/tom/")
    assert (status, b"HEMMELIG" in body) == (404, False)


def test_a_folder_served_by_a_symbolic_link_to_it_is_served(folder: Path) -> None:
    (folder.parent / "anden").symlink_to(folder)
    with FolderServer(folder.parent / "anden") as server:
        assert ask(server, "/")[0] == 200


def test_no_folder_is_listed(folder: Path) -> None:
    (folder / "tom" / "ikke-linket.html").write_text("x")
    with FolderServer(folder) as server:
        status, _, body = ask(server, "/tom/")
    assert (status, b"ikke-linket" in body) == (404, False)


def test_a_pasted_page_is_served_as_utf_8_whatever_is_asked_after_it(folder: Path) -> None:
    with FolderServer(folder, {"/indsat": "<p>Æ".encode()}) as server:
        assert ask(server, "/indsat?a=1") == (200, "text/html; charset=utf-8", "<p>Æ".encode())
        assert ask(server, "/") == (200, "text/html", b"<p>Forside")
        assert ask(server, "/indsat/")[0] == 404


def test_nothing_can_be_sent_to_it(folder: Path) -> None:
    with FolderServer(folder) as server:
        assert ask(server, "/index.html", "POST")[0] == 501
        assert ask(server, "/index.html", "DELETE")[0] == 501


def test_it_listens_on_loopback_only_and_not_after_it_is_closed(folder: Path) -> None:
    with FolderServer(folder) as server:
        port = server.port
        assert server._server.server_address[0] == "127.0.0.1"
        with socket.socket() as other, pytest.raises(OSError, match="refused"):
            other.connect(("127.0.0.2", port))
    with socket.socket() as after, pytest.raises(OSError, match="refused"):
        after.connect(("127.0.0.1", port))


def test_the_port_asked_for_is_taken_where_it_is_free_and_another_where_it_is_not(folder: Path) -> None:
    with FolderServer(folder) as first:
        taken = first.port
        with FolderServer(folder, port=taken) as second:
            assert second.port != taken
            assert ask(second, "/")[0] == 200
    with FolderServer(folder, port=taken) as third:
        assert third.port == taken


def test_it_says_nothing_of_what_is_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FolderServer(folder) as server:
        ask(server, "/index.html")
        ask(server, "/findes-ikke")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


_TELL = "document.title = {}.document.body.innerText"


@pytest.mark.parametrize(
    "reads",
    [
        '<iframe title="x" src="noter.txt"></iframe>'
        f"<script>onload = () => {{ {_TELL.format('frames[0]')} }}</script>",
        '<object title="x" type="text/plain" data="noter.txt"></object>'
        f"<script>onload = () => {{ {_TELL.format('frames[0]')} }}</script>",
        f"<script>const other = open('noter.txt'); setInterval(() => {{ {_TELL.format('other')} }}, 20)</script>",
    ],
    ids=["frame", "object", "window"],
)
def test_the_script_of_a_saved_page_cannot_read_what_lies_beside_it(
    tmp_path: Path, reader: Reader, reads: str
) -> None:
    (tmp_path / "noter.txt").write_text("HEMMELIG")
    (tmp_path / "side.html").write_text(page(reads))
    with FolderServer(tmp_path) as server:
        assert "HEMMELIG" not in reader.read(server.address("side.html")).title


def test_a_saved_page_works_and_its_frames_are_judged(folder: Path, reader: Reader) -> None:
    (folder / "ramme.html").write_text(NO_ALT)
    remembers = "<script>localStorage.her = 1; document.title = 'Husket'</script>"
    (folder / "side.html").write_text(page(f'<iframe title="Ramme" src="ramme.html"></iframe>{remembers}'))
    with FolderServer(folder) as server:
        facts = reader.read(server.address("side.html"))
    assert (facts.title, faults(facts)) == ("Husket", [("image-alt", "iframe >>> img")])
