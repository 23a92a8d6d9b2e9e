"""What was seen of a page when it was driven: keys pressed, window turned and narrowed, text spread out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tilgaengelig.model.finding import Place


@dataclass(frozen=True, slots=True)
class Spot:
    """An element that a probe met. `text` is what a person would call it by; `key` and `foreign` are those of a Hit."""

    place: Place
    tag: str = ""
    role: str = ""
    text: str = ""
    key: str = ""
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on the way of the Tab key through a page.

    `visible` is whether any pixel of the window told that the focus is here; None where that was not looked at, since
    an element like it was. `cover` is what hides the whole of it, where something that stays in its place does.
    `silent` stops are hidden from assistive technology and keep the focus. `tried` is where the page went, or the
    window it opened, because the focus came here.
    """

    spot: Spot
    visible: bool | None = None
    cover: Spot | None = None
    cover_is_dialog: bool = False
    silent: bool = False
    tried: str = ""


@dataclass(frozen=True, slots=True)
class Clickable:
    """Something that listens for the mouse and that the Tab key does not come to.

    `widget` tells that its role promises that it can be used; `pointer` that the mouse shows a hand over it; `keys`
    that it listens for keys. One that is `reached` by the Tab key all the same answers no other key.
    """

    spot: Spot
    widget: bool
    pointer: bool
    keys: bool
    reached: bool = False


@dataclass(frozen=True, slots=True)
class SkipLink:
    """A link to further down the same page, which was followed with the keyboard.

    `arrived` is False where the next stop of the Tab key was not in or after what it points to.
    """

    spot: Spot
    arrived: bool


@dataclass(frozen=True, slots=True)
class Keyboard:
    """What came of going through a page with the keyboard alone.

    `trap` are the stops that can't be left. `shuffled` are parts of the page in which the order of the focus runs
    against what is seen. `whole` tells that the walk came to its end, and was not cut short by its limit.
    """

    stops: tuple[Stop, ...] = ()
    trap: tuple[Spot, ...] = ()
    mouse_only: tuple[Clickable, ...] = ()
    skip_links: tuple[SkipLink, ...] = ()
    shuffled: tuple[Spot, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """A box that shows a part of its text and cuts `lost` lines of it.

    `through` tells that a line that can be seen is cut itself; `before` that the same box cuts text as the page is.
    """

    spot: Spot
    lost: int
    through: bool
    before: bool


@dataclass(frozen=True, slots=True)
class Wide:
    """Text that goes `by` CSS px beyond a window of 320. `words` tells that it could be broken between words; `lost`
    that the page cannot even be scrolled to it.
    """

    spot: Spot
    by: int
    words: bool
    lost: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What came of the page at 200 percent, with the text spacing of WCAG 1.4.12, 320 CSS px wide, and turned.

    `width` is how wide the page is in a window of 320. `one_way` is all that the page says in one of the orientations
    where it shows itself only in the other.
    """

    cut_when_zoomed: tuple[Cut, ...] = ()
    cut_when_spaced: tuple[Cut, ...] = ()
    wide: tuple[Wide, ...] = ()
    width: int = 320
    one_way: str = ""


@dataclass(frozen=True, slots=True)
class Animated:
    """Something that moves for more than five seconds. `text` tells that it has words, `busy` that it shows waiting."""

    spot: Spot
    text: bool
    busy: bool


@dataclass(frozen=True, slots=True)
class Changing:
    """Text that changed by itself, `times` while it was watched, and (`lasting`) to the end. A `clock` shows time."""

    spot: Spot
    times: int
    lasting: bool
    clock: bool


@dataclass(frozen=True, slots=True)
class Moving:
    """What happened by itself: movement, changing text, films and sound that started.

    `stopper` has the words of a control on the page that says that it stops, hides or silences something.
    """

    animated: tuple[Animated, ...] = ()
    changing: tuple[Changing, ...] = ()
    films: tuple[Spot, ...] = ()
    sounds: tuple[Spot, ...] = ()
    stopper: str = ""


@dataclass(frozen=True, slots=True)
class Hovered:
    """Something (`shown`) that came forth when the mouse was over `spot`.

    `stays` is whether the mouse could go into it; `gone` whether Escape sent it away; `covers` whether it lay over
    anything else.
    """

    spot: Spot
    shown: Spot
    stays: bool
    gone: bool
    covers: bool


@dataclass(frozen=True, slots=True)
class Hover:
    """What came forth under the mouse."""

    found: tuple[Hovered, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which a choice alone made the page go to `tried`. `told` is whether words near by may say so."""

    spot: Spot
    tried: str
    told: bool


@dataclass(frozen=True, slots=True)
class Using:
    """What using the page set off.

    `keys` are single keys that it takes while nothing is in focus; `keys_control` and `motion_control` tell of a
    control in sight that has to do with keys, or with movement; `moves` that tipping the device changes the page.
    """

    keys: tuple[str, ...] = ()
    keys_control: bool = False
    moves: bool = False
    motion_control: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """Words that came when a form was sent empty.

    `field` is the one that they are about, where that can be told: they stand `beside` it, or it is `names` by them.
    `tied` is whether the code says so as well; `live` whether they stand where new words are read out.
    """

    spot: Spot
    text: str
    field: Spot | None
    beside: bool
    tied: bool
    names: bool
    live: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent empty, of so many `fields`.

    `sent` is whether it would have left the browser: then it checked nothing here. `native`: the browser's own
    messages came. `moved` is whether the focus went to a field or to the words that came. `marked` are fields that
    look another way than before.
    """

    spot: Spot
    fields: int
    sent: bool
    native: bool
    moved: bool
    messages: tuple[Message, ...] = ()
    marked: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Forms:
    """What came of sending the forms of a page empty."""

    found: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Probed:
    """What the probes saw of one page, by probe; None where the probe did not run or broke down.

    `asked` are the probes that were to run; `seconds` says what each of them took. `pictures` are WebP of elements
    that they met, by target.
    """

    asked: tuple[str, ...] = ()
    moving: Moving | None = None
    layout: Layout | None = None
    keyboard: Keyboard | None = None
    hover: Hover | None = None
    using: Using | None = None
    forms: Forms | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
