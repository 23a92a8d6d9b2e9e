"""What a form sent, held in memory alone: a letter never touches the disk, not even for the time of a request."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TypeVar

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from tilgaengelig.model.errors import WrongUse

_Word = TypeVar("_Word", bound=StrEnum)
_Usual = TypeVar("_Usual")

MULTIPART = "multipart/form-data"
_UNREADABLE = "Formularen kunne ikke læses. Gå tilbage, og send den igen."
_MOST_FIELDS = 40
#: The guard has measured the whole already; no file may be larger than that, so none is laid on the disk.
_IN_MEMORY = 1 << 30


class _InMemory(MultiPartParser):
    spool_max_size = _IN_MEMORY


class Form:
    """The fields of a form by name, and the files that it bears."""

    def __init__(self, fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> None:
        self._fields = fields
        self._files = files

    def text(self, name: str, usual: str = "") -> str:
        """A field's text, with line ends as we write them."""
        return self._fields.get(name, usual).replace("\r\n", "\n")

    def chosen(self, name: str, words: type[_Word], usual: _Usual) -> _Word | _Usual:
        """A field as one of an enumeration's words; what is none of them is `usual`, as only hands can send it."""
        try:
            return words(self.text(name))
        except ValueError:
            return usual

    def day(self, name: str, unreadable: str) -> dt.date:
        """A field as a day. Raises WrongUse with these words for what is no day, an empty one too."""
        try:
            return dt.date.fromisoformat(self.text(name).strip())
        except ValueError as error:
            raise WrongUse(unreadable) from error

    def file(self, name: str) -> tuple[str, bytes] | None:
        """A file's name and content; None where none was chosen."""
        return self._files.get(name)


async def read_form(request: Request) -> Form:
    """The form that was sent. Raises WrongUse for one that is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == MULTIPART:
            parser = _InMemory(
                request.headers,
                request.stream(),
                max_files=1,
                max_fields=_MOST_FIELDS,
                max_part_size=_IN_MEMORY,
            )
            return await _whole(await parser.parse())
        return await _whole(await FormParser(request.headers, request.stream()).parse())
    except (MultiPartException, UnicodeDecodeError, KeyError) as error:
        raise WrongUse(_UNREADABLE) from error


async def _whole(data: FormData) -> Form:
    fields, files = {}, {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = (value.filename, await value.read())
        else:
            fields[name] = value
    await data.close()
    return Form(fields, files)
