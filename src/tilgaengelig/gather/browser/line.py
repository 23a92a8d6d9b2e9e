"""A line of our own to the browser's DevTools, beside the driver's.

It hears events, which the driver does not tell, and a command by it costs a quarter of one by the driver.
"""

from __future__ import annotations

import http.client
import itertools
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import websocket

log = logging.getLogger(__name__)

#: A message may have so many letters: a picture of nothing but noise, as large as a page's is taken (1280 x 8000), has
#: 41 million. Whatever is larger would be a page's way of filling the machine.
_MOST = 64_000_000
#: In the browser's JSON, a letter beyond the first 65,536, which it writes in two halves; or a half without the other.
_HALVES = re.compile(r"\\ud(?:[89ab]..\\ud[c-f]..|[89a-f]..)")

#: Hears of an event: the session it came in, and its parameters. Runs on the line's thread and must not wait.
Listener = Callable[[str, Mapping[str, Any]], None]


class LineBroken(Exception):  # noqa: N818 - never leaves this room
    """The browser is gone, refuses a command, or has not answered in time (then `late`)."""

    def __init__(self, message: str, *, late: bool = False) -> None:
        super().__init__(message)
        self.late = late


class Line:
    """DevTools of one browser over a socket. One thread calls, another listens. Use as a context manager."""

    def __init__(self, address: str, seconds: float) -> None:
        """Opens it, waiting `seconds` at most. Raises OSError or LineBroken."""
        self._numbers = itertools.count(1)
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._waiting: set[int] = set()
        self._listeners: dict[str, Listener] = {}
        self._news = threading.Condition()
        self._over = ""
        try:
            # Whether it is UTF-8 shows when it is decoded; to ask before that, letter by letter, takes longer than all
            # else that the line does.
            self._socket = websocket.create_connection(
                address, timeout=seconds, suppress_origin=True, skip_utf8_validation=True
            )
        except (websocket.WebSocketException, ValueError) as error:
            raise LineBroken(str(error)) from error
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._listen, name="devtools", daemon=True)
        self._thread.start()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of it; who still waits for an answer is told so."""
        self._socket.abort()  # type: ignore[no-untyped-call]  # wakes the thread that listens
        self._thread.join(5)
        self._socket.shutdown()  # type: ignore[no-untyped-call]

    def give_up(self, why: str) -> None:
        """No answer is waited for any more, now or later."""
        with self._news:
            self._over = why
            self._news.notify_all()

    def on(self, event: str, listener: Listener) -> None:
        """Has `listener` hear of an event, of whichever session."""
        self._listeners[event] = listener

    def attach(self, target: str) -> str:
        """A session of a target's own, for its commands and events. Raises LineBroken."""
        return str(self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def send(self, command: str, session: str = "", **arguments: Any) -> int:
        """Sends a command whose answer nobody waits for; its number."""
        number = next(self._numbers)
        message = {"id": number, "method": command, "params": arguments}
        if session:
            message["sessionId"] = session
        try:
            self._socket.send(json.dumps(message))
        except (websocket.WebSocketException, OSError) as error:
            raise LineBroken(f"{command}: {error}") from error
        return number

    def call(self, command: str, session: str = "", *, seconds: float = 10.0, **arguments: Any) -> Any:
        """A command and its answer. Raises LineBroken."""
        return self.call_all([(command, arguments)], session, seconds=seconds)[0]

    def call_all(
        self, commands: Sequence[tuple[str, Mapping[str, Any]]], session: str = "", *, seconds: float = 10.0
    ) -> list[Any]:
        """Commands that do not wait for each other, and their answers. Raises LineBroken."""
        until = time.monotonic() + seconds
        numbers: list[int] = []
        with self._news:
            try:
                for command, arguments in commands:
                    numbers.append(self.send(command, session, **arguments))
                    self._waiting.add(numbers[-1])
                while not self._answers.keys() >= set(numbers):
                    left = until - time.monotonic()
                    if self._over or left <= 0 or not self._news.wait(left):
                        raise LineBroken(
                            f"{commands[0][0]}: {self._over or 'no answer'}", late=not self._over
                        )
            finally:
                self._waiting.difference_update(numbers)
                answers = [self._answers.pop(number, {}) for number in numbers]
        for (command, _), answer in zip(commands, answers, strict=True):
            if "error" in answer:
                raise LineBroken(f"{command}: {answer['error'].get('message', '')}")
        return [answer["result"] for answer in answers]

    def _listen(self) -> None:
        try:
            while True:
                self._hear(self._next())
        except (websocket.WebSocketException, OSError, LineBroken) as error:
            self.give_up(str(error) or type(error).__name__)
        except Exception as error:
            # Whatever it was, no answer comes any more, and nobody is to wait for one.
            log.exception("the line to a browser broke down")
            self.give_up(repr(error))

    def _next(self) -> Any:
        message = self._socket.recv()
        if not isinstance(message, str) or not message:
            raise websocket.WebSocketConnectionClosedException("closed")
        if len(message) > _MOST:
            raise LineBroken(f"a message of {len(message)} letters")
        return json.loads(_HALVES.sub(_whole, message))

    def _hear(self, message: Mapping[str, Any]) -> None:
        if "id" in message:
            with self._news:
                if message["id"] in self._waiting:
                    self._answers[message["id"]] = message
                    self._news.notify_all()
            return
        listener = self._listeners.get(message["method"])
        if listener:
            try:
                listener(message.get("sessionId", ""), message["params"])
            except LineBroken as error:
                log.info("an event came too late: %s", error)


def _whole(found: re.Match[str]) -> str:
    """What was found, with U+FFFD for a half that stands alone, as the driver has it: no such text can be encoded.

    Scripts cut texts by halves, and pages may hold what they like.
    """
    start = at = found.start()
    while at and found.string[at - 1] == "\\":
        at -= 1
    first, second = found[0][:6], found[0][6:]
    if (start - at) % 2:  # the page's own backslash stands before it: it only looks like a half
        return first + ("\\ufffd" if second else "")
    return found[0] if second else "\\ufffd"


def endpoint(told: Mapping[str, Any], seconds: float, *, elsewhere: bool) -> str:
    """Where the DevTools of a whole browser answer, by what its driver `told` of it (capabilities).

    A Grid lets them through at an address of its own; another driver `elsewhere` keeps them to its own machine.
    Raises LineBroken or OSError.
    """
    if told.get("se:cdp"):
        return str(told["se:cdp"])
    if elsewhere:
        raise LineBroken("the driver is elsewhere and lets no DevTools through")
    # Asked without proxies, as it is on this machine.
    connection = http.client.HTTPConnection(told["goog:chromeOptions"]["debuggerAddress"], timeout=seconds)
    try:
        connection.request("GET", "/json/version")
        return str(json.loads(connection.getresponse().read())["webSocketDebuggerUrl"])
    except (http.client.HTTPException, ValueError, KeyError) as error:
        raise LineBroken(f"the DevTools say nothing of themselves: {error}") from error
    finally:
        connection.close()
