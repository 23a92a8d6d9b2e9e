"""The worker process: what goes wrong in it stays in it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from test_pdf import ADDRESS, made, read, whole

from tilgaengelig.gather.pdf import PdfLimits, PdfReader
from tilgaengelig.gather.pdf.document import read_document
from tilgaengelig.gather.pdf.frames import packed_facts, unpacked
from tilgaengelig.model.errors import Unread
from tilgaengelig.model.subject import DocumentFacts
from tilgaengelig.model.trouble import TroubleKind


def by_first_word(body: bytes, address: str, limits: PdfLimits) -> DocumentFacts:
    """Stands in for reading: does what the body says."""
    word, _, rest = body.partition(b" ")
    if word == b"hang":
        Path(rest.decode()).touch()
        time.sleep(600)
    elif word == b"spin":
        while True:
            pass
    elif word == b"hoard":
        return by_first_word(bytes(1 << 40), address, limits)
    elif word == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == b"print":
        os.write(1, b"noise among the answers")
    elif word == b"who":
        return read_document(made(), str(os.getpid()), limits)
    return read_document(made(), address, limits)


def run(use: Callable[[PdfReader], Awaitable[None]], limits: PdfLimits | None = None) -> None:
    async def within() -> None:
        async with PdfReader(limits, (__name__, by_first_word.__name__)) as reader:
            await use(reader)

    asyncio.run(within())


async def kind_of(reader: PdfReader, body: bytes) -> TroubleKind:
    with pytest.raises(Unread) as caught:
        await reader.read(body, ADDRESS)
    return caught.value.trouble.kind


def test_facts_come_through_whole() -> None:
    facts = read(made(change=whole))
    assert unpacked(packed_facts(facts)) == facts


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"{}", b'{"facts": {"x": 1}}', b'{"trouble": "no", "detail": ""}', b"[" * 99999]
)
def test_other_answers_are_none(answer: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpacked(answer)


def test_reads_by_default_what_is_read_here() -> None:
    async def use() -> DocumentFacts:
        async with PdfReader() as reader:
            with pytest.raises(Unread) as caught:
                await reader.read(b"<html>", ADDRESS)
            assert caught.value.trouble.kind is TroubleKind.UNSUPPORTED_TYPE
            assert caught.value.trouble.detail == "text/html"
            return await reader.read(made(change=whole), ADDRESS)

    facts, here = asyncio.run(use()), read(made(change=whole))
    assert (facts.title, facts.blocks, facts.address) == (here.title, here.blocks, ADDRESS)


def test_one_process_reads_many_and_is_replaced_in_time() -> None:
    async def use(reader: PdfReader) -> None:
        whos = [(await reader.read(b"who", ADDRESS)).address for _ in range(4)]
        assert whos[0] == whos[1] != whos[2] == whos[3]

    run(use, PdfLimits(documents=2))


def test_document_that_hangs_is_too_heavy(tmp_path: Path) -> None:
    async def use(reader: PdfReader) -> None:
        hang = f"hang {tmp_path / 'mark'}".encode()
        assert await kind_of(reader, hang) is TroubleKind.DOCUMENT_TOO_HEAVY
        reader.limits = PdfLimits()
        assert (await reader.read(b"next", ADDRESS)).pages == 1

    run(use, PdfLimits(seconds=0.1))


def test_document_that_takes_too_much_processor_time_is_too_heavy() -> None:
    async def use(reader: PdfReader) -> None:
        assert await kind_of(reader, b"spin") is TroubleKind.DOCUMENT_TOO_HEAVY

    run(use, PdfLimits(cpu_seconds=1))


def test_document_that_takes_too_much_memory_is_too_heavy() -> None:
    async def use(reader: PdfReader) -> None:
        assert await kind_of(reader, b"hoard") is TroubleKind.DOCUMENT_TOO_HEAVY
        assert (await reader.read(b"next", ADDRESS)).pages == 1

    run(use)


def test_document_that_crashes_the_worker_is_corrupt() -> None:
    async def use(reader: PdfReader) -> None:
        assert await kind_of(reader, b"crash") is TroubleKind.DOCUMENT_CORRUPT
        assert (await reader.read(b"next", ADDRESS)).pages == 1

    run(use)


def test_what_a_library_prints_is_no_answer() -> None:
    async def use(reader: PdfReader) -> None:
        assert (await reader.read(b"print", ADDRESS)).pages == 1

    run(use)


def test_cancelling_ends_the_worker_and_the_next_document_is_read(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    async def use(reader: PdfReader) -> None:
        reading = asyncio.create_task(reader.read(f"hang {mark}".encode(), ADDRESS))
        while not mark.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert (await reader.read(b"next", ADDRESS)).pages == 1

    run(use)


def test_several_at_once_take_turns() -> None:
    async def use(reader: PdfReader) -> None:
        read = await asyncio.gather(*(reader.read(b"next", str(number)) for number in range(5)))
        assert [facts.address for facts in read] == list("01234")

    run(use)


def test_worker_ignores_interrupts() -> None:
    async def use(reader: PdfReader) -> None:
        who = int((await reader.read(b"who", ADDRESS)).address)
        os.kill(who, signal.SIGINT)
        assert (await reader.read(b"who", ADDRESS)).address == str(who)

    run(use)


def test_worker_ends_when_its_input_does() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "from tilgaengelig.gather.pdf.child import main; main()"],
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert ended.returncode == 0


def test_page_tree_too_deep_for_the_stack() -> None:
    # Each level holds the next; written by hand, since a writer would fall over it too.
    depth = 200_000
    nodes = b"".join(
        b"%d 0 obj <</Type/Pages/Count 1/Kids[%d 0 R]>> endobj\n" % (n, n + 1) for n in range(2, depth)
    )
    body = (
        b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        + nodes
        + b"trailer <</Root 1 0 R>>\n%%EOF"
    )

    async def use() -> None:
        async with PdfReader() as reader:
            assert await kind_of(reader, body) in (
                TroubleKind.DOCUMENT_CORRUPT,
                TroubleKind.DOCUMENT_TOO_HEAVY,
            )
            assert (await reader.read(made(), ADDRESS)).pages == 1

    asyncio.run(use())
