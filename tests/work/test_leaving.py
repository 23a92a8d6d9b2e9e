"""What logs out is known by its address or its text, and nothing else is taken for it."""

import pytest

from tilgaengelig.work.leaving import leaves


@pytest.mark.parametrize(
    "path",
    [
        "logud",
        "log-ud/",
        "mit_logud",
        "user_logout",
        "do_logout",
        "doLogout",
        "LogoutUser",
        "LogOutAction",
        "user/logout?next=/",
        "logoutpage.aspx",
        "?action=logout",
        "log%20out",
        "logoff",
        "logaf",
        "konto/log_af.aspx",
        "signout",
        "signoff",
        "auth/end_session",
        "connect/endsession",
        "nyhedsbrev/afmeld",
    ],
)
def test_addresses_that_log_out_are_known(path: str) -> None:
    assert leaves(f"https://x.dk/{path}", "Farvel")


@pytest.mark.parametrize("text", ["Log ud", "LOG UD", "Log af", "Log af (Jens)", "Sign out", "Sign off"])
def test_texts_that_log_out_are_known(text: str) -> None:
    assert leaves("https://x.dk/a", text)


@pytest.mark.parametrize(
    "path",
    [
        "blog-outreach/",
        "blog/off-topic",
        "blogLoutre",
        "catalog-out-of-print",
        "katalog-udgave",
        "dialog-ud-af-krisen",
        "log-af-haendelser",
        "logoutreach",
        "design-off",
        "weekend_session",
        "afmelding-af-hund",
        "login",
    ],
)
def test_addresses_that_only_look_like_it_are_not(path: str) -> None:
    assert not leaves(f"https://x.dk/{path}", "Log af hændelser")
